"""What was published stays as it was published: triggers."""

from django.db import migrations

from passnum.core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("distribution", "0007_releases")]

    operations = [
        append_only("distribution_figuresrelease", keys=[("id",), ("public_id",)]).operation(),
        append_only("distribution_releasedcell", keys=[("id",), ("release_id", "dimension", "modality")]).operation(),
    ]
