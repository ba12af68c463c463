"""What was handed in, validated and transmitted keeps its bytes: triggers on both engines."""

from django.db import migrations

from passnum.core.triggers import append_only, frozen_once

DOSSIER_KEYS = [("id",), ("public_id",), ("period_id", "version")]


class Migration(migrations.Migration):
    dependencies = [("deliverables", "0001_initial")]

    operations = [
        append_only(
            "deliverables_submission", keys=[("id",), ("public_id",), ("deliverable_id", "number")]
        ).operation(),
        frozen_once(
            "deliverables_dossier",
            [
                "period_id",
                "version",
                "compiled_sha256",
                "compiled_file",
                "validated_sha256",
                "validated_at",
                "validated_by_id",
            ],
            keys=DOSSIER_KEYS,
            name="validated",
            decided="OLD.validated_sha256 <> ''",
            label="le fichier validé par la présidence ne change plus",
        ).operation(),
        frozen_once(
            "deliverables_dossier",
            ["sealed_sha256", "transmitted_sha256", "transmitted_at"],
            keys=DOSSIER_KEYS,
            name="transmitted",
            decided="OLD.transmitted_sha256 <> ''",
            label="le fichier transmis ne change plus",
        ).operation(),
    ]
