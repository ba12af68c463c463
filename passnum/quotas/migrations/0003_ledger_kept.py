"""The ledger of the booklets is only added to, and its movements follow each other: triggers."""

from django.db import migrations

from passnum.core.triggers import append_only
from passnum.quotas.ledger_triggers import BOOKLETS_FOLLOW, MOVEMENTS_FOLLOW


class Migration(migrations.Migration):
    dependencies = [("quotas", "0002_ledger")]

    operations = [
        append_only("quotas_movement", keys=[("id",), ("booklet_id", "number")]).operation(),
        append_only("quotas_operation", keys=[("id",), ("public_id",)]).operation(),
        MOVEMENTS_FOLLOW.operation(),
        BOOKLETS_FOLLOW.operation(),
    ]
