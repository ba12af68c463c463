"""The former texts of an article and the produced versions of the document keep what they hold: triggers."""

from django.db import migrations

from passnum.core.triggers import append_only, frozen_once


class Migration(migrations.Migration):
    dependencies = [("conventions", "0004_record_and_document")]

    operations = [
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
    ]
