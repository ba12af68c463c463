"""Confirmations, papers, minutes and settled decisions keep what they hold: triggers."""

from django.db import migrations

from passnum.core.triggers import append_only, frozen_once

_MINUTES = "committee_minutes"
_KEYS = [("id",), ("public_id",), ("meeting_id", "version")]


class Migration(migrations.Migration):
    dependencies = [("committee", "0001_initial")]
    operations = [
        append_only("committee_dateconfirmation", keys=[("id",), ("proposal_id", "side")]).operation(),
        append_only("committee_paperpack", keys=[("id",), ("public_id",), ("meeting_id",)]).operation(),
        frozen_once(
            _MINUTES,
            ["public_id", "meeting_id", "version", "text", "submitted_at", "answers_by", "quorum", "silence_agrees"],
            keys=_KEYS,
            name="submitted",
            decided="OLD.submitted_at IS NOT NULL",
            label="un compte rendu soumis ne change plus",
        ).operation(),
        frozen_once(
            _MINUTES,
            ["state", "settled_at", "outcome", "file", "pdf_sha256"],
            keys=_KEYS,
            name="validated",
            decided="OLD.state = 'compte_rendu_valide'",
            label="un compte rendu validé ne change plus",
        ).operation(),
        frozen_once(
            "committee_memberopinion",
            ["minutes_id", "member_id", "present", "answer", "words", "answered_at", "answered_by_id"],
            keys=[("id",), ("minutes_id", "member_id")],
            name="answered",
            decided="OLD.answered_at IS NOT NULL",
            label="un avis donné ne change plus",
        ).operation(),
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
