"""Each act on quotas and booklets asks who acts before anything else: nobody else's hand moves a booklet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from passnum.core.errors import NotAllowed
from passnum.partners.models import User
from passnum.quotas import services
from passnum.quotas.enums import LossKind, RestitutionReason
from passnum.quotas.models import Movement, Operation, Operator, Programme, Purchase, Quota
from passnum.quotas.services.allocating import allocate
from tests.quotas import parcels
from tests.quotas.stock import first_place, serials
from tests.scene import Scene

pytestmark = pytest.mark.django_db

DAY = date(2023, 9, 18)
Act = Callable[[Scene, User], Any]

#: What EMS's administrators alone do.
OF_EMS: dict[str, Act] = {
    "programme": lambda scene, who: services.save_programme(actor=who, values=None),  # type: ignore[arg-type]
    "operator": lambda scene, who: services.save_operator(actor=who, operator=Operator(name="x")),
    "end of an operator": lambda scene, who: services.end_operator(
        actor=who, operator=Operator(), ended_on=DAY, because="x"
    ),
    "purchase": lambda scene, who: services.save_purchase(actor=who, purchase=Purchase()),
    "invoice": lambda scene, who: services.join_invoice_file(actor=who, purchase=Purchase(), file=None),  # type: ignore[arg-type]
    "reception": lambda scene, who: services.receive_from_operator(
        actor=who, serials=serials(90, 91), happened_on=DAY, expires_on=None
    ),
    "quota": lambda scene, who: services.set_quota(actor=who, values=None),  # type: ignore[arg-type]
    "revision": lambda scene, who: services.revise_quota(
        actor=who, quota=Quota.objects.get(), booklets=40, reason="Moins"
    ),
    "allocation": lambda scene, who: allocate(actor=who, year=2023, shares=[], reason="x"),
    "delivery": lambda scene, who: services.deliver(
        actor=who, convention=scene.alpha.convention, year=2023, serials=serials(1, 1), sent_on=DAY
    ),
    "recall": lambda scene, who: services.recall_delivery(
        actor=who, delivery=scene.alpha.convention.deliveries.get(), reason="x"
    ),
    "loss of the stock": lambda scene, who: services.declare_loss(
        actor=who, partner=None, serials=serials(21, 21), kind=LossKind.PERDU, happened_on=DAY, reason="x"
    ),
    "return received": lambda scene, who: services.receive_back(
        actor=who, restitution=scene.alpha.convention.restitutions.get(), serials=None, received_on=DAY
    ),
    "return written off": lambda scene, who: services.write_off(
        actor=who, restitution=scene.alpha.convention.restitutions.get(), reason="x"
    ),
}

#: What the référents of the partner alone do.
OF_THE_REFERENTS: dict[str, Act] = {
    "move": lambda scene, who: services.move_to_place(
        actor=who,
        source=first_place(scene.alpha),
        target=scene.alpha.partner.places.order_by("pk")[1],
        serials=serials(2, 2),
        happened_on=DAY,
    ),
    "loss": lambda scene, who: services.declare_loss(
        actor=who,
        partner=scene.alpha.partner,
        serials=serials(2, 2),
        kind=LossKind.PERDU,
        happened_on=DAY,
        reason="x",
    ),
    "found again": lambda scene, who: services.find_again(
        actor=who, place=first_place(scene.alpha), serials=serials(2, 2), happened_on=DAY, reason="x"
    ),
    "count": lambda scene, who: services.record_count(actor=who, place=first_place(scene.alpha), serials=[]),
    "shares": lambda scene, who: services.share_quota(actor=who, quota=Quota.objects.get(), shares={}),
    "return": lambda scene, who: services.give_back(
        actor=who,
        convention=scene.alpha.convention,
        serials=serials(2, 2),
        reason=RestitutionReason.EXCEDENT,
        sent_on=DAY,
    ),
}


@pytest.fixture
def stock(scene: Scene) -> Scene:
    """Twenty booklets at alpha's first place, one of them on its way back."""
    parcels.arrived(scene, scene.alpha, 1, 20)
    parcels.second_place(scene.alpha)
    services.give_back(
        actor=scene.alpha.referent,
        convention=scene.alpha.convention,
        serials=serials(1, 1),
        reason=RestitutionReason.EXCEDENT,
        sent_on=DAY,
    )
    return scene


def accepted(act: Act, scene: Scene, who: User) -> bool:
    try:
        act(scene, who)
    except NotAllowed:
        return False
    return True


def refused(scene: Scene, acts: dict[str, Act], people: list[User]) -> None:
    before = (Movement.objects.count(), Operation.objects.count(), Programme.objects.count(), Quota.objects.count())
    for name, act in acts.items():
        for who in people:
            assert not accepted(act, scene, who), f"{name} by {who.email}"
    after = (Movement.objects.count(), Operation.objects.count(), Programme.objects.count(), Quota.objects.count())
    assert after == before


def test_only_ems_runs_the_programme_and_its_stock(stock: Scene) -> None:
    alpha = stock.alpha
    people = [alpha.referent, alpha.president, alpha.intervenant, alpha.lecteur, stock.communication]
    refused(stock, OF_EMS, people)


def test_only_the_referents_of_the_partner_keep_its_booklets(stock: Scene) -> None:
    alpha = stock.alpha
    people = [alpha.president, alpha.intervenant, alpha.lecteur, stock.communication, stock.beta.referent]
    refused(stock, OF_THE_REFERENTS, people)
