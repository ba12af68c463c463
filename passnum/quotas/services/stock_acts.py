"""What happens to booklets in a place: moved to another, lost, stolen, damaged, expired, found again (art. 5, 12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q

from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import counted
from passnum.partners.models import DistributionPlace, Partner, User
from passnum.partners.permissions import author_for
from passnum.quotas.enums import AccountKind, LossKind, OperationKind
from passnum.quotas.models import Account, Booklet, Operation
from passnum.quotas.serials import name_some
from passnum.quotas.services.accounts import ems_stock, partner_account, place_stock
from passnum.quotas.services.moving import hold, move
from passnum.quotas.services.slips import (
    by_account,
    ensure_administers,
    ensure_after_arrival,
    ensure_keeps_booklets,
    ensure_open,
    named,
    named_of,
    past_day,
    write_down,
)
from passnum.quotas.whereabouts import where_they_are

_LOSSES = {
    LossKind.PERDU: (AccountKind.PERDU, OperationKind.PERTE, "déclarer des carnets perdus"),
    LossKind.VOLE: (AccountKind.VOLE, OperationKind.VOL, "déclarer des carnets volés"),
    LossKind.DETERIORE: (AccountKind.DETERIORE, OperationKind.DETERIORATION, "déclarer des carnets détériorés"),
    LossKind.EXPIRE: (AccountKind.EXPIRE, OperationKind.PEREMPTION, "constater des carnets périmés"),
}
_FINDABLE = (AccountKind.PERDU, AccountKind.VOLE)


@transaction.atomic
def move_to_place(
    *,
    actor: User,
    source: DistributionPlace,
    target: DistributionPlace,
    serials: Iterable[str],
    happened_on: date,
    note: str = "",
) -> Operation:
    """Move booklets from one place of the partner to another. By a référent; raises the named errors of the house."""
    ensure_keeps_booklets(actor, source.partner)
    past_day(happened_on, "happened_on", "Le mouvement")
    if target.partner_id != source.partner_id:
        raise InvalidInput("Les carnets ne vont que d’un lieu à l’autre de la structure.", field="target")
    ensure_open(target)
    booklets = list(named_of(source.partner, serials).values())
    _ensure_held(booklets, place_stock(source))
    ensure_after_arrival(booklets, happened_on, field="happened_on")
    act = _operation(actor, OperationKind.MOUVEMENT, source.partner, booklets, happened_on, note=note)
    _move(act, booklets, place_stock(source), place_stock(target))
    _write(actor, act, booklets, "déplacer des carnets", f"{source.name} → {target.name}")
    return act


@transaction.atomic
def declare_loss(
    *, actor: User, partner: Partner | None, serials: Iterable[str], kind: LossKind, happened_on: date, reason: str
) -> Operation:
    """Declare booklets lost, stolen, damaged or expired: by the partner's référent, or by EMS for its own stock.

    They leave the places and can no longer be handed out; the ledger keeps them. `reason` is required, except for
    an expiry, whose date speaks for itself.
    """
    if partner is None:
        ensure_administers(actor)
        # Held first by every act on the stock that numbers a slip: in another order two could wait for each other.
        journal.lock(journal.SCHEME_CHAIN)
    else:
        ensure_keeps_booklets(actor, partner)
    past_day(happened_on, "happened_on", "Le constat")
    if not reason.strip() and kind != LossKind.EXPIRE:
        raise InvalidInput("Racontez en une phrase ce qui s’est passé.", field="reason")
    booklets = list((named_of(partner, serials) if partner else named(serials)).values())
    _ensure_can_be_lost(booklets, partner, kind)
    ensure_after_arrival(booklets, happened_on, field="happened_on")
    account, operation, told = _LOSSES[kind]
    act = _operation(actor, operation, partner, booklets, happened_on, reason=reason)
    target = partner_account(account, partner)
    hold(target, *(row.account for row in booklets))
    for source, keys in by_account(booklets).items():
        _move(act, [row for row in booklets if row.pk in set(keys)], source, target)
    _write(actor, act, booklets, told, reason)
    return act


@transaction.atomic
def find_again(
    *, actor: User, place: DistributionPlace, serials: Iterable[str], happened_on: date, reason: str
) -> Operation:
    """Booklets declared lost or stolen are found again: they are in the place, and can be handed out."""
    ensure_keeps_booklets(actor, place.partner)
    ensure_open(place)
    past_day(happened_on, "happened_on", "Le constat")
    if not reason.strip():
        raise InvalidInput("Dites où et comment ils ont été retrouvés.", field="reason")
    booklets = list(named_of(place.partner, serials).values())
    elsewhere = [row for row in booklets if row.account.kind not in _FINDABLE]
    if elsewhere:
        raise WrongState(f"Ces carnets ne sont ni perdus ni volés : {where_they_are(elsewhere)}.", field="serials")
    ensure_after_arrival(booklets, happened_on, field="happened_on")
    act = _operation(actor, OperationKind.RETROUVE, place.partner, booklets, happened_on, reason=reason)
    target = place_stock(place)
    hold(target, *(row.account for row in booklets))
    for source, keys in by_account(booklets).items():
        _move(act, [row for row in booklets if row.pk in set(keys)], source, target)
    _write(actor, act, booklets, "retrouver des carnets", reason)
    return act


def expired_in_places(partner: Partner | None, on: date | None = None) -> list[Booklet]:
    """Booklets that can no longer be handed out that day and still lie in the places (EMS's stock for None)."""
    day = on or clock.today()
    where = Q(account=ems_stock()) if partner is None else Q(account__partner=partner, account__kind=AccountKind.LIEU)
    return list(Booklet.objects.filter(where, expires_on__lt=day).select_related("account__place"))


def _ensure_can_be_lost(booklets: list[Booklet], partner: Partner | None, kind: LossKind) -> None:
    held = AccountKind.EUROMETROPOLE if partner is None else AccountKind.LIEU
    elsewhere = [row for row in booklets if row.account.kind != held]
    if elsewhere:
        where = "dans le stock de l’Eurométropole" if partner is None else "dans un lieu de la structure"
        raise WrongState(f"Ces carnets ne sont pas {where} : {where_they_are(elsewhere)}.", field="serials")
    if kind == LossKind.EXPIRE:
        day = clock.today()
        alive = [row.serial for row in booklets if row.expires_on is None or row.expires_on >= day]
        if alive:
            raise InvalidInput(f"Ces carnets ne sont pas périmés : {name_some(alive)}.", field="serials")


def _ensure_held(booklets: list[Booklet], account: Account) -> None:
    elsewhere = [row for row in booklets if row.account_id != account.pk]
    if elsewhere:
        raise WrongState(f"Ces carnets ne sont pas dans « {account} » : {where_they_are(elsewhere)}.", field="serials")


def _operation(
    actor: User,
    kind: OperationKind,
    partner: Partner | None,
    booklets: list[Booklet],
    day: date,
    *,
    reason: str = "",
    note: str = "",
) -> Operation:
    """The act; its convention is that of the booklets, when they have one and the same."""
    conventions = {row.convention_id for row in booklets}
    return Operation.objects.create(
        kind=kind,
        partner=partner,
        convention_id=conventions.pop() if len(conventions) == 1 else None,
        happened_on=day,
        recorded_by=actor,
        reason=reason.strip(),
        note=note.strip(),
    )


def _move(act: Operation, booklets: list[Booklet], source: Account, target: Account) -> None:
    move(
        booklets=[row.pk for row in booklets],
        source=source,
        target=target,
        kind=OperationKind(act.kind),
        happened_on=act.happened_on,
        by=act.recorded_by,
        operation=act,
    )


def _write(actor: User, act: Operation, booklets: list[Booklet], told: str, reason: str) -> None:
    """In the chain of each convention concerned; in that of the scheme for EMS's own stock."""
    subject = journal.Subject("carnets", act.public_id)
    amount = counted(len(booklets), "carnet")
    for key in sorted({row.convention_id for row in booklets if row.convention_id}):
        convention = next(row.convention for row in booklets if row.convention_id == key)
        assert convention is not None
        write_down(actor, convention, told, subject, to=amount, reason=reason.strip())
    if all(row.convention_id is None for row in booklets):
        author = author_for(actor, None, clock.today())
        journal.record(
            chain=journal.SCHEME_CHAIN, author=author, act=told, subject=subject, to_state=amount, reason=reason.strip()
        )
