"""The lawful path of a termination: its dates, its steps, what each needs. Pure functions of dates (art. 12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from passnum.conventions.deadlines import (
    LegalDate,
    breach_notice_ends,
    earliest_effect_of_early_end,
    special_committee_by,
)
from passnum.core.french import day_and_month
from passnum.endings.enums import OF_RIGHT, Cause


@dataclass(frozen=True)
class Path:
    """What is known of a termination, in dates."""

    cause: Cause
    opened_on: date
    ends_on: date
    wished_on: date | None = None
    letter_sent_on: date | None = None
    letter_presented_on: date | None = None
    letter_received_on: date | None = None
    committee_on: date | None = None
    decided_on: date | None = None
    effect_on: date | None = None
    returned_on: date | None = None

    @property
    def notified_on(self) -> date | None:
        """Receipt of the letter, or its first presentation: the earlier of the two starts the notice (art. 12)."""
        days = [day for day in (self.letter_presented_on, self.letter_received_on) if day is not None]
        return min(days, default=None)


@dataclass(frozen=True)
class Step:
    """One step of the path: what, the article, by when and why, what proves it, and the day it was done."""

    key: str
    title: str
    article: str
    needs: str
    done_on: date | None = None
    due: LegalDate | None = None


def earliest_effect(path: Path) -> LegalDate | None:
    """The first lawful last day of the convention, as far as the path has gone; None while a step is missing.

    For a breach, the end of the three months' notice: the six months of the committee are shown beside, and the
    choice between the two is the parties' (`departs_from_committee`).
    """
    if path.cause in OF_RIGHT:
        day = path.opened_on
        return LegalDate(day, f"de plein droit, constatée le {day:%d/%m/%Y}", "art. 12")
    if path.cause == Cause.MANQUEMENT:
        return breach_notice_ends(path.notified_on) if path.notified_on else None
    return earliest_effect_of_early_end(path.committee_on) if path.committee_on else None


def departs_from_committee(path: Path, effect_on: date) -> bool:
    """Whether a breach would end the convention without a special committee six months before (art. 12)."""
    if path.cause != Cause.MANQUEMENT:
        return False
    return path.committee_on is None or special_committee_by(effect_on).day < path.committee_on


def objection(path: Path, effect_on: date) -> str:
    """Why the convention cannot end on that day, with the nearest lawful one; empty when it can."""
    first = earliest_effect(path)
    if first is None:
        missing = "la lettre recommandée" if path.cause == Cause.MANQUEMENT else "le comité spécial"
        return f"Il manque encore {missing} : aucune date n’est possible avant (art. 12)."
    if effect_on > path.ends_on:
        return (
            f"La convention prend fin d’elle-même le {day_and_month(path.ends_on)} (art. 2) : choisissez un jour avant."
        )
    if effect_on < first.day:
        if first.day > path.ends_on:
            return (
                f"Aucune fin n’est possible avant l’échéance : {first.explanation}, après le "
                f"{day_and_month(path.ends_on)} ({first.article})."
            )
        return f"Trop tôt : au plus tôt le {day_and_month(first.day)} ({first.explanation}, {first.article})."
    return ""


def steps(path: Path) -> list[Step]:
    """The steps of the path in their order, done or to come."""
    found = [Step("ouverture", "Constater la cause et son motif", "art. 12", "Un motif écrit.", path.opened_on)]
    if path.cause == Cause.MANQUEMENT:
        found.append(
            Step(
                "lettre",
                "Envoyer une lettre motivée en recommandé avec accusé de réception",
                "art. 12",
                "Numéro, dates d’envoi, de première présentation et de réception, accusé numérisé.",
                path.notified_on,
            )
        )
        if path.notified_on:
            notice = breach_notice_ends(path.notified_on)
            found.append(Step("preavis", "Laisser courir le préavis de trois mois", "art. 12", "", None, notice))
    if path.cause not in OF_RIGHT:
        aim = path.effect_on or path.wished_on or (earliest_effect(path) or LegalDate(path.ends_on, "", "")).day
        found.append(
            Step(
                "comite",
                "Tenir la réunion spécifique du comité",
                "art. 12",
                "Convocation, compte rendu."
                + (
                    " Le texte ne dit pas si elle vaut aussi pour un manquement."
                    if path.cause == Cause.MANQUEMENT
                    else ""
                ),
                path.committee_on,
                special_committee_by(aim),
            )
        )
    found.append(
        Step(
            "decision",
            "Décider, ou abandonner",
            "art. 12",
            "La décision, sa date, le dernier jour.",
            path.decided_on,
            None,
        )
    )
    effect = LegalDate(path.effect_on, "dernier jour décidé", "art. 12") if path.effect_on else earliest_effect(path)
    found.append(
        Step("effet", "Fin de la convention", "art. 12", "Rien à faire : elle prend effet à sa date.", None, effect)
    )
    found.append(
        Step(
            "restitution",
            "Restituer les Pass non distribués",
            "art. 12",
            "Déclaration de la structure, puis décompte de l’Eurométropole.",
            path.returned_on,
        )
    )
    return found
