"""Letters and the final evaluation, set in type: PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from passnum.conventions.deadlines import special_committee_by
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.french import counted, day_and_month, long_date, number
from passnum.core.richtext import plain_text
from passnum.core.typesetting import typeset
from passnum.endings.deadlines import earliest_effect
from passnum.endings.enums import OF_RIGHT, Cause
from passnum.endings.models import FinalEvaluation, Termination

if TYPE_CHECKING:
    from passnum.endings.services.evaluation import WholeFigures


#: Letters of a termination: address, title.
LETTERS = {
    "manquement": "Lettre motivée",
    "plein-droit": "Notification de la résiliation de plein droit",
    "comite": "Convocation du comité spécial",
    "restitution": "Demande de restitution des Pass",
}


_CLOSING = "Veuillez agréer, Madame, Monsieur, l’expression de nos salutations distinguées."


def letters_of(row: Termination) -> dict[str, str]:
    """The letters that the cause and the state of the path call for."""
    keys = []
    if row.cause in OF_RIGHT:
        keys.append("plein-droit")
    else:
        keys += ["manquement"] if row.cause == Cause.MANQUEMENT else []
        # Once the committee has met, or the end is decided without it, there is nothing to convene.
        keys += ["comite"] if row.committee_on is None and row.decided_on is None else []
    if row.decided_on is not None:
        keys.append("restitution")
    return {key: LETTERS[key] for key in keys}


def render_letter(row: Termination, key: str, *, made_at: datetime) -> bytes:
    """One letter, ready to sign: parties, object, paragraphs, the articles it rests on. Raises RenderingFailed."""
    convention = row.convention
    paragraphs = {
        "manquement": _breach,
        "plein-droit": _of_right,
        "comite": _committee,
        "restitution": _restitution,
    }[key](row)
    from_ems = row.opened_by == "ems" or key == "restitution"
    parties = (
        ("Eurométropole de Strasbourg", convention.ems_representative, convention.ems_representative_title),
        (convention.partner.name, convention.partner_representative, convention.partner_representative_title),
    )
    sender, recipient = parties if from_ems else parties[::-1]
    printed: dict[str, Any] = {
        "title": LETTERS[key],
        "sender": {"name": sender[0], "person": sender[1], "quality": sender[2]},
        "recipient": {"name": recipient[0], "person": recipient[1], "quality": recipient[2]},
        "place_and_day": f"Strasbourg, le {day_and_month(made_at)}",
        "registered": key in {"manquement", "plein-droit"},
        "reference": convention.reference,
        "convention": convention.title,
        "paragraphs": [*paragraphs, _CLOSING],
    }
    return typeset("endings/letter.typ", printed, timestamp=made_at)


def _breach(row: Termination) -> list[str]:
    return [
        f"La convention {row.convention.reference} nous lie pour les exercices {_years(row.convention)}. "
        "Nous constatons que des engagements réciproques qui y sont inscrits ne sont pas respectés :",
        row.reason,
        "En application de l’article 12, la convention pourra être résiliée à l’expiration d’un délai de trois mois "
        "suivant la réception, ou la première présentation, de la présente lettre, si ces engagements ne sont pas "
        "tenus d’ici là.",
        "L’article 12 prévoit aussi, en amont d’une résiliation anticipée, une réunion spécifique du comité de suivi. "
        "Nous vous proposons d’en convenir ensemble, et restons à votre disposition pour toute voie amiable (art. 13).",
    ]


def _of_right(row: Termination) -> list[str]:
    return [
        f"Nous constatons, au titre de l’article 12 de la convention {row.convention.reference}, le cas suivant : "
        f"{row.get_cause_display().lower()}.",
        row.reason,
        "La convention se trouve en conséquence résiliée de plein droit, sans indemnité d’aucune sorte"
        + (f", et prend fin le {long_date(row.effect_on)}." if row.effect_on else "."),
    ]


def _committee(row: Termination) -> list[str]:
    known = earliest_effect_of(row)
    aim = row.effect_on or row.wished_on or known
    passed = aim is not None and special_committee_by(aim).day < clock.today()
    when = (
        f"La fin envisagée est le {long_date(aim)} : la réunion se tient au plus tard le "
        f"{long_date(special_committee_by(aim).day)} (article 12, « mois » compté comme mois calendaire)."
        + (" Ce jour est passé : nous vous proposons de la tenir sans attendre." if passed else "")
        if aim
        else "La date envisagée sera arrêtée par le comité (article 12)."
    )
    return [
        f"Une résiliation anticipée de la convention {row.convention.reference} est envisagée, pour le motif suivant :",
        row.reason,
        "L’article 12 demande une réunion spécifique du comité, au plus tard six mois avant la date envisagée. " + when,
        "Nous vous prions de bien vouloir nous proposer une date.",
    ]


def earliest_effect_of(row: Termination) -> Any:
    """The first lawful last day known so far, or None."""
    from passnum.endings.services.termination_path import path_of

    first = earliest_effect(path_of(row))
    return first.day if first else None


def _restitution(row: Termination) -> list[str]:
    last = f" prend fin le {long_date(row.effect_on)}" if row.effect_on else " prend fin"
    return [
        f"La convention {row.convention.reference}{last}.",
        "En application de l’article 12, nous vous demandons de restituer à l’Eurométropole de Strasbourg les Pass "
        "numériques en votre possession et non distribués, carnet par carnet, avec le bordereau de restitution.",
        "L’évaluation finale de l’article 8 reste à conclure ensemble.",
    ]


def _years(convention: Convention) -> str:
    return f"{convention.first_year} à {convention.last_year}"


def render_evaluation(row: FinalEvaluation, figures: WholeFigures, *, made_at: datetime) -> bytes:
    """The final evaluation: figures of each year, sums with what they rest on, conclusions, both agreements."""
    convention = row.convention
    printed = {
        "title": "Évaluation finale",
        "reference": convention.reference,
        "partner": convention.partner.name,
        "years": _years(convention),
        "columns": ["Exercice", "Quota", "Livrés", "Remis", "Bénéficiaires"],
        "rows": [
            [
                str(year.year),
                number(year.granted),
                number(year.received),
                number(year.handed_out),
                number(year.beneficiaries),
            ]
            for year in figures.years
        ],
        "sum": f"{counted(figures.handed_out, 'carnet')} remis à {counted(figures.beneficiaries, 'personne')}, d’après "
        f"{counted(figures.known_years, 'exercice')} sur {len(figures.years)}.",
        "conclusions": [line for line in plain_text(row.conclusions).split("\n") if line.strip()],
        "agreements": [
            f"Eurométropole : {row.ems_agreed_as}, le {long_date(row.ems_agreed_on)}" if row.ems_agreed_on else "",
            f"Structure : {row.partner_agreed_as}, le {long_date(row.partner_agreed_on)}"
            if row.partner_agreed_on
            else "",
        ],
    }
    return typeset("endings/evaluation.typ", printed, timestamp=made_at)
