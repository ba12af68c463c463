"""Delivering booklets to a partner under the quota of a year, or calling them back (art. 5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F

from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.partners.models import User
from passnum.quotas import emails
from passnum.quotas.enums import (
    AccountKind,
    DeliveryState,
    OperationKind,
)
from passnum.quotas.models import Booklet, Delivery, Operation, Quota
from passnum.quotas.permissions import has_entitled_intervenant
from passnum.quotas.serials import name_some
from passnum.quotas.services.accounts import ems_stock, partner_account
from passnum.quotas.services.delivery_steps import (
    booklets_sent,
    ensure_can,
    give_back_to_quota,
    locked,
    write,
)
from passnum.quotas.services.moving import move
from passnum.quotas.services.slips import (
    BACK_IN_STOCK,
    consequence,
    ensure_administers,
    ensure_after_arrival,
    named,
    next_number,
    past_day,
)


@transaction.atomic
def deliver(
    *, actor: User, convention: Convention, year: int, serials: Iterable[str], sent_on: date, note: str = ""
) -> Delivery:
    """Send booklets of EMS's stock to a partner, under the quota of a year. Returns the delivery, to be confirmed.

    Raises NotAllowed, WrongState (convention not in force, no entitled intervenant, quota passed, booklets elsewhere)
    and InvalidInput (unknown serials, expired booklets, a date to come).
    """
    ensure_administers(actor)
    _ensure_open(convention, past_day(sent_on, "sent_on", "L’envoi"))
    booklets = named(serials)
    ensure_after_arrival(booklets.values(), sent_on, field="sent_on")
    _refuse_expired(booklets.values(), sent_on)
    number = next_number("L", Delivery.objects, sent_on)
    _take_from_quota(convention, year, len(booklets))
    act = Operation.objects.create(
        kind=OperationKind.LIVRAISON,
        convention=convention,
        partner=convention.partner,
        happened_on=sent_on,
        recorded_by=actor,
    )
    move(
        booklets=[row.pk for row in booklets.values()],
        source=ems_stock(),
        target=partner_account(AccountKind.LIVRAISON, convention.partner),
        kind=OperationKind.LIVRAISON,
        happened_on=sent_on,
        by=actor,
        operation=act,
        changes={"convention": convention, "year": year},
    )
    row = Delivery.objects.create(
        number=number,
        convention=convention,
        year=year,
        sent_on=sent_on,
        sent_by=actor,
        operation=act,
        booklets=len(booklets),
        note=note.strip(),
    )
    write(actor, row, "livrer des carnets", to=row.get_state_display(), reason=name_some(booklets))
    emails.announce_delivery(row)
    return row


@transaction.atomic
def recall_delivery(*, actor: User, delivery: Delivery, reason: str) -> Delivery:
    """Call back a delivery sent by mistake, before the partner has confirmed it: the booklets are in stock again."""
    ensure_administers(actor)
    row = locked(delivery)
    ensure_can(row, DeliveryState.RAPPELEE)
    if not reason.strip():
        raise InvalidInput("Indiquez pourquoi la livraison est rappelée.", field="reason")
    act = consequence(row, OperationKind.RETOUR, actor, clock.today(), reason)
    transit = partner_account(AccountKind.LIVRAISON, row.convention.partner)
    move(
        booklets=list(booklets_sent(row).values_list("pk", flat=True)),
        source=transit,
        target=ems_stock(),
        kind=OperationKind.RETOUR,
        happened_on=clock.today(),
        by=actor,
        operation=act,
        changes=BACK_IN_STOCK,
    )
    give_back_to_quota(row, row.booklets)
    row.state = DeliveryState.RAPPELEE
    row.save()
    write(actor, row, "rappeler la livraison", to=row.get_state_display(), reason=reason.strip())
    emails.announce_recall(row, reason.strip())
    return row


def _ensure_open(convention: Convention, day: date) -> None:
    if convention.state != ConventionState.EN_VIGUEUR:
        raise WrongState("Seule une convention en vigueur donne droit à une livraison (art. 2).")
    start = convention.in_force_from
    if start is not None and day < start:
        raise InvalidInput(f"La convention n’est en vigueur que depuis le {start:%d/%m/%Y} (art. 2).", field="sent_on")
    if not has_entitled_intervenant(convention.partner):
        raise WrongState(
            "Cette structure n’a aucun intervenant social habilité : la convention reste valable, mais la livraison "
            "attend qu’une personne soit habilitée (art. 4)."
        )


def _refuse_expired(booklets: Iterable[Booklet], day: date) -> None:
    expired = [row.serial for row in booklets if row.expires_on is not None and row.expires_on < day]
    if expired:
        raise InvalidInput(f"Carnets périmés : {name_some(expired)}. Ils ne se livrent plus.", field="serials")


def _take_from_quota(convention: Convention, year: int, booklets: int) -> None:
    """One conditional UPDATE: two deliveries at once cannot pass the quota together."""
    rows = Quota.objects.filter(convention=convention, year=year)
    if rows.filter(booklets__gte=F("received_booklets") + booklets).update(
        received_booklets=F("received_booklets") + booklets
    ):
        return
    quota = rows.first()
    if quota is None:
        raise WrongState(f"Aucun quota n’est fixé pour {year} : fixez-le d’abord (art. 5).")
    left = quota.booklets - quota.received_booklets
    raise WrongState(
        f"Le quota {year} est de {quota.booklets} carnets, {quota.received_booklets} déjà livrés : "
        f"il en reste {left} à livrer, pas {booklets}."
    )
