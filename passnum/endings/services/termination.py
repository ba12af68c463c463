"""Terminating a convention: opened by cause, decided, given up (art. 12)."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from passnum.conventions import services as conventions
from passnum.conventions.deadlines import earliest_effect_of_early_end, special_committee_by
from passnum.conventions.enums import ConventionState, EvidenceKind
from passnum.conventions.layout import Anchor, Planned
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import day_and_month
from passnum.core.plausible_days import plausible
from passnum.endings.deadlines import departs_from_committee, objection
from passnum.endings.enums import OF_RIGHT, Cause, TerminationState
from passnum.endings.models import Termination
from passnum.endings.permissions import acting_side, ensure_ems
from passnum.endings.services.passages import lay, prove, written
from passnum.endings.services.termination_meeting import date_special_committee, link_meeting, special_meeting_held
from passnum.endings.services.termination_path import (
    ensure_can,
    locked_termination,
    occurrence_of,
    pass_to,
    path_of,
    record,
)
from passnum.partners.models import User


@transaction.atomic
def open_termination(
    *, actor: User, convention: Convention, cause: Cause, reason: str, wished_on: date | None = None
) -> Termination:
    """Open the path, by either party. An early end names its last day, lawful from today on; else it is refused.

    Raises WrongState when the convention is not in force or a path is open already.
    """
    side = acting_side(actor, convention)
    row = (
        Convention.objects.select_for_update(of=("self",), no_key=True).select_related("partner").get(pk=convention.pk)
    )
    if row.state != ConventionState.EN_VIGUEUR:
        raise WrongState(
            f"La convention est « {row.get_state_display()} » : seule une convention en vigueur se résilie (art. 12)."
        )
    if clock.today() > row.ends_on:
        raise WrongState(
            f"La convention a pris fin le {day_and_month(row.ends_on)} : il n’y a plus rien à résilier (art. 2)."
        )
    if wished_on is not None:
        _check_last_day(row, wished_on)
    held = special_meeting_held(row, wished_on) if wished_on is not None and cause not in OF_RIGHT else None
    if cause == Cause.ANTICIPEE and held is None:
        _check_wish(row, wished_on)
    try:
        with transaction.atomic():
            termination = Termination.objects.create(
                convention=row,
                cause=cause,
                opened_by=side,
                opened_on=clock.today(),
                reason=written(reason, "reason", "Indiquez le motif."),
                wished_on=wished_on,
            )
    except IntegrityError as error:
        raise WrongState("Une résiliation est déjà en cours pour cette convention : reprenez-la.") from error
    record(actor, termination, "ouvrir une résiliation", to=termination.get_cause_display(), reason=reason)
    if wished_on is not None and cause not in OF_RIGHT:
        date_special_committee(actor, termination, wished_on)
    return termination if held is None else link_meeting(actor, termination, held)


def _check_last_day(convention: Convention, day: date) -> None:
    if plausible(day, "wished_on") < clock.today():
        raise InvalidInput("Ce dernier jour est passé : choisissez-en un à venir.", field="wished_on")
    if day > convention.ends_on:
        raise InvalidInput(
            f"La convention prend fin d’elle-même le {day_and_month(convention.ends_on)} (art. 2).", field="wished_on"
        )


def _check_wish(convention: Convention, wished_on: date | None) -> None:
    if wished_on is None:
        raise InvalidInput("Indiquez le dernier jour envisagé.", field="wished_on")
    today = clock.today()
    first = earliest_effect_of_early_end(today)
    if first.day > convention.ends_on:
        raise InvalidInput(
            "Plus aucune fin anticipée n’est possible, sauf de plein droit : le comité se tient six mois avant, "
            f"et le {day_and_month(first.day)} dépasse l’échéance du {day_and_month(convention.ends_on)} (art. 12).",
            field="wished_on",
        )
    due = special_committee_by(wished_on)
    if due.day < today:
        raise InvalidInput(
            f"Le comité spécial aurait dû se tenir au plus tard le {day_and_month(due.day)} ({due.explanation}). "
            f"Premier jour possible : {day_and_month(first.day)} (art. 12).",
            field="wished_on",
        )


@transaction.atomic
def decide_termination(
    *, actor: User, termination: Termination, effect_on: date, decision: str, departure_reason: str = ""
) -> Termination:
    """Decide the last day of the convention; refused before its lawful path, with the nearest lawful day (art. 12).

    A breach that ends without the six months of the special committee says why: the text does not choose.
    """
    ensure_ems(actor)
    row = locked_termination(termination)
    ensure_can(row, TerminationState.DECIDEE)
    path = path_of(row)
    refused = objection(path, effect_on)
    if refused:
        raise InvalidInput(refused, field="effect_on")
    if row.cause not in OF_RIGHT and effect_on < clock.today():
        raise InvalidInput(
            f"Une résiliation se décide avant de prendre effet : au plus tôt le {day_and_month(clock.today())}.",
            field="effect_on",
        )
    if departs_from_committee(path, effect_on):
        row.departure_reason = written(
            departure_reason,
            "departure_reason",
            "L’article 12 demande aussi un comité spécial six mois avant. Dites pourquoi vous vous en tenez aux trois "
            "mois de préavis : ce motif restera dans le dossier.",
        )
    row.decision = written(decision, "decision", "Écrivez la décision.")
    row.decided_on, row.effect_on = clock.today(), effect_on
    pass_to(actor, row, TerminationState.DECIDEE, "décider la résiliation", row.decision)
    why = f"Résiliation décidée le {day_and_month(row.decided_on)}"
    conventions.date_end(actor=actor, convention=row.convention, last_day=effect_on, reason=why)
    lay(
        actor,
        row.convention,
        Planned("OB-18", occurrence_of(row), "Restitution des Pass non distribués", Anchor("résiliation", effect_on)),
    )
    if row.cause == Cause.MANQUEMENT:
        label = f"Décision du {row.decided_on:%d/%m/%Y}"
        prove(
            actor,
            row.convention,
            "OB-16",
            occurrence_of(row),
            EvidenceKind.DECISION,
            label,
            row.decided_on,
            row.public_id,
        )
    return row


@transaction.atomic
def abandon_termination(*, actor: User, termination: Termination, reason: str) -> Termination:
    """Give the path up, as long as it has not taken effect: terminating is a faculty."""
    side = acting_side(actor, termination.convention)
    row = locked_termination(termination)
    ensure_can(row, TerminationState.ABANDONNEE)
    if side != row.opened_by:
        raise WrongState("La partie qui a ouvert la résiliation est celle qui peut y renoncer.")
    if row.decided_on is not None and row.effect_on is not None and row.effect_on < clock.today():
        raise WrongState(
            f"La résiliation a pris effet : la convention a pris fin le {day_and_month(row.effect_on)} (art. 12)."
        )
    return stop_path(actor, row, written(reason, "reason", "Indiquez pourquoi."))


def stop_path(actor: User | None, row: Termination, why: str) -> Termination:
    """« Abandonnée »: what the path had brought and nobody has met has no object any more; nothing is to be returned.

    Pass given back in the meantime stay recorded, but no longer say that the convention ends by this path.
    """
    row.abandon_reason = why
    pass_to(actor, row, TerminationState.ABANDONNEE, "abandonner la résiliation", why)
    if row.decided_on is not None:
        conventions.date_end(actor=actor, convention=row.convention, last_day=None, reason="Résiliation abandonnée")
    for rule in ("OB-16", "OB-17", "OB-18"):
        obligation = conventions.find_obligation(row.convention, rule, occurrence_of(row))
        if obligation is not None and (obligation.met_on is None or rule == "OB-18"):
            conventions.withdraw(actor=None, obligation=obligation, reason="résiliation abandonnée")
    return row
