"""Whatever is done to booklets, in whatever order: the ledger says where a plain dictionary says they are."""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from passnum.core.errors import PassnumError
from passnum.partners.models import DistributionPlace
from passnum.quotas.enums import AccountKind, OperationKind
from passnum.quotas.ledger_check import discrepancies, totals
from passnum.quotas.models import Account, Booklet
from passnum.quotas.services import ems_stock, hand_out, move, partner_account, place_stock, take_back
from tests.quotas.stock import BROUGHT, received
from tests.scene import House, Scene

pytestmark = pytest.mark.django_db
SOME = st.integers(1, 6)
HOUSES = st.sampled_from(["alpha", "beta"])
PLACES = st.sampled_from([0, 1])


class BookletsMachine(RuleBasedStateMachine):
    """The real ledger beside `where`: serial → (partner, kind of place, place)."""

    scene: ClassVar[Scene]

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.where: dict[str, tuple[str, str, int]] = {}
        self.next_number = 1

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def open_second_places(self) -> None:
        for house in (self.scene.alpha, self.scene.beta):
            DistributionPlace.objects.create(
                partner=house.partner, name="Second", postal_code="67000", commune_insee="67482", commune_name="x"
            )

    def house(self, key: str) -> House:
        return getattr(self.scene, key)

    def place(self, key: str, number: int) -> DistributionPlace:
        return self.house(key).partner.places.order_by("pk")[number]

    def there(self, spot: tuple[str, str, int]) -> list[str]:
        return sorted(serial for serial, other in self.where.items() if other == spot)

    def moved(self, names: list[str], source: Account, target: Account, kind: OperationKind, **changes: Any) -> None:
        keys = list(Booklet.objects.filter(serial__in=names).values_list("pk", flat=True))
        move(booklets=keys, source=source, target=target, kind=kind, happened_on=BROUGHT, by=None, changes=changes)

    @rule(number=SOME)
    def receive(self, number: int) -> None:
        for name in received(self.scene.ems, self.next_number, self.next_number + number - 1):
            self.where[name] = ("", "eurometropole", 0)
        self.next_number += number

    @rule(key=HOUSES, place=PLACES, number=SOME)
    def deliver(self, key: str, place: int, number: int) -> None:
        names = self.there(("", "eurometropole", 0))[:number]
        if names:
            self.moved(
                names,
                ems_stock(),
                place_stock(self.place(key, place)),
                OperationKind.LIVRAISON,
                convention=self.house(key).convention,
                year=2022,
            )
            self.where |= dict.fromkeys(names, (key, "lieu", place))

    @rule(key=HOUSES, place=PLACES, number=SOME)
    def move_to_the_other_place(self, key: str, place: int, number: int) -> None:
        names = self.there((key, "lieu", place))[:number]
        if names:
            here, there = place_stock(self.place(key, place)), place_stock(self.place(key, 1 - place))
            self.moved(names, here, there, OperationKind.MOUVEMENT)
            self.where |= dict.fromkeys(names, (key, "lieu", 1 - place))

    @rule(key=HOUSES, place=PLACES)
    def hand_out_the_next(self, key: str, place: int) -> None:
        here = self.there((key, "lieu", place))
        try:
            booklet = hand_out(actor=self.house(key).intervenant, place=self.place(key, place))
        except PassnumError:
            assert not here
        else:
            assert booklet.serial == here[0]
            self.where[booklet.serial] = (key, "remis", place)

    @precondition(lambda self: self.where)
    @rule(key=HOUSES, place=PLACES, data=st.data())
    def hand_out_any_serial(self, key: str, place: int, data: Any) -> None:
        serial = data.draw(st.sampled_from(sorted(self.where)))
        allowed = self.where[serial] == (key, "lieu", place)
        try:
            hand_out(actor=self.house(key).intervenant, place=self.place(key, place), serial=serial)
        except PassnumError:
            assert not allowed
        else:
            assert allowed
            self.where[serial] = (key, "remis", place)

    @precondition(lambda self: self.where)
    @rule(key=HOUSES, place=PLACES, data=st.data())
    def take_any_back(self, key: str, place: int, data: Any) -> None:
        serial = data.draw(st.sampled_from(sorted(self.where)))
        allowed = self.where[serial] == (key, "remis", place)
        booklet = Booklet.objects.get(serial=serial)
        try:
            take_back(actor=self.house(key).intervenant, booklet=booklet, place=self.place(key, place))
        except PassnumError:
            assert not allowed
        else:
            assert allowed
            self.where[serial] = (key, "lieu", place)

    @rule(
        key=HOUSES, place=PLACES, kind=st.sampled_from([AccountKind.PERDU, AccountKind.VOLE, AccountKind.RESTITUTION])
    )
    def lose_or_give_back(self, key: str, place: int, kind: AccountKind) -> None:
        names = self.there((key, "lieu", place))[-1:]
        if names:
            target = partner_account(kind, self.house(key).partner)
            self.moved(names, place_stock(self.place(key, place)), target, OperationKind.PERTE)
            self.where[names[0]] = (key, str(kind), 0)

    @invariant()
    def the_ledger_agrees(self) -> None:
        found = Counter(Booklet.objects.values_list("account__kind", flat=True))
        assert found == Counter(kind for _, kind, _ in self.where.values())
        assert sum(line.booklets for line in totals()[1:]) == totals()[0].booklets == len(self.where)
        assert discrepancies() == []


def test_the_ledger_agrees_with_a_plain_account_of_what_was_done(scene: Scene) -> None:
    BookletsMachine.scene = scene
    run_state_machine_as_test(
        BookletsMachine,
        settings=settings(
            max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
