"""The figures of a dossier for software: embedded in its file beside the attachments."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from passnum.deliverables.content import DossierContent, IndicatorTable
from passnum.deliverables.printed import SURVEY_ANSWERS

Values = dict[str, Any]


def open_data(content: DossierContent) -> Values:
    """The figures of the dossier for software: numbers as they are, unknown ones null."""
    survey = asdict(content.survey)
    return {
        "exercice": content.year,
        "structure": content.partner_name,
        "convention": content.convention_reference,
        "premier_jour": content.first_day.isoformat(),
        "dernier_jour": content.last_day.isoformat(),
        "version": content.version,
        "chiffres": [
            {"libelle": f.label, "valeur": f.value, "unite": f.unit, "annee_precedente": f.previous}
            for f in content.figures
        ],
        "indicateurs": [_open_table(table) for table in content.tables],
        "enquete": {
            "personnes_sollicitees": content.survey.invited,
            "reponses": content.survey.respondents,
            "avis": [{"libelle": label, "nombre": survey[name]} for name, label, _ in SURVEY_ANSWERS],
        },
    }


def _open_table(table: IndicatorTable) -> Values:
    return {
        "code": table.code,
        "titre": table.title,
        "unite": table.unit,
        "total": table.total,
        "ecart": table.difference,
        "saisi_a_la_main": table.typed_by_hand,
        "lignes": [{"libelle": r.label, "nombre": r.count, "annee_precedente": r.previous} for r in table.rows],
    }
