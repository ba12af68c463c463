"""Attributions for the tests, made by the service, one after the other."""

from __future__ import annotations

from datetime import date
from typing import Any

from passnum.distribution.attributing import Entry, attribute
from passnum.distribution.models import Attribution
from passnum.distribution.profiles import Profile
from passnum.partners.models import DistributionPlace
from tests.quotas.stock import first_place
from tests.scene import House


def handed(
    house: House,
    *,
    on: date,
    place: DistributionPlace | None = None,
    profile: dict[str, str] | None = None,
    **values: Any,
) -> Attribution:
    """One booklet handed out that day, with these answers."""
    entry = Entry(
        place=place or first_place(house),
        handed_out_on=on,
        first_booklet=True,
        notice_read=True,
        profile=Profile(**(profile or {})),
        **({"commune_insee": "67482", "outcome": "formation", "category": "bases"} | values),
    )
    return attribute(actor=house.intervenant, entry=entry).attribution
