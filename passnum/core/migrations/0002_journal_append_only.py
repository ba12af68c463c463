"""Rows of the journal can be added, never changed nor deleted, by the ORM or by SQL."""

from django.db import migrations

from passnum.core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [append_only("core_journalentry", keys=[("id",), ("chain_id", "position")]).operation()]
