"""What became of a serial that did not arrive as announced, said by EMS (art. 5)."""

from __future__ import annotations

from django.db import transaction

from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.partners.models import DistributionPlace, User
from passnum.quotas import emails
from passnum.quotas.enums import (
    AccountKind,
    DeliveryState,
    DiscrepancyKind,
    OperationKind,
    Settlement,
)
from passnum.quotas.models import Delivery, DeliveryDiscrepancy
from passnum.quotas.services.accounts import ems_stock, partner_account, place_stock
from passnum.quotas.services.delivery_steps import (
    arrive,
    give_back_to_quota,
    locked,
    prove,
    write,
)
from passnum.quotas.services.moving import move
from passnum.quotas.services.slips import BACK_IN_STOCK, consequence, ensure_administers, ensure_open


@transaction.atomic
def settle_discrepancy(
    *,
    actor: User,
    discrepancy: DeliveryDiscrepancy,
    settlement: Settlement,
    note: str,
    place: DistributionPlace | None = None,
) -> Delivery:
    """EMS says what became of a serial: found at the partner (in which place), never left the stock, or lost."""
    ensure_administers(actor)
    row = locked(discrepancy.delivery)
    gap = DeliveryDiscrepancy.objects.select_for_update(of=("self",)).get(pk=discrepancy.pk)
    if gap.settlement:
        raise WrongState(f"L’écart sur le carnet {gap.serial} est déjà réglé.")
    if not note.strip():
        raise InvalidInput("Expliquez ce qui s’est passé : les deux parties le liront.", field="note")
    _ensure_fits(gap, settlement)
    if gap.kind == DiscrepancyKind.MANQUANT:
        _settle_missing(actor, row, gap, settlement, place)
    gap.settlement, gap.settled_on, gap.settled_by = settlement, clock.today(), actor
    gap.settlement_note = note.strip()
    gap.save()
    if not row.discrepancies.filter(settlement="").exists():
        row.state = DeliveryState.RECUE
    row.save()
    write(
        actor,
        row,
        "régler un écart de livraison",
        to=str(gap.get_settlement_display()),
        reason=f"{gap.serial} : {note}",
    )
    prove(actor, row)
    emails.announce_settlement(row, gap)
    return row


def _settle_missing(
    actor: User, row: Delivery, gap: DeliveryDiscrepancy, settlement: Settlement, place: DistributionPlace | None
) -> None:
    assert gap.booklet is not None
    if settlement == Settlement.RETROUVE:
        if place is None or place.partner_id != row.convention.partner_id:
            raise InvalidInput("Indiquez le lieu de la structure où le carnet a été retrouvé.", field="place")
        ensure_open(place)
        act = consequence(row, OperationKind.RETROUVE, actor, clock.today(), "")
        arrive(row, act, [gap.booklet.pk], place_stock(place), OperationKind.RETROUVE)
        row.received_booklets += 1
        return
    lost = settlement == Settlement.PERDU
    kind = OperationKind.PERTE if lost else OperationKind.RETOUR
    move(
        booklets=[gap.booklet.pk],
        source=partner_account(AccountKind.LIVRAISON, row.convention.partner),
        # It never reached the partner: the loss is not the partner's.
        target=partner_account(AccountKind.PERDU, None) if lost else ems_stock(),
        kind=kind,
        happened_on=clock.today(),
        by=actor,
        operation=consequence(row, kind, actor, clock.today(), ""),
        changes=BACK_IN_STOCK,
    )
    give_back_to_quota(row, 1)


def _ensure_fits(gap: DeliveryDiscrepancy, settlement: Settlement) -> None:
    missing = gap.kind == DiscrepancyKind.MANQUANT
    if missing == (settlement == Settlement.CONSTATE):
        raise InvalidInput(
            "Pour un carnet manquant : retrouvé, resté en stock ou perdu. Pour un carnet inattendu : constaté.",
            field="settlement",
        )
