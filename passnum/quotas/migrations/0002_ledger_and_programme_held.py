"""The ledger is only added to and its movements lead booklets and balances; counts and revisions are kept; quotas stay
within the programme, sub-quotas within the quota: triggers."""

from django.db import migrations

from passnum.core.triggers import append_only
from passnum.quotas.ledger_triggers import ACCOUNTS_STAY, BALANCES_FOLLOW, BOOKLETS_FOLLOW, MOVEMENTS_LEAD
from passnum.quotas.quota_triggers import PLACES_COUNTED, QUOTAS_COUNTED


class Migration(migrations.Migration):
    dependencies = [("quotas", "0001_initial")]
    operations = [
        append_only("quotas_movement", keys=[("id",), ("booklet_id", "number")]).operation(),
        append_only("quotas_operation", keys=[("id",), ("public_id",)]).operation(),
        MOVEMENTS_LEAD.operation(),
        BOOKLETS_FOLLOW.operation(),
        ACCOUNTS_STAY.operation(),
        BALANCES_FOLLOW.operation(),
        append_only("quotas_stockcount", keys=[("id",), ("public_id",)]).operation(),
        append_only("quotas_stockcountline", keys=[("id",), ("count_id", "serial")]).operation(),
        QUOTAS_COUNTED.operation(),
        PLACES_COUNTED.operation(),
        append_only("quotas_quotarevision", keys=[("id",), ("public_id",)]).operation(),
    ]
