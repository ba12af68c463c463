"""A count of a place, and what it found, is never changed: triggers."""

from django.db import migrations

from passnum.core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("quotas", "0007_movements_lead")]

    operations = [
        append_only("quotas_stockcount", keys=[("id",), ("public_id",)]).operation(),
        append_only("quotas_stockcountline", keys=[("id",), ("count_id", "serial")]).operation(),
    ]
