"""Former dates and texts, versions of the document, what was agreed and received keep what they hold: triggers."""

from django.db import migrations

from passnum.core.triggers import append_only, frozen_once


class Migration(migrations.Migration):
    dependencies = [("conventions", "0001_initial")]
    operations = [
        append_only("conventions_obligationdate", keys=[("id",)]).operation(),
        append_only("conventions_articleversion", keys=[("id",), ("article_id", "number")]).operation(),
        frozen_once(
            "conventions_documentversion",
            ["convention_id", "number", "made_at", "made_by_id", "text_sha256", "pdf_sha256", "pages", "file"],
            keys=[("id",), ("public_id",), ("convention_id", "number")],
            name="produced",
            decided="OLD.id IS NOT NULL",
            label="une version produite ne change plus",
        ).operation(),
        frozen_once(
            "conventions_documentversion",
            ["sent_on", "scan_sha256", "scan_received_on"],
            keys=[("id",), ("public_id",), ("convention_id", "number")],
            name="signed",
            decided="OLD.scan_sha256 <> ''",
            label="la version signée ne change plus",
        ).operation(),
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
