"""Answers given, time granted, proofs paid in, signed copies received: they keep what they hold, by triggers."""

from django.db import migrations

from passnum.core.triggers import append_only, frozen_once


class Migration(migrations.Migration):
    dependencies = [("conventions", "0008_dates_in_order")]

    operations = [
        append_only("conventions_tolerance", keys=[("id",)]).operation(),
        frozen_once(
            "conventions_dayproposal",
            [
                "public_id",
                "obligation_id",
                "about",
                "day",
                "reason",
                "side",
                "proposed_by_id",
                "proposed_as",
                "proposed_at",
                "answer",
                "answered_by_id",
                "answered_as",
                "answered_at",
                "answer_reason",
            ],
            keys=[("id",), ("public_id",)],
            name="answered",
            decided="OLD.answer <> 'en_attente'",
            label="une proposition close ne change plus",
        ).operation(),
        frozen_once(
            "conventions_evidence",
            [
                "public_id",
                "obligation_id",
                "kind",
                "target",
                "label",
                "sha256",
                "file",
                "file_name",
                "happened_on",
                "declared_by_id",
                "declared_as",
                "recorded_at",
            ],
            keys=[("id",), ("public_id",)],
            name="paid_in",
            decided="OLD.id IS NOT NULL",
            label="une preuve versée ne change plus, elle se retire",
        ).operation(),
        frozen_once(
            "conventions_amendment",
            [
                "public_id",
                "convention_id",
                "number",
                "title",
                "new_last_year",
                "decided_on",
                "decision_reference",
                "partner_signed_on",
                "ems_signed_on",
                "received_on",
                "effective_on",
                "signed_copy",
                "signed_copy_sha256",
            ],
            keys=[("id",), ("public_id",), ("convention_id", "number")],
            name="received",
            decided="OLD.received_on IS NOT NULL",
            label="un avenant reçu ne change plus",
        ).operation(),
    ]
