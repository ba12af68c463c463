"""The moment of a revision comes from the business clock; no column changes, so the triggers of the table stay."""

from django.db import migrations, models

import passnum.core.clock


class Migration(migrations.Migration):
    dependencies = [("quotas", "0006_programme_held")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="quotarevision",
                    name="recorded_at",
                    field=models.DateTimeField(
                        default=passnum.core.clock.now, editable=False, verbose_name="enregistré le"
                    ),
                )
            ]
        )
    ]
