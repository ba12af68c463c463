"""Booklets of the demonstration: a parcel to confirm, one received with a discrepancy, a count, a theft."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.demo.finished_period import serials_of_spring
from passnum.demo.programme import Lot, load_purchases
from passnum.partners.models import User
from passnum.quotas.enums import LossKind
from passnum.quotas.services import (
    Arrival,
    confirm_receipt,
    declare_loss,
    deliver,
    move_to_place,
    record_count,
)

RECEIVED, SENT, ARRIVED = date(2023, 8, 29), date(2023, 9, 4), date(2023, 9, 6)
WAITING_SINCE, COUNTED = date(2023, 9, 13), date(2023, 9, 14)
EXPIRES, EXPIRES_SOON = date(2024, 12, 31), date(2023, 12, 1)


def load_booklets(agreed: dict[str, Convention], users: dict[str, User]) -> None:
    """Deliveries of September 2023 to two partners; the oldest booklets of the stock expire soon."""
    administrator = users["eurometropole"]
    load_purchases(administrator, [_lot(1, 60, "001", EXPIRES), replace(_lot(61, 66, "002", EXPIRES_SOON), lacking=4)])
    _received_with_a_gap(agreed["ecluse"], administrator, users["referent.ecluse"])
    _spread_and_stolen(agreed["saules"], administrator, users["referent.saules"])


def send_waiting_parcel(convention: Convention, administrator: User) -> None:
    """The last parcel of September, which the structure has not confirmed yet."""
    with clock.on_day(WAITING_SINCE):
        deliver(
            actor=administrator,
            convention=convention,
            year=2023,
            serials=[*_serials(26, 40), *_serials(61, 62)],
            sent_on=WAITING_SINCE,
            note="Un carton, à l’accueil de l’unité sociale.",
        )


def _received_with_a_gap(convention: Convention, administrator: User, referent: User) -> None:
    """One booklet is missing, EMS has it to settle; another is damaged."""
    place = convention.partner.places.order_by("pk")[0]
    with clock.on_day(SENT):
        parcel = deliver(actor=administrator, convention=convention, year=2023, serials=_serials(1, 15), sent_on=SENT)
    arrival = Arrival(missing=_serials(7, 7), damaged=_serials(12, 12), rest_to=place)
    with clock.on_day(ARRIVED):
        confirm_receipt(
            actor=referent,
            delivery=parcel,
            arrival=arrival,
            received_on=ARRIVED,
            note="Un carnet trempé par la pluie, un autre absent du carton.",
        )
    with clock.on_day(COUNTED):
        found = [*serials_of_spring(77, 80), *_serials(1, 6), *_serials(8, 11), *_serials(13, 14)]
        record_count(actor=referent, place=place, serials=found)


def _spread_and_stolen(convention: Convention, administrator: User, referent: User) -> None:
    """Booklets spread over two places, some moved afterwards, two stolen."""
    first, second = convention.partner.places.order_by("pk")[:2]
    with clock.on_day(SENT):
        parcel = deliver(actor=administrator, convention=convention, year=2023, serials=_serials(16, 25), sent_on=SENT)
    with clock.on_day(ARRIVED):
        arrival = Arrival(by_place={second: _serials(22, 25)}, rest_to=first)
        confirm_receipt(actor=referent, delivery=parcel, arrival=arrival, received_on=ARRIVED)
    with clock.on_day(COUNTED):
        move_to_place(actor=referent, source=first, target=second, serials=_serials(20, 21), happened_on=COUNTED)
        declare_loss(
            actor=referent,
            partner=convention.partner,
            serials=_serials(24, 25),
            kind=LossKind.VOLE,
            happened_on=COUNTED,
            reason="Effraction dans la nuit du 13 au 14 septembre.\nDépôt de plainte : 14 septembre 2023",
        )


def _serials(first: int, last: int) -> list[str]:
    return [f"EMS-24{number:04d}" for number in range(first, last + 1)]


def _lot(first: int, last: int, number: str, expires_on: date) -> Lot:
    return Lot(
        _serials(first, last),
        order=f"BC-2023-{number}",
        invoice=f"F-2023-1{number[1:]}",
        ordered_on=date(2023, 7, 3),
        invoiced_on=date(2023, 8, 21),
        received_on=RECEIVED,
        expires_on=expires_on,
    )
