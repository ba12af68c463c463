"""A termination decided keeps its cause, its letter, its committee and its last day: triggers."""

from django.db import migrations

from passnum.core.triggers import frozen_once


class Migration(migrations.Migration):
    dependencies = [("endings", "0001_initial")]
    operations = [
        frozen_once(
            "endings_termination",
            [
                "public_id",
                "convention_id",
                "cause",
                "opened_by",
                "opened_on",
                "reason",
                "letter_number",
                "letter_sent_on",
                "letter_presented_on",
                "letter_received_on",
                "letter_sha256",
                "meeting_id",
                "committee_on",
                "decided_on",
                "decision",
                "departure_reason",
                "effect_on",
            ],
            keys=[("id",), ("public_id",)],
            name="decided",
            decided="OLD.decided_on IS NOT NULL",
            label="une résiliation décidée ne change plus, elle s’abandonne",
        ).operation(),
        frozen_once(
            "endings_finalevaluation",
            [
                "public_id",
                "convention_id",
                "conclusions",
                "figures",
                "file",
                "sha256",
                "concluded_on",
                "ems_agreed_on",
                "ems_agreed_as",
                "partner_agreed_on",
                "partner_agreed_as",
            ],
            keys=[("id",), ("public_id",), ("convention_id",)],
            name="concluded",
            decided="OLD.concluded_on IS NOT NULL",
            label="une évaluation conclue ne change plus",
        ).operation(),
    ]
