"""Who confirmed a date, in which quality and when, never changes: triggers."""

from django.db import migrations

from passnum.core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("committee", "0002_dates_fixed_together")]

    operations = [
        append_only("committee_dateconfirmation", keys=[("id",), ("proposal_id", "side")]).operation(),
    ]
