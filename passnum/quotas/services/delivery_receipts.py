"""The partner’s receipt of a delivery, place by place, its discrepancies named (art. 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from passnum.core import clock
from passnum.core.errors import InvalidInput
from passnum.core.french import counted
from passnum.partners.models import DistributionPlace, User
from passnum.quotas import emails
from passnum.quotas.enums import (
    AccountKind,
    DeliveryState,
    DiscrepancyKind,
    OperationKind,
    Settlement,
)
from passnum.quotas.models import Booklet, Delivery, DeliveryDiscrepancy
from passnum.quotas.serials import clean_serial, meant_in_full, name_some, told_in_full
from passnum.quotas.services.accounts import partner_account, place_stock
from passnum.quotas.services.delivery_steps import arrive, booklets_sent, ensure_can, locked, prove, write
from passnum.quotas.services.moving import hold
from passnum.quotas.services.slips import consequence, ensure_keeps_booklets, ensure_open, past_day


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
def confirm_receipt(
    *, actor: User, delivery: Delivery, arrival: Arrival, received_on: date, note: str = ""
) -> Delivery:
    """The référent confirms what arrived, place by place; what did not arrive as announced is named for EMS.

    Every serial of the slip is answered for, once. Raises NotAllowed, WrongState (already confirmed), InvalidInput.
    """
    ensure_keeps_booklets(actor, delivery.convention.partner)
    row = locked(delivery)
    past_day(received_on, "received_on", "La réception")
    if received_on < row.sent_on:
        raise InvalidInput(
            f"La livraison est partie le {row.sent_on:%d/%m/%Y} : elle n’a pas pu arriver avant.", field="received_on"
        )
    ensure_can(row, DeliveryState.RECUE)
    sent = {booklet.serial: booklet for booklet in booklets_sent(row)}
    places, missing, damaged, unexpected = _answered(row, sent, arrival)
    act = consequence(row, OperationKind.ACCUSE, actor, received_on, note)
    lost = partner_account(AccountKind.DETERIORE, row.convention.partner)
    stocks = {place: place_stock(place) for place in places}
    hold(partner_account(AccountKind.LIVRAISON, row.convention.partner), lost, *stocks.values())
    for place, serials in places.items():
        arrive(row, act, [sent[serial].pk for serial in serials], stocks[place], OperationKind.ACCUSE)
    if damaged:
        arrive(row, act, [sent[serial].pk for serial in damaged], lost, OperationKind.DETERIORATION)
    _name_discrepancies(actor, row, sent, missing, damaged, unexpected)
    row.received_on, row.received_by = received_on, actor
    row.received_booklets = row.booklets - len(missing)
    row.state = DeliveryState.ECART if missing or unexpected else DeliveryState.RECUE
    row.note = "\n".join(filter(None, [row.note, note.strip()]))
    row.save()
    told = counted(row.received_booklets, "carnet reçu", "carnets reçus")
    gaps = counted(len(missing) + len(damaged) + len(unexpected), "écart", "écarts")
    write(actor, row, "accuser réception de la livraison", to=row.get_state_display(), reason=f"{told}, {gaps}")
    prove(actor, row)
    emails.announce_discrepancies(row)
    return row


def _answered(
    row: Delivery, sent: Mapping[str, Booklet], arrival: Arrival
) -> tuple[dict[DistributionPlace, list[str]], list[str], list[str], list[str]]:
    """The answer checked: each serial of the slip once, nothing that is not on it, places of the structure alone."""
    places = {place: [clean_serial(one) for one in serials] for place, serials in arrival.by_place.items()}
    missing, damaged = ([clean_serial(one) for one in part] for part in (arrival.missing, arrival.damaged))
    unexpected = list(dict.fromkeys(clean_serial(one) for one in arrival.unexpected))
    told = [one for serials in places.values() for one in serials] + missing + damaged
    twice = sorted(one for one, times in Counter(told).items() if times > 1)
    if twice:
        raise InvalidInput(f"Nommés deux fois : {name_some(twice)}. Un carnet n’est qu’à un endroit.", field="serials")
    _refuse_strangers(row, sent, {"missing": missing, "damaged": damaged, "serials": told})
    listed = [one for one in unexpected if one in sent]
    if listed:
        raise InvalidInput(f"Ils figurent sur le bon {row.number} : {name_some(listed)}.", field="unexpected")
    answered = set(told)
    rest = [one for one in sent if one not in answered]
    if rest and arrival.rest_to is None:
        raise InvalidInput(
            f"Dites où sont : {name_some(rest)} (dans un lieu, manquants ou détériorés).", field="serials"
        )
    if rest and arrival.rest_to is not None:
        places[arrival.rest_to] = [*places.get(arrival.rest_to, []), *rest]
    for place in places:
        if place.partner_id != row.convention.partner_id:
            raise InvalidInput("Ce lieu n’est pas celui de la structure.", field="place")
        if places[place]:
            ensure_open(place)
    return {place: serials for place, serials in places.items() if serials}, missing, damaged, unexpected


def _refuse_strangers(row: Delivery, sent: Mapping[str, Booklet], named: Mapping[str, Sequence[str]]) -> None:
    """Only what is on the slip can be said to have arrived or not; `named`: serials by the field that holds them."""
    for name, serials in named.items():
        strangers = [one for one in serials if one not in sent]
        if not strangers:
            continue
        what = (
            told_in_full(meant_in_full(strangers, sent))
            or "S’ils étaient dans le colis, nommez-les parmi les carnets inattendus."
        )
        raise InvalidInput(f"Absents du bon {row.number} : {name_some(strangers)}. {what}", field=name)


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
