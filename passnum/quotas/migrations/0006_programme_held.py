"""Sums kept by the database: quotas within the programme, sub-quotas within the quota. Revisions are only added."""

from django.db import migrations
from django.db.models import Sum

from passnum.core.triggers import append_only
from passnum.quotas.quota_triggers import PLACES_COUNTED, QUOTAS_COUNTED


def count_quotas(apps, _editor):
    """Where the counter starts: the quotas there are."""
    quotas = apps.get_model("quotas", "Quota")
    for programme in apps.get_model("quotas", "Programme").objects.all():
        total = quotas.objects.filter(programme=programme).aggregate(total=Sum("booklets"))["total"] or 0
        programme.allocated_booklets = total
        programme.save(update_fields=["allocated_booklets"])


class Migration(migrations.Migration):
    dependencies = [("quotas", "0005_programme")]

    operations = [
        migrations.RunPython(count_quotas, migrations.RunPython.noop),
        QUOTAS_COUNTED.operation(),
        PLACES_COUNTED.operation(),
        append_only("quotas_quotarevision", keys=[("id",), ("public_id",)]).operation(),
    ]
