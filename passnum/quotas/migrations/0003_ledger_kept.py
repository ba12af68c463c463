"""The ledger of the booklets is only added to: triggers."""

from django.db import migrations

from passnum.core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("quotas", "0002_ledger")]

    operations = [
        append_only("quotas_movement", keys=[("id",), ("booklet_id", "number")]).operation(),
        append_only("quotas_operation", keys=[("id",), ("public_id",)]).operation(),
    ]
