"""The questionnaire on paper: PDF/A-3a and PDF/UA-1, with the numbers of the screen."""

from __future__ import annotations

from typing import Any

from passnum.core import clock
from passnum.core.french import typeset as with_spaces
from passnum.core.typesetting import typeset
from passnum.distribution.characteristic import characteristics_in_use
from passnum.distribution.enums import Dimension, Outcome, Purpose
from passnum.distribution.questionnaire import Question, Questionnaire
from passnum.distribution.wording import choices_of_one

NAMELESS = "N’écrivez ni nom, ni date de naissance, ni adresse sur cette feuille. Détruisez-la après la saisie."
_NO_ANSWER = "Ne souhaite pas répondre"
_PERSON_HELP = (
    "La notice d’information d’abord, dans sa langue. "
    "Si la personne s’oppose, ne notez que sa commune, le carnet et le jour."
)
_DECLARED = "La personne déclare n’avoir encore reçu aucun carnet : chacune en reçoit un seul (art. 4)."
_PROFILE = (Dimension.AGE_BAND, Dimension.SEX, Dimension.PCS, Dimension.FRENCH, Dimension.DISABILITY)


def render_questionnaire(row: Questionnaire) -> bytes:
    """The printable form of a version. Raises RenderingFailed."""
    situations = [label for _, label in choices_of_one(Dimension.CATEGORY)]
    data: dict[str, Any] = {
        "title": "Diagnostic numérique",
        "version": f"Questionnaire, version {row.version}" + ("" if row.published_at else " (brouillon)"),
        "introduction": row.introduction,
        "nameless": NAMELESS,
        "questions": asked_on_paper(row),
        "decision": [
            {"title": "Aide retenue avec la personne", "help": "", "answers": list(Outcome.labels)},
            {"title": "Situation face au numérique", "help": "", "answers": [*situations, "Non renseigné"]},
        ],
        "person_title": "La personne",
        "person_help": _PERSON_HELP,
        "blanks": [
            "Commune de résidence, ou de domiciliation",
            "Langue dans laquelle la notice a été lue",
            "Numéro du carnet",
            "Remis le",
        ],
        "declared": with_spaces(_DECLARED),
        "person": _person(),
    }
    return typeset("distribution/questionnaire.typ", data, timestamp=row.published_at or clock.now())


def asked_on_paper(row: Questionnaire) -> list[dict[str, Any]]:
    """The questions with the numbers of the screen: title, help, answers."""
    return [_printed(one) for one in row.questions.prefetch_related("answers") if _can_be_asked(row, one)]


def _can_be_asked(row: Questionnaire, question: Question) -> bool:
    """Not the level reached at a simulation that has no address: as on the screen, its number is then left out."""
    return question.purpose != Purpose.SIMULATION or bool(row.simulation_url)


def _person() -> list[dict[str, Any]]:
    """The agreement and the profile, as the third screen asks them."""
    agreement = "La personne accepte-t-elle que ses réponses soient gardées ?"
    lists = [(str(one.label), [label for _, label in choices_of_one(one)]) for one in _PROFILE]
    lists += [(one.label, [choice.label for choice in one.choices.all()]) for one in characteristics_in_use()]
    return [
        {
            "title": with_spaces(agreement),
            "help": "",
            "answers": ["Oui", with_spaces("Non, elle s’y oppose : elle reçoit le carnet quand même")],
        },
        *({"title": title, "help": "", "answers": [*answers, _NO_ANSWER]} for title, answers in lists),
    ]


def _printed(question: Question) -> dict[str, Any]:
    offered = question.purpose == Purpose.SIMULATION
    note = "Seulement si la personne accepte et si le lieu est équipé." if offered else ""
    last = "La personne préfère ne pas la faire" if offered else _NO_ANSWER
    return {
        "title": with_spaces(f"{question.number}. {question.text}"),
        "help": " ".join(part for part in (question.help, note) if part),
        "answers": [*(answer.text for answer in question.answers.all()), last],
    }
