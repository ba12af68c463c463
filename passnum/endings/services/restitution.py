"""The Pass that come back after a termination: declared by the structure, received by EMS (art. 12)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from passnum.conventions.enums import EvidenceKind
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import counted, day_and_month
from passnum.endings.models import Termination
from passnum.endings.permissions import ensure_ems, ensure_gives_back
from passnum.endings.services.passages import not_in_future, prove
from passnum.endings.services.termination_path import locked_termination, occurrence_of, record
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_administrator


@transaction.atomic
def record_restitution(*, actor: User, termination: Termination, returned_on: date, booklets: int) -> Termination:
    """Say what is given back: number of booklets, day. EMS's own word is its receipt; the structure's waits for it."""
    ensure_gives_back(actor, termination.convention)
    row = locked_termination(termination)
    if row.decided_on is None:
        raise WrongState("La restitution suit la décision de résilier (art. 12).")
    if row.returned_on is not None:
        raise WrongState(f"La restitution est déjà enregistrée, le {day_and_month(row.returned_on)}.")
    if booklets < 0:
        raise InvalidInput("Indiquez un nombre de carnets.", field="booklets")
    if not_in_future(returned_on, "returned_on") < row.opened_on:
        raise InvalidInput(
            f"La résiliation n’est ouverte que depuis le {day_and_month(row.opened_on)} : la restitution vient ensuite "
            "(art. 12).",
            field="returned_on",
        )
    row.returned_on, row.returned_booklets = returned_on, booklets
    row.save()
    record(actor, row, "restituer les Pass", to=f"{booklets} carnets")
    if is_ems_administrator(actor):
        return _receive(actor, row, returned_on, booklets)
    return row


@transaction.atomic
def confirm_restitution(*, actor: User, termination: Termination, received_on: date, booklets: int) -> Termination:
    """EMS counts what it received: this meets OB-18, the structure's declaration alone does not (art. 12)."""
    ensure_ems(actor)
    row = locked_termination(termination)
    if row.returned_on is None:
        raise WrongState("La structure n’a pas encore déclaré de restitution : enregistrez-la d’abord.")
    if row.restitution_confirmed_on is not None:
        raise WrongState(f"La réception est déjà confirmée, le {day_and_month(row.restitution_confirmed_on)}.")
    if booklets < 0:
        raise InvalidInput("Indiquez un nombre de carnets.", field="booklets")
    if not_in_future(received_on, "received_on") < row.returned_on:
        raise InvalidInput(
            f"La structure déclare les avoir restitués le {day_and_month(row.returned_on)}.", field="received_on"
        )
    return _receive(actor, row, received_on, booklets)


def _receive(actor: User, row: Termination, received_on: date, booklets: int) -> Termination:
    row.restitution_confirmed_on, row.restitution_confirmed_booklets = received_on, booklets
    row.save()
    declared = row.returned_booklets or 0
    gap = "" if booklets == declared else f"{counted(declared, 'carnet')} déclarés par la structure"
    record(actor, row, "recevoir les Pass restitués", to=f"{booklets} carnets", reason=gap)
    label = f"{counted(booklets, 'carnet')} reçus par l’Eurométropole le {received_on:%d/%m/%Y}" + (
        f" ({gap})" if gap else ""
    )
    occurrence = occurrence_of(row)
    prove(actor, row.convention, "OB-18", occurrence, EvidenceKind.LIVRAISON, label, received_on, row.public_id)
    return row
