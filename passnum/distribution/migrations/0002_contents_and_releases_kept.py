"""What was published stays as it was asked, read and released: triggers."""

from django.db import migrations

from passnum.core.triggers import append_only, frozen_once


class Migration(migrations.Migration):
    dependencies = [("distribution", "0001_initial")]
    operations = [
        frozen_once(
            "distribution_questionnaire",
            ["public_id", "version", "introduction", "simulation_url", "published_at", "published_by_id"],
            keys=[("id",), ("public_id",), ("version",)],
            name="published",
            decided="OLD.published_at IS NOT NULL",
            label="un questionnaire publié ne change plus",
        ).operation(),
        frozen_once(
            "distribution_question",
            ["questionnaire_id", "number", "purpose", "text", "help", "frozen"],
            keys=[("id",), ("questionnaire_id", "number")],
            name="published",
            decided="OLD.frozen",
            label="une question publiée ne change plus",
        ).operation(),
        frozen_once(
            "distribution_answer",
            ["question_id", "number", "text", "outcome", "weight", "reason", "frozen"],
            keys=[("id",), ("question_id", "number")],
            name="published",
            decided="OLD.frozen",
            label="une réponse publiée ne change plus",
        ).operation(),
        frozen_once(
            "distribution_notice",
            ["public_id", "language", "language_name", "version", "title", "text", "published_at"],
            keys=[("id",), ("public_id",), ("language", "version")],
            name="published",
            decided="OLD.published_at IS NOT NULL",
            label="une notice publiée ne change plus",
        ).operation(),
        frozen_once(
            "distribution_characteristic",
            ["public_id", "code", "version", "label", "help", "published_at"],
            keys=[("id",), ("public_id",), ("code", "version")],
            name="published",
            decided="OLD.published_at IS NOT NULL",
            label="une caractéristique publiée ne change plus",
        ).operation(),
        frozen_once(
            "distribution_characteristicchoice",
            ["characteristic_id", "number", "label", "frozen"],
            keys=[("id",), ("characteristic_id", "number")],
            name="published",
            decided="OLD.frozen",
            label="un choix publié ne change plus",
        ).operation(),
        append_only("distribution_figuresrelease", keys=[("id",), ("public_id",)]).operation(),
        append_only("distribution_releasedcell", keys=[("id",), ("release_id", "dimension", "modality")]).operation(),
    ]
