"""Which places suit a person: qualified and in the network, near home or work, by what they need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from passnum.core import clock
from passnum.network import opening
from passnum.network.distances import Point, distance_km
from passnum.network.enums import CARE_FOR_DISABILITY, OUTCOME_SERVICES, Charge
from passnum.network.models import MediationPlace


@dataclass(frozen=True)
class Wish:
    """What the person needs; what is empty asks for nothing.

    `outcome`: a key of OUTCOME_SERVICES; `language`: a code of Language; `accessible`: any disability access;
    `open_on` / `open_at`: a day, a moment (local time); `nothing_to_pay`: no remaining charge.
    """

    near: Point | None = None
    outcome: str = ""
    language: str = ""
    accessible: bool = False
    open_on: date | None = None
    open_at: datetime | None = None
    nothing_to_pay: bool = False


@dataclass(frozen=True)
class Suggestion:
    """A place, and how far it is in kilometres (None where nobody knows)."""

    place: MediationPlace
    distance_km: float | None


def suits(place: MediationPlace, wish: Wish) -> bool:
    """Whether the place answers every need."""
    return (
        (not wish.outcome or not OUTCOME_SERVICES[wish.outcome].isdisjoint(place.services))
        and (not wish.language or wish.language in place.languages)
        and (not wish.accessible or welcomes_disability(place))
        and (not wish.nothing_to_pay or place.remaining_charge == Charge.AUCUN)
        and (wish.open_on is None or opening.is_open_on(place.horaires, wish.open_on))
        and (wish.open_at is None or opening.is_open_at(place.horaires, wish.open_at))
    )


def welcomes_disability(place: MediationPlace) -> bool:
    """Whether the place says anything of disability access, here or in the standard's columns."""
    return bool(place.accessibility) or not CARE_FOR_DISABILITY.isdisjoint(place.prise_en_charge_specifique)


def rank(places: Iterable[MediationPlace], wish: Wish) -> list[Suggestion]:
    """The places that suit, the nearest first, then by name; those of unknown distance last."""
    found = [Suggestion(place, _distance(place, wish.near)) for place in places if suits(place, wish)]
    return sorted(found, key=lambda one: (one.distance_km is None, one.distance_km or 0.0, one.place.nom))


def suggest_places(wish: Wish, *, limit: int = 10) -> list[Suggestion]:
    """The best places today for this wish, at most `limit`: one query."""
    return rank(MediationPlace.objects.recommended(clock.today()), wish)[:limit]


def _distance(place: MediationPlace, near: Point | None) -> float | None:
    point = place.point
    return distance_km(near, point) if near and point else None
