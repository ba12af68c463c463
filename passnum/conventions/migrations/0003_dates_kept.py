"""The former dates of an obligation are never changed nor deleted: triggers on both engines."""

from django.db import migrations

from passnum.core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("conventions", "0002_obligations")]

    operations = [append_only("conventions_obligationdate", keys=[("id",)]).operation()]
