"""Parcels for the tests: a quota, a delivery under way, its receipt at the partner."""

from __future__ import annotations

from datetime import date
from typing import Any

from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.partners.models import DistributionPlace
from passnum.quotas.enums import RestitutionReason
from passnum.quotas.models import Delivery, Quota, Restitution
from passnum.quotas.services import Arrival, QuotaValues, confirm_receipt, deliver, give_back, set_quota
from tests.quotas.stock import first_place, received, serials
from tests.scene import House, Scene

SENT = date(2023, 3, 1)
ARRIVED = date(2023, 3, 3)


def quota(scene: Scene, house: House, booklets: int = 50, year: int = 2023) -> Quota:
    return set_quota(
        actor=scene.ems,
        values=QuotaValues(house.convention, year, booklets, "personnes", 900, "Rapport d’activité"),
    )


def sent(scene: Scene, house: House, first: int = 1, last: int = 20, **changes: Any) -> Delivery:
    """A delivery under way."""
    quota(scene, house)
    received(scene.ems, first, last)
    values = {"convention": house.convention, "year": 2023, "serials": serials(first, last), "sent_on": SENT}
    return deliver(actor=scene.ems, **(values | changes))


def arrived(scene: Scene, house: House, first: int = 1, last: int = 20) -> Delivery:
    """A delivery that the partner has confirmed whole, at its first place."""
    return confirm(scene, house, sent(scene, house, first, last))


def confirm(scene: Scene, house: House, row: Delivery, **found: Any) -> Delivery:
    arrival = Arrival(**({"rest_to": first_place(house)} | found))
    return confirm_receipt(actor=house.referent, delivery=row, arrival=arrival, received_on=ARRIVED)


def second_place(house: House) -> DistributionPlace:
    return DistributionPlace.objects.create(
        partner=house.partner,
        name="Second lieu",
        postal_code="67300",
        commune_insee="67447",
        commune_name="Schiltigheim",
    )


def returned(
    scene: Scene,
    house: House,
    names: list[str],
    *,
    reason: RestitutionReason = RestitutionReason.EXCEDENT,
    on: date | None = None,
) -> Restitution:
    """Booklets that the référent hands over to EMS, which has not received them yet."""
    return give_back(
        actor=house.referent,
        convention=Convention.objects.get(pk=house.convention.pk),
        serials=names,
        reason=reason,
        sent_on=on or clock.today(),
    )
