"""Delivering booklets to a partner, and the partner's receipt with its discrepancies named (art. 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import F

from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import counted
from passnum.partners.models import DistributionPlace, User
from passnum.quotas import emails
from passnum.quotas.enums import (
    DELIVERY_TRANSITIONS,
    AccountKind,
    DeliveryState,
    DiscrepancyKind,
    OperationKind,
    Settlement,
)
from passnum.quotas.ledger import BookletQuerySet
from passnum.quotas.models import Account, Booklet, Delivery, DeliveryDiscrepancy, Operation, Quota
from passnum.quotas.permissions import has_entitled_intervenant
from passnum.quotas.serials import clean_serial, name_some
from passnum.quotas.services.accounts import ems_stock, partner_account, place_stock
from passnum.quotas.services.moving import move
from passnum.quotas.services.quota_proofs import prove_obligations
from passnum.quotas.services.slips import (
    ensure_administers,
    ensure_after_arrival,
    ensure_keeps_booklets,
    named,
    next_number,
    past_day,
    write_down,
)

_BACK = {"convention": None, "year": None}


@dataclass(frozen=True)
class Arrival:
    """What the partner found in the parcel: serials by place, missing, damaged, and those not on the slip.

    `rest_to` is the place of all the serials that are named nowhere else: an ordinary delivery needs nothing more.
    """

    by_place: Mapping[DistributionPlace, Sequence[str]] = field(default_factory=dict)
    missing: Sequence[str] = ()
    damaged: Sequence[str] = ()
    unexpected: Sequence[str] = ()
    rest_to: DistributionPlace | None = None


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
    _write(actor, row, "livrer des carnets", to=row.get_state_display(), reason=name_some(booklets))
    emails.announce_delivery(row)
    return row


@transaction.atomic
def recall_delivery(*, actor: User, delivery: Delivery, reason: str) -> Delivery:
    """Call back a delivery sent by mistake, before the partner has confirmed it: the booklets are in stock again."""
    ensure_administers(actor)
    row = _locked(delivery)
    _ensure_can(row, DeliveryState.RAPPELEE)
    if not reason.strip():
        raise InvalidInput("Indiquez pourquoi la livraison est rappelée.", field="reason")
    act = _consequence(row, OperationKind.RETOUR, actor, clock.today(), reason)
    transit = partner_account(AccountKind.LIVRAISON, row.convention.partner)
    move(
        booklets=list(_sent(row).values_list("pk", flat=True)),
        source=transit,
        target=ems_stock(),
        kind=OperationKind.RETOUR,
        happened_on=clock.today(),
        by=actor,
        operation=act,
        changes=_BACK,
    )
    _give_back_to_quota(row, row.booklets)
    row.state = DeliveryState.RAPPELEE
    row.save()
    _write(actor, row, "rappeler la livraison", to=row.get_state_display(), reason=reason.strip())
    emails.announce_recall(row, reason.strip())
    return row


@transaction.atomic
def confirm_receipt(
    *, actor: User, delivery: Delivery, arrival: Arrival, received_on: date, note: str = ""
) -> Delivery:
    """The référent confirms what arrived, place by place; what did not arrive as announced is named for EMS.

    Every serial of the slip is answered for, once. Raises NotAllowed, WrongState (already confirmed), InvalidInput.
    """
    ensure_keeps_booklets(actor, delivery.convention.partner)
    row = _locked(delivery)
    past_day(received_on, "received_on", "La réception")
    if received_on < row.sent_on:
        raise InvalidInput(
            f"La livraison est partie le {row.sent_on:%d/%m/%Y} : elle n’a pas pu arriver avant.", field="received_on"
        )
    _ensure_can(row, DeliveryState.RECUE)
    sent = {booklet.serial: booklet for booklet in _sent(row)}
    places, missing, damaged, unexpected = _answered(row, sent, arrival)
    act = _consequence(row, OperationKind.ACCUSE, actor, received_on, note)
    for place, serials in places.items():
        _arrive(row, act, [sent[serial].pk for serial in serials], place_stock(place), OperationKind.ACCUSE)
    if damaged:
        lost = partner_account(AccountKind.DETERIORE, row.convention.partner)
        _arrive(row, act, [sent[serial].pk for serial in damaged], lost, OperationKind.DETERIORATION)
    _name_discrepancies(actor, row, sent, missing, damaged, unexpected)
    row.received_on, row.received_by = received_on, actor
    row.received_booklets = row.booklets - len(missing)
    row.state = DeliveryState.ECART if missing or unexpected else DeliveryState.RECUE
    row.note = "\n".join(filter(None, [row.note, note.strip()]))
    row.save()
    told = counted(row.received_booklets, "carnet reçu", "carnets reçus")
    gaps = counted(len(missing) + len(damaged) + len(unexpected), "écart", "écarts")
    _write(actor, row, "accuser réception de la livraison", to=row.get_state_display(), reason=f"{told}, {gaps}")
    _prove(actor, row)
    emails.announce_discrepancies(row)
    return row


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
    row = _locked(discrepancy.delivery)
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
    _write(
        actor,
        row,
        "régler un écart de livraison",
        to=str(gap.get_settlement_display()),
        reason=f"{gap.serial} : {note}",
    )
    _prove(actor, row)
    emails.announce_settlement(row, gap)
    return row


def _settle_missing(
    actor: User, row: Delivery, gap: DeliveryDiscrepancy, settlement: Settlement, place: DistributionPlace | None
) -> None:
    assert gap.booklet is not None
    if settlement == Settlement.RETROUVE:
        if place is None or place.partner_id != row.convention.partner_id:
            raise InvalidInput("Indiquez le lieu de la structure où le carnet a été retrouvé.", field="place")
        act = _consequence(row, OperationKind.RETROUVE, actor, clock.today(), "")
        _arrive(row, act, [gap.booklet.pk], place_stock(place), OperationKind.RETROUVE)
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
        operation=_consequence(row, kind, actor, clock.today(), ""),
        changes=_BACK,
    )
    _give_back_to_quota(row, 1)


def _ensure_fits(gap: DeliveryDiscrepancy, settlement: Settlement) -> None:
    missing = gap.kind == DiscrepancyKind.MANQUANT
    if missing == (settlement == Settlement.CONSTATE):
        raise InvalidInput(
            "Pour un carnet manquant : retrouvé, resté en stock ou perdu. Pour un carnet inattendu : constaté.",
            field="settlement",
        )


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


def _give_back_to_quota(row: Delivery, booklets: int) -> None:
    Quota.objects.filter(convention=row.convention, year=row.year).update(
        received_booklets=F("received_booklets") - booklets
    )


def _answered(
    row: Delivery, sent: Mapping[str, Booklet], arrival: Arrival
) -> tuple[dict[DistributionPlace, list[str]], list[str], list[str], list[str]]:
    """The answer checked: each serial of the slip once, nothing that is not on it, places of the structure alone."""
    places = {place: [clean_serial(one) for one in serials] for place, serials in arrival.by_place.items()}
    missing, damaged = ([clean_serial(one) for one in part] for part in (arrival.missing, arrival.damaged))
    unexpected = [clean_serial(one) for one in dict.fromkeys(arrival.unexpected)]
    told = [one for serials in places.values() for one in serials] + missing + damaged
    twice = sorted({one for one in told if told.count(one) > 1}) if len(set(told)) != len(told) else []
    if twice:
        raise InvalidInput(f"Nommés deux fois : {name_some(twice)}. Un carnet n’est qu’à un endroit.", field="serials")
    strangers = [one for one in told if one not in sent]
    if strangers:
        raise InvalidInput(
            f"Absents du bon {row.number} : {name_some(strangers)}. S’ils étaient dans le colis, nommez-les parmi les "
            "carnets inattendus.",
            field="serials",
        )
    listed = [one for one in unexpected if one in sent]
    if listed:
        raise InvalidInput(f"Ils figurent sur le bon {row.number} : {name_some(listed)}.", field="unexpected")
    rest = [one for one in sent if one not in set(told)]
    if rest and arrival.rest_to is None:
        raise InvalidInput(
            f"Dites où sont : {name_some(rest)} (dans un lieu, manquants ou détériorés).", field="serials"
        )
    if rest and arrival.rest_to is not None:
        places[arrival.rest_to] = [*places.get(arrival.rest_to, []), *rest]
    for place in places:
        if place.partner_id != row.convention.partner_id:
            raise InvalidInput("Ce lieu n’est pas celui de la structure.", field="place")
    return {place: serials for place, serials in places.items() if serials}, missing, damaged, unexpected


def _name_discrepancies(
    actor: User,
    row: Delivery,
    sent: Mapping[str, Booklet],
    missing: Sequence[str],
    damaged: Sequence[str],
    unexpected: Sequence[str],
) -> None:
    gaps = [
        DeliveryDiscrepancy(delivery=row, kind=DiscrepancyKind.MANQUANT, serial=s, booklet=sent[s]) for s in missing
    ]
    gaps += [
        DeliveryDiscrepancy(
            delivery=row,
            kind=DiscrepancyKind.DETERIORE,
            serial=s,
            booklet=sent[s],
            settlement=Settlement.CONSTATE,
            settled_on=clock.today(),
            settled_by=actor,
        )
        for s in damaged
    ]
    gaps += [DeliveryDiscrepancy(delivery=row, kind=DiscrepancyKind.INATTENDU, serial=s) for s in unexpected]
    DeliveryDiscrepancy.objects.bulk_create(gaps)


def _arrive(row: Delivery, act: Operation, booklets: list[int], target: Account, kind: OperationKind) -> None:
    move(
        booklets=booklets,
        source=partner_account(AccountKind.LIVRAISON, row.convention.partner),
        target=target,
        kind=kind,
        happened_on=act.happened_on,
        by=act.recorded_by,
        operation=act,
    )


def _consequence(row: Delivery, kind: OperationKind, actor: User, day: date, reason: str) -> Operation:
    return Operation.objects.create(
        kind=kind,
        convention=row.convention,
        partner=row.convention.partner,
        parent=row.operation,
        happened_on=day,
        recorded_by=actor,
        reason=reason.strip(),
    )


def _prove(actor: User, row: Delivery) -> None:
    """A quota wholly delivered and received is EMS's part of article 5."""
    quota = Quota.objects.filter(convention=row.convention, year=row.year).first()
    if quota is not None and row.state == DeliveryState.RECUE:
        prove_obligations(actor, quota)


def _sent(row: Delivery) -> BookletQuerySet:
    return Booklet.objects.filter(movements__operation=row.operation).order_by("serial")


def _ensure_can(row: Delivery, state: DeliveryState) -> None:
    if state not in DELIVERY_TRANSITIONS[DeliveryState(row.state)]:
        when = f" depuis le {row.received_on:%d/%m/%Y}" if row.received_on else ""
        raise WrongState(f"La livraison {row.number} est déjà « {row.get_state_display()} »{when}.")


def _locked(delivery: Delivery) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("convention__partner", "operation")
    return rows.get(pk=delivery.pk)


def _write(actor: User, row: Delivery, act: str, *, to: str, reason: str) -> None:
    subject = journal.Subject(f"livraison {row.number}", row.public_id)
    write_down(actor, row.convention, act, subject, to=to, reason=reason)
