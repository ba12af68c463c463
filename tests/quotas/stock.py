"""Booklets for the tests: received from the operator, then brought to a place under a quota."""

from __future__ import annotations

from datetime import date

from passnum.partners.models import DistributionPlace, User
from passnum.quotas.enums import AccountKind, OperationKind
from passnum.quotas.models import Account, Booklet
from passnum.quotas.services import ems_stock, move, place_stock, receive_from_operator
from tests.scene import House

RECEIVED = date(2022, 1, 10)
BROUGHT = date(2022, 2, 1)


def serials(first: int, last: int) -> list[str]:
    return [f"EMS-{number:06d}" for number in range(first, last + 1)]


def received(ems: User, first: int, last: int, *, expires_on: date | None = date(2024, 12, 31)) -> list[str]:
    """Booklets in EMS's stock."""
    names = serials(first, last)
    receive_from_operator(actor=ems, serials=names, happened_on=RECEIVED, expires_on=expires_on)
    return names


def brought(
    ems: User, house: House, first: int, last: int, *, expires_on: date | None = date(2024, 12, 31)
) -> list[str]:
    """Booklets at the house's first place, under its convention and the year 2022."""
    names = received(ems, first, last, expires_on=expires_on)
    bring(house, names)
    return names


def bring(house: House, names: list[str], *, place: DistributionPlace | None = None) -> None:
    move(
        booklets=list(Booklet.objects.filter(serial__in=names).values_list("pk", flat=True)),
        source=ems_stock(),
        target=place_stock(place or first_place(house)),
        kind=OperationKind.LIVRAISON,
        happened_on=BROUGHT,
        by=None,
        changes={"convention": house.convention, "year": 2022},
    )


def first_place(house: House) -> DistributionPlace:
    return house.partner.places.order_by("pk")[0]


def balance(kind: AccountKind, house: House | None = None) -> int:
    rows = Account.objects.filter(kind=kind, partner=house.partner if house else None)
    return sum(rows.values_list("balance", flat=True))
