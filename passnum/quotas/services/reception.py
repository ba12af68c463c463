"""Booklets received from the operator enter the ledger, one row each (art. 5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.plausible_days import plausible
from passnum.partners.models import User
from passnum.partners.permissions import author_for, is_ems_administrator
from passnum.quotas.enums import OperationKind
from passnum.quotas.models import Booklet, Operation
from passnum.quotas.serials import clean_serial, name_some
from passnum.quotas.services.accounts import ems_stock, operator
from passnum.quotas.services.moving import CHUNK, hold, write_movements


@transaction.atomic
def receive_from_operator(
    *,
    actor: User,
    serials: Sequence[str],
    happened_on: date,
    expires_on: date | None = None,
    note: str = "",
    columns: dict[str, Any] | None = None,
) -> Operation:
    """Record booklets delivered by the operator: they enter EMS's stock. `columns` are further ones of the booklets.

    Raises NotAllowed, InvalidInput (a date to come, an expiry already past), WrongState (serials already received).
    """
    if not is_ems_administrator(actor):
        raise NotAllowed("Seuls les administrateurs de l’Eurométropole reçoivent les carnets de l’opérateur.")
    _check(serials, happened_on, expires_on)
    names = [clean_serial(serial) for serial in serials]
    # Held first by every act that numbers a slip: in another order two of them could wait for each other.
    journal.lock(journal.SCHEME_CHAIN)
    stock, source = ems_stock(), operator()
    hold(source, stock)
    _refuse_known(names)
    act = Operation.objects.create(
        kind=OperationKind.RECEPTION, happened_on=happened_on, recorded_by=actor, note=note.strip()
    )
    rows = [Booklet(serial=name, account=source, expires_on=expires_on, **(columns or {})) for name in names]
    created = Booklet.objects.bulk_create(rows, batch_size=CHUNK)
    write_movements(
        [row.pk for row in created],
        source=source,
        target=stock,
        kind=OperationKind.RECEPTION,
        happened_on=happened_on,
        by=actor,
        operation=act,
    )
    journal.record(
        chain=journal.SCHEME_CHAIN,
        author=author_for(actor, None, clock.today()),
        act="recevoir des carnets de l’opérateur",
        subject=journal.Subject("réception de carnets", act.public_id),
        to_state=f"{len(names)} carnets",
        reason=name_some(names)[:400],
    )
    return act


def _check(serials: Sequence[str], happened_on: date, expires_on: date | None) -> None:
    if not serials:
        raise InvalidInput("Indiquez les numéros des carnets reçus.", field="serials")
    plausible(happened_on, "happened_on")
    if happened_on > clock.today():
        raise InvalidInput(
            "La réception ne peut pas être à venir : indiquez le jour où elle a eu lieu.", field="happened_on"
        )
    if expires_on is not None and plausible(expires_on, "expires_on") <= happened_on:
        raise InvalidInput("Ces carnets seraient déjà périmés à leur réception.", field="expires_on")


def _refuse_known(names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise InvalidInput("Un numéro est écrit deux fois.", field="serials")
    known: list[str] = []
    for start in range(0, len(names), CHUNK):
        known += Booklet.objects.filter(serial__in=names[start : start + CHUNK]).values_list("serial", flat=True)
    if known:
        raise WrongState(f"Déjà reçus : {name_some(known)}. Un numéro n’entre qu’une fois.")
