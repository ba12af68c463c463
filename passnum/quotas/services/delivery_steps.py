"""What every act on a delivery does: lock it, check its state, move its booklets, write it down."""

from __future__ import annotations

from django.db.models import F

from passnum.core import journal
from passnum.core.errors import WrongState
from passnum.partners.models import User
from passnum.quotas.enums import (
    DELIVERY_TRANSITIONS,
    AccountKind,
    DeliveryState,
    OperationKind,
)
from passnum.quotas.ledger import BookletQuerySet
from passnum.quotas.models import Account, Booklet, Delivery, Operation, Quota
from passnum.quotas.services.accounts import partner_account
from passnum.quotas.services.moving import move
from passnum.quotas.services.quota_proofs import prove_obligations
from passnum.quotas.services.slips import write_down


def locked(delivery: Delivery) -> Delivery:
    """The delivery, held until the end of the transaction."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("convention__partner", "operation")
    return rows.get(pk=delivery.pk)


def ensure_can(row: Delivery, state: DeliveryState) -> None:
    """Raise WrongState where the delivery cannot pass to that state, naming the day it was received."""
    if state not in DELIVERY_TRANSITIONS[DeliveryState(row.state)]:
        when = f" depuis le {row.received_on:%d/%m/%Y}" if row.received_on else ""
        raise WrongState(f"La livraison {row.number} est déjà « {row.get_state_display()} »{when}.")


def booklets_sent(row: Delivery) -> BookletQuerySet:
    """The booklets of its slip, by serial, wherever they are now."""
    return Booklet.objects.filter(movements__operation=row.operation).order_by("serial")


def arrive(row: Delivery, act: Operation, booklets: list[int], target: Account, kind: OperationKind) -> None:
    """Move booklets of the slip out of the parcel, into a place or an account of what is lost or damaged."""
    move(
        booklets=booklets,
        source=partner_account(AccountKind.LIVRAISON, row.convention.partner),
        target=target,
        kind=kind,
        happened_on=act.happened_on,
        by=act.recorded_by,
        operation=act,
    )


def give_back_to_quota(row: Delivery, booklets: int) -> None:
    """What the partner will not have of this delivery can be delivered again."""
    Quota.objects.filter(convention=row.convention, year=row.year).update(
        received_booklets=F("received_booklets") - booklets
    )


def prove(actor: User, row: Delivery) -> None:
    """A quota wholly delivered and received is EMS's part of article 5."""
    quota = Quota.objects.filter(convention=row.convention, year=row.year).first()
    if quota is not None and row.state == DeliveryState.RECUE:
        prove_obligations(actor, quota)


def write(actor: User, row: Delivery, act: str, *, to: str, reason: str) -> None:
    """Write the act down in the journal of the convention."""
    subject = journal.Subject(f"livraison {row.number}", row.public_id)
    write_down(actor, row.convention, act, subject, to=to, reason=reason)
