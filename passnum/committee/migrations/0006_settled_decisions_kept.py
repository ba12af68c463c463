"""A decision that has its follow-up keeps it, and what it said: triggers."""

from django.db import migrations

from passnum.core.triggers import frozen_once


class Migration(migrations.Migration):
    dependencies = [("committee", "0005_minutes_kept")]

    operations = [
        frozen_once(
            "committee_decision",
            [
                "public_id",
                "meeting_id",
                "kind",
                "text",
                "taken_on",
                "target_kind",
                "target_public_id",
                "settled_at",
                "settled_by_id",
                "settled_words",
            ],
            keys=[("id",), ("public_id",)],
            name="settled",
            decided="OLD.settled_at IS NOT NULL",
            label="une décision traitée ne change plus",
        ).operation(),
    ]
