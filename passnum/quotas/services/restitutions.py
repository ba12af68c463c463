"""Undistributed booklets come back to EMS: on a termination (art. 12), and whenever the parties agree on it.

The convention says nothing of the booklets left at its normal end: the screens point it out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.french import counted
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_administrator, is_referent
from passnum.quotas import emails
from passnum.quotas.enums import AccountKind, OperationKind, RestitutionReason, RestitutionState
from passnum.quotas.ledger import BookletQuerySet
from passnum.quotas.models import Booklet, Operation, Restitution
from passnum.quotas.serials import clean_serial, name_some
from passnum.quotas.services.accounts import ems_stock, partner_account
from passnum.quotas.services.moving import hold
from passnum.quotas.services.restitution_steps import (
    RETURNABLE,
    lead,
    locked,
    on_the_way,
    prove,
    settle_state,
    write,
)
from passnum.quotas.services.slips import (
    by_account,
    consequence,
    ensure_administers,
    ensure_after_arrival,
    named_of,
    next_number,
    past_day,
)
from passnum.quotas.whereabouts import where_they_are


def to_give_back(convention: Convention) -> BookletQuerySet:
    """Booklets delivered under the convention and not handed out, that a restitution would list."""
    return Booklet.objects.filter(
        convention=convention, account__kind__in=RETURNABLE, account__partner=convention.partner
    ).order_by("serial")


@transaction.atomic
def give_back(
    *,
    actor: User,
    convention: Convention,
    serials: Iterable[str],
    reason: RestitutionReason,
    sent_on: date,
    note: str = "",
) -> Restitution:
    """The partner hands undistributed booklets over; EMS confirms what it receives. By a référent, or EMS on the spot.

    Raises NotAllowed, WrongState (booklets elsewhere) and InvalidInput (unknown serials, a date to come).
    """
    partner = convention.partner
    if not (is_referent(actor, partner) or is_ems_administrator(actor)):
        raise NotAllowed("Seuls les référents de la structure, ou l’Eurométropole, rendent ses carnets (art. 12).")
    past_day(sent_on, "sent_on", "La remise")
    booklets = list(named_of(partner, serials).values())
    elsewhere = [row for row in booklets if row.account.kind not in RETURNABLE]
    if elsewhere:
        raise WrongState(
            f"Ces carnets ne sont plus dans un lieu de la structure : {where_they_are(elsewhere)}.", field="serials"
        )
    foreign = [row.serial for row in booklets if row.convention_id != convention.pk]
    if foreign:
        raise InvalidInput(f"Livrés au titre d’une autre convention : {name_some(foreign)}.", field="serials")
    ensure_after_arrival(booklets, sent_on, field="sent_on")
    number = next_number("R", Restitution.objects, sent_on)
    act = Operation.objects.create(
        kind=OperationKind.RESTITUTION,
        convention=convention,
        partner=partner,
        happened_on=sent_on,
        recorded_by=actor,
        reason=str(RestitutionReason(reason).label),
        note=note.strip(),
    )
    target = partner_account(AccountKind.RESTITUTION, partner)
    hold(target, *(booklet.account for booklet in booklets))
    for source, keys in by_account(booklets).items():
        lead(act, keys, source, target, OperationKind.RESTITUTION)
    row = Restitution.objects.create(
        number=number,
        convention=convention,
        reason=reason,
        sent_on=sent_on,
        sent_by=actor,
        operation=act,
        booklets=len(booklets),
        note=note.strip(),
    )
    write(actor, row, "restituer des carnets", reason=name_some(one.serial for one in booklets))
    emails.announce_restitution(row)
    return row


@transaction.atomic
def receive_back(
    *, actor: User, restitution: Restitution, serials: Iterable[str] | None, received_on: date, note: str = ""
) -> Restitution:
    """EMS confirms what came back: all (`serials` None) or those named; the others stay named as discrepancies.

    Called again for what turns up later. When nothing is left at the partner, the duty of article 12 is met.
    """
    ensure_administers(actor)
    row = locked(restitution)
    past_day(received_on, "received_on", "La réception")
    if received_on < row.sent_on:
        raise InvalidInput(
            f"La remise date du {row.sent_on:%d/%m/%Y} : la réception ne peut pas la précéder.", field="received_on"
        )
    waiting = {one.serial: one for one in on_the_way(row)}
    if not waiting:
        raise WrongState(f"La restitution {row.number} est déjà reçue en entier.")
    names = list(waiting) if serials is None else list(dict.fromkeys(clean_serial(one) for one in serials))
    strangers = [one for one in names if one not in waiting]
    if strangers:
        raise InvalidInput(f"Ces numéros ne sont pas attendus : {name_some(strangers)}.", field="serials")
    act = consequence(row, OperationKind.RETOUR, actor, received_on, note)
    arrived = [waiting[one] for one in names]
    expired = [one.pk for one in arrived if one.expires_on is not None and one.expires_on < received_on]
    sound = [one.pk for one in arrived if one.pk not in set(expired)]
    source = partner_account(AccountKind.RESTITUTION, row.convention.partner)
    stock, aside = ems_stock(), partner_account(AccountKind.EXPIRE, None)
    hold(source, stock, aside)
    for keys, target in ((sound, stock), (expired, aside)):
        if keys:
            lead(act, keys, source, target, OperationKind.RETOUR, back=True)
    row.received_booklets += len(names)
    row.received_on, row.received_by = received_on, actor
    settle_state(row)
    told = counted(len(names), "carnet reçu", "carnets reçus")
    write(actor, row, "recevoir la restitution", reason=f"{told}. {note}".strip())
    prove(actor, row, received_on)
    emails.announce_return(row)
    return row


@transaction.atomic
def write_off(*, actor: User, restitution: Restitution, reason: str) -> Restitution:
    """What was announced and never came back is recorded as lost by the partner; the restitution is closed."""
    ensure_administers(actor)
    row = locked(restitution)
    waiting = list(on_the_way(row))
    if row.state != RestitutionState.ECART or not waiting:
        raise WrongState("Seule une restitution reçue avec des écarts peut être close ainsi.")
    if not reason.strip():
        raise InvalidInput("Expliquez pourquoi ces carnets sont tenus pour perdus.", field="reason")
    act = consequence(row, OperationKind.PERTE, actor, clock.today(), reason)
    source = partner_account(AccountKind.RESTITUTION, row.convention.partner)
    lost = partner_account(AccountKind.PERDU, row.convention.partner)
    lead(act, [one.pk for one in waiting], source, lost, OperationKind.PERTE)
    row.state = RestitutionState.RECUE
    row.save()
    write(actor, row, "clore la restitution", reason=f"{name_some(one.serial for one in waiting)} : {reason.strip()}")
    prove(actor, row, clock.today())
    return row
