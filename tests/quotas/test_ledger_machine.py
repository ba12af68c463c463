"""Whatever is done to booklets, in whatever order: the ledger says where a plain dictionary says they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from passnum.core import clock
from passnum.core.errors import PassnumError
from passnum.partners.models import DistributionPlace
from passnum.quotas import services
from passnum.quotas.enums import (
    AccountKind,
    DeliveryState,
    Fate,
    LossKind,
    OperationKind,
    RestitutionReason,
    RestitutionState,
    Settlement,
)
from passnum.quotas.ledger_check import discrepancies, totals
from passnum.quotas.models import Booklet, Delivery, DeliveryDiscrepancy, Movement, Restitution, StockCount
from passnum.quotas.services import Arrival
from tests.quotas.parcels import quota, second_place
from tests.quotas.stock import received
from tests.scene import House, Scene

pytestmark = pytest.mark.django_db
SOME = st.integers(1, 6)
HOUSES = st.sampled_from(["alpha", "beta"])
PLACES = st.sampled_from([0, 1])
PICKS = st.integers(0, 99)
SENT = date(2023, 3, 1)
#: One reception in three has expired by now: such booklets are handed out and delivered no more.
EXPIRIES = st.sampled_from([date(2024, 12, 31), None, date(2023, 6, 30)])

#: Partner, kind of account, place; the last two are those of EMS alone where there is no partner.
Spot = tuple[str, str, int]
STOCK: Spot = ("", "eurometropole", 0)


def picked(names: list[str], pick: int) -> str:
    return names[pick % len(names)]


class BookletsMachine(RuleBasedStateMachine):
    """The real services beside `where`: serial → where it should be."""

    scene: ClassVar[Scene]

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.where: dict[str, Spot] = {}
        self.expired: set[str] = set()
        self.next_number = 1

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def open_second_places(self) -> None:
        for house in (self.scene.alpha, self.scene.beta):
            second_place(house)
            quota(self.scene, house, 200)

    def house(self, key: str) -> House:
        return getattr(self.scene, key)

    def place(self, key: str, number: int) -> DistributionPlace:
        return self.house(key).partner.places.order_by("pk")[number]

    def there(self, *spots: Spot) -> list[str]:
        return sorted(serial for serial, spot in self.where.items() if spot in spots)

    def done(self, act: Callable[[], Any], *, allowed: bool) -> bool:
        """Whether the act was done: it is, exactly where it is allowed; refused, it leaves no trace."""
        try:
            with transaction.atomic():
                act()
        except PassnumError:
            assert not allowed
            return False
        assert allowed
        return True

    @rule(number=SOME, expires_on=EXPIRIES)
    def receive(self, number: int, expires_on: date | None) -> None:
        names = received(self.scene.ems, self.next_number, self.next_number + number - 1, expires_on=expires_on)
        self.where |= dict.fromkeys(names, STOCK)
        if expires_on is not None and expires_on < clock.today():
            self.expired |= set(names)
        self.next_number += number

    @rule(key=HOUSES, number=SOME)
    def deliver(self, key: str, number: int) -> None:
        names = self.there(STOCK)[:number]
        came_back = [one for one in names if Booklet.objects.get(serial=one).moves > 1]
        act = lambda: services.deliver(  # noqa: E731
            actor=self.scene.ems,
            convention=self.house(key).convention,
            year=2023,
            serials=names,
            sent_on=clock.today() if came_back else SENT,
        )
        expired = came_back and set(names) & self.expired
        if names and self.done(act, allowed=not expired):
            self.where |= dict.fromkeys(names, (key, "livraison", 0))

    def slips(self, key: str, state: DeliveryState) -> list[Delivery]:
        return list(Delivery.objects.filter(convention=self.house(key).convention, state=state).order_by("pk"))

    def listed(self, row: Delivery | Restitution) -> list[str]:
        return sorted(row.operation.movements.values_list("booklet__serial", flat=True))

    @rule(key=HOUSES, place=PLACES, missing=st.integers(0, 2), damaged=st.integers(0, 1), odd=st.booleans())
    def confirm(self, key: str, place: int, missing: int, damaged: int, odd: bool) -> None:
        for row in self.slips(key, DeliveryState.EN_COURS)[:1]:
            names = self.listed(row)
            lost, broken = names[:missing], names[missing : missing + damaged]
            arrival = Arrival(
                missing=lost, damaged=broken, unexpected=["X-1"] if odd else [], rest_to=self.place(key, place)
            )
            services.confirm_receipt(
                actor=self.house(key).referent, delivery=row, arrival=arrival, received_on=clock.today()
            )
            self.where |= dict.fromkeys(names, (key, "lieu", place)) | dict.fromkeys(lost, (key, "livraison", 0))
            self.where |= dict.fromkeys(broken, (key, "deteriore", 0))

    @rule(key=HOUSES)
    def recall(self, key: str) -> None:
        for row in self.slips(key, DeliveryState.EN_COURS)[-1:]:
            services.recall_delivery(actor=self.scene.ems, delivery=row, reason="Erreur")
            self.where |= dict.fromkeys(self.listed(row), STOCK)

    @rule(key=HOUSES, place=PLACES, settlement=st.sampled_from(Settlement))
    def settle(self, key: str, place: int, settlement: Settlement) -> None:
        gap = DeliveryDiscrepancy.objects.filter(delivery__convention=self.house(key).convention, settlement="").first()
        if gap is None:
            return
        missing = gap.booklet is not None
        act = lambda: services.settle_discrepancy(  # noqa: E731
            actor=self.scene.ems,
            discrepancy=gap,
            settlement=settlement,
            note="Vérifié",
            place=self.place(key, place),
        )
        if self.done(act, allowed=missing != (settlement == Settlement.CONSTATE)) and missing:
            found = {Settlement.RETROUVE: (key, "lieu", place), Settlement.PERDU: ("", "perdu", 0)}
            self.where[gap.serial] = found.get(settlement, STOCK)

    @precondition(lambda self: self.where)
    @rule(key=HOUSES, place=PLACES, number=SOME, pick=PICKS)
    def move_to_the_other_place(self, key: str, place: int, number: int, pick: int) -> None:
        names = self.there((key, "lieu", place))[:number] or [picked(sorted(self.where), pick)]
        act = lambda: services.move_to_place(  # noqa: E731
            actor=self.house(key).referent,
            source=self.place(key, place),
            target=self.place(key, 1 - place),
            serials=names,
            happened_on=clock.today(),
        )
        if self.done(act, allowed=set(names) <= set(self.there((key, "lieu", place)))):
            self.where |= dict.fromkeys(names, (key, "lieu", 1 - place))

    @rule(key=HOUSES, place=PLACES)
    def hand_out_the_next(self, key: str, place: int) -> None:
        here = [one for one in self.there((key, "lieu", place)) if one not in self.expired]
        found: list[str] = []
        act = lambda: found.append(  # noqa: E731
            services.hand_out(actor=self.house(key).intervenant, place=self.place(key, place)).serial
        )
        if self.done(act, allowed=bool(here)):
            assert found[0] in here
            self.where[found[0]] = (key, "remis", place)

    @precondition(lambda self: self.where)
    @rule(key=HOUSES, place=PLACES, pick=PICKS)
    def hand_out_any_serial(self, key: str, place: int, pick: int) -> None:
        serial = picked(sorted(self.where), pick)
        act = lambda: services.hand_out(  # noqa: E731
            actor=self.house(key).intervenant, place=self.place(key, place), serial=serial
        )
        if self.done(act, allowed=self.where[serial] == (key, "lieu", place) and serial not in self.expired):
            self.where[serial] = (key, "remis", place)

    @precondition(lambda self: self.where)
    @rule(key=HOUSES, place=PLACES, pick=PICKS)
    def take_any_back(self, key: str, place: int, pick: int) -> None:
        serial = picked(self.there((key, "remis", place)) or sorted(self.where), pick)
        booklet = Booklet.objects.get(serial=serial)
        act = lambda: services.take_back(  # noqa: E731
            actor=self.house(key).intervenant, booklet=booklet, place=self.place(key, place)
        )
        if self.done(act, allowed=self.where[serial] == (key, "remis", place)):
            self.where[serial] = (key, "lieu", place)

    @precondition(lambda self: self.where)
    @rule(key=st.sampled_from(["alpha", "beta", ""]), kind=st.sampled_from(LossKind), pick=PICKS)
    def lose(self, key: str, kind: LossKind, pick: int) -> None:
        house = self.house(key) if key else None
        spots = {(key, "lieu", 0), (key, "lieu", 1)} if house else {STOCK}
        overdue = [one for one in self.there(*spots) if one in self.expired] if kind == LossKind.EXPIRE else []
        serial = picked(overdue or sorted(self.where), pick)
        act = lambda: services.declare_loss(  # noqa: E731
            actor=house.referent if house else self.scene.ems,
            partner=house.partner if house else None,
            serials=[serial],
            kind=kind,
            happened_on=clock.today(),
            reason="Constaté",
        )
        held = self.where[serial] in spots
        if self.done(act, allowed=held and (kind != LossKind.EXPIRE or serial in self.expired)):
            self.where[serial] = (key, str(kind), 0)

    @precondition(lambda self: self.where)
    @rule(key=HOUSES, place=PLACES, pick=PICKS)
    def find_any_again(self, key: str, place: int, pick: int) -> None:
        findable = self.there((key, "perdu", 0), (key, "vole", 0))
        serial = picked(findable or sorted(self.where), pick)
        act = lambda: services.find_again(  # noqa: E731
            actor=self.house(key).referent,
            place=self.place(key, place),
            serials=[serial],
            happened_on=clock.today(),
            reason="Retrouvé",
        )
        if self.done(act, allowed=bool(findable)):
            self.where[serial] = (key, "lieu", place)

    @rule(key=HOUSES, number=SOME)
    def give_back(self, key: str, number: int) -> None:
        names = self.there((key, "lieu", 0), (key, "lieu", 1), (key, "expire", 0))[:number]
        if names:
            services.give_back(
                actor=self.house(key).referent,
                convention=self.house(key).convention,
                serials=names,
                reason=RestitutionReason.EXCEDENT,
                sent_on=clock.today(),
            )
            self.where |= dict.fromkeys(names, (key, "restitution", 0))

    @rule(key=HOUSES, number=st.integers(0, 3), whole=st.booleans())
    def receive_back(self, key: str, number: int, whole: bool) -> None:
        for row in Restitution.objects.filter(convention=self.house(key).convention).order_by("pk"):
            waiting = list(services.on_the_way(row).values_list("serial", flat=True))
            assert set(waiting) <= set(self.there((key, "restitution", 0)))
            names = waiting if whole else waiting[:number]
            act = lambda row=row, names=names: services.receive_back(  # noqa: E731
                actor=self.scene.ems,
                restitution=row,
                serials=None if whole else [*names, *(one.lower() for one in names)],
                received_on=clock.today(),
            )
            if self.done(act, allowed=bool(waiting)):
                self.where |= {one: ("", "expire", 0) if one in self.expired else STOCK for one in names}

    @rule(key=HOUSES)
    def write_off(self, key: str) -> None:
        for row in Restitution.objects.filter(convention=self.house(key).convention, state=RestitutionState.ECART)[:1]:
            names = list(services.on_the_way(row).values_list("serial", flat=True))
            services.write_off(actor=self.scene.ems, restitution=row, reason="Introuvables")
            self.where |= dict.fromkeys(names, (key, "perdu", 0))

    @rule(key=HOUSES, place=PLACES, fate=st.sampled_from(Fate))
    def account_for_missing(self, key: str, place: int, fate: Fate) -> None:
        for row in Restitution.objects.filter(convention=self.house(key).convention, state=RestitutionState.ECART)[:1]:
            serial = services.on_the_way(row).values_list("serial", flat=True)[0]
            services.account_for_missing(
                actor=self.house(key).referent,
                restitution=row,
                serials=[serial],
                fate=fate,
                happened_on=clock.today(),
                reason="Compte refait",
                place=self.place(key, place),
            )
            self.where[serial] = (key, "lieu", place) if fate == Fate.RETROUVE else (key, str(fate), 0)

    @rule(key=HOUSES, place=PLACES, seen=st.integers(0, 4))
    def count(self, key: str, place: int, seen: int) -> None:
        here = self.there((key, "lieu", place))
        row = services.record_count(
            actor=self.house(key).referent, place=self.place(key, place), serials=[*here[:seen], "X-2"]
        )
        assert (row.expected_booklets, row.lines.count()) == (len(here), len(here[seen:]) + 1)
        assert StockCount.objects.filter(pk=row.pk).exists()

    @invariant()
    def the_ledger_agrees(self) -> None:
        rows = Booklet.objects.select_related("account__partner")
        found = {row.serial: (row.account.kind, row.account.partner_id) for row in rows}
        partners = {"": None, "alpha": self.scene.alpha.partner.pk, "beta": self.scene.beta.partner.pk}
        assert found == {serial: (kind, partners[key]) for serial, (key, kind, _) in self.where.items()}
        places = Counter(rows.filter(account__kind=AccountKind.LIEU).values_list("account__place", flat=True))
        told = Counter(self.place(key, place).pk for key, kind, place in self.where.values() if kind == "lieu")
        assert places == told
        assert sum(line.booklets for line in totals()[1:]) == totals()[0].booklets == len(self.where)
        assert discrepancies() == []


def test_the_ledger_agrees_with_a_plain_account_of_what_was_done(scene: Scene) -> None:
    BookletsMachine.scene = scene
    run(
        BookletsMachine,
        settings=settings(
            max_examples=30, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_the_machine_knows_every_kind_of_act(scene: Scene) -> None:
    BookletsMachine.scene = scene
    machine = BookletsMachine()
    machine.open_second_places()
    machine.receive(6, None)
    machine.deliver("alpha", 6)
    machine.confirm("alpha", 0, 2, 1, odd=True)
    for settlement in (Settlement.RETROUVE, Settlement.RESTE_EN_STOCK, Settlement.CONSTATE):
        machine.settle("alpha", 0, settlement)
    machine.hand_out_the_next("alpha", 0)
    machine.take_any_back("alpha", 0, 0)
    serial = machine.there(("alpha", "lieu", 0))[0]
    for kind in (LossKind.PERDU, LossKind.VOLE):
        machine.lose("alpha", kind, sorted(machine.where).index(serial))
        machine.find_any_again("alpha", 0, 0)
    machine.move_to_the_other_place("alpha", 0, 1, 0)
    machine.count("alpha", 1, 1)
    machine.receive(2, date(2023, 6, 30))
    machine.lose("", LossKind.EXPIRE, 0)
    machine.give_back("alpha", 2)
    machine.receive_back("alpha", 1, whole=False)
    machine.write_off("alpha")
    machine.the_ledger_agrees()
    assert set(Movement.objects.values_list("kind", flat=True)) == set(OperationKind) - {OperationKind.ECART}
    machine.teardown()
