"""The ledger is only added to and its movements follow each other; quotas stay within the programme, sub-quotas within
the quota: triggers."""

from django.db import migrations

from passnum.core.triggers import append_only
from passnum.quotas.ledger_triggers import BOOKLETS_FOLLOW, MOVEMENTS_FOLLOW
from passnum.quotas.quota_triggers import PLACES_COUNTED, QUOTAS_COUNTED


class Migration(migrations.Migration):
    dependencies = [("quotas", "0001_initial")]
    operations = [
        append_only("quotas_movement", keys=[("id",), ("booklet_id", "number")]).operation(),
        append_only("quotas_operation", keys=[("id",), ("public_id",)]).operation(),
        MOVEMENTS_FOLLOW.operation(),
        BOOKLETS_FOLLOW.operation(),
        QUOTAS_COUNTED.operation(),
        PLACES_COUNTED.operation(),
        append_only("quotas_quotarevision", keys=[("id",), ("public_id",)]).operation(),
    ]
