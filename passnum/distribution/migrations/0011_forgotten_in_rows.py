"""What an objection, an erasure or a cancellation had left in the rows: the language of the notice, free words."""

from django.db import migrations
from django.db.models import Q


def forget(apps, schema_editor):
    rows = apps.get_model("distribution", "Attribution").objects
    gone = rows.filter(Q(objection=True) | Q(erased_at__isnull=False) | Q(cancelled_at__isnull=False))
    gone.update(notice_language="", outcome="nr", proposed_outcome="")
    rows.filter(cancelled_at__isnull=False).update(cancel_reason="autre")


class Migration(migrations.Migration):
    dependencies = [("distribution", "0010_referrals")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
