"""A register made at random by all the doors: every figure is what a plain count of the persons gives."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from passnum.core.errors import PassnumError
from passnum.distribution import rights
from passnum.distribution.attributing import cancel
from passnum.distribution.characteristic import Characteristic
from passnum.distribution.counting import miscounts
from passnum.distribution.enums import MODALITIES, ContentState, Dimension
from passnum.distribution.models import Attribution
from passnum.distribution.places_counted import read_places
from passnum.distribution.profiles import Profile
from passnum.distribution.reading import read_indicators
from passnum.distribution.rows_behind import rows_behind
from passnum.distribution.scope import Scope
from passnum.exchange.enums import ImportState
from passnum.partners.models import DistributionPlace
from tests.distribution.attributions import handed
from tests.exchange.files import attribution, sent_rows, written
from tests.quotas.stock import bring, received
from tests.scene import House, Scene

pytestmark = pytest.mark.django_db
COMMUNES = ("67482", "67447", "67043")
PROFILE = ("age_band", "sex", "pcs", "french", "disability")
FIRST_DAY, DAYS, TODAY = date(2022, 2, 1), 500, date(2023, 9, 18)


@dataclass
class Person:
    """What is expected of one standing attribution."""

    row: Attribution
    house: House
    place: DistributionPlace
    day: date
    told: dict[str, str]
    added: dict[str, str] = field(default_factory=dict)


class World:
    """The register, and beside it what is expected of it."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self.draw = random.Random(seed)
        self.scene, self.persons, self.again = scene, list[Person](), set[str]()
        self.houses, self.left = [scene.alpha, scene.beta], dict[tuple[str, int], list[str]]()
        self.places = {house.key: [house.partner.places.order_by("pk")[0], other(house)] for house in self.houses}
        first = 1
        for house in self.houses:
            for at, place in enumerate(self.places[house.key]):
                names = received(scene.ems, first, first + 14)
                bring(house, names, place=place)
                self.left[house.key, at] = names
                first += 15

    def profile(self) -> dict[str, str]:
        return {name: self.draw.choice(MODALITIES[Dimension(name)].values) for name in PROFILE}

    def day(self, serial: str) -> date:
        """A booklet taken back is at the place since today."""
        return TODAY if serial in self.again else FIRST_DAY + timedelta(days=self.draw.randrange(DAYS))

    def hand_out(self) -> None:
        house, at = self.draw.choice(self.houses), self.draw.randrange(2)
        place, left = self.places[house.key][at], self.left[house.key, at]
        if not left:
            return
        asked = Characteristic.objects.current().first()
        choice = self.draw.choice([*asked.choices.all(), None]) if asked else None
        objects = self.draw.random() < 0.2
        profile, serial = self.profile(), left.pop()
        day = self.day(serial)
        told = {"outcome": "assistance", "category": "freins", "commune": self.draw.choice(COMMUNES)}
        row = handed(
            house,
            on=day,
            place=place,
            serial=serial,
            objection=objects,
            outcome="assistance",
            category="freins",
            commune_insee=told["commune"],
            profile=profile | ({"added": {asked: choice}} if asked else {}),  # type: ignore[arg-type]
        )
        person = Person(row, house, place, day, told | profile)
        if asked and not objects:
            person.added = {
                f"carac:{asked.code}:{asked.version}": f"{asked.version}:{choice.number if choice else 'nr'}"
            }
        if objects:
            forgotten(person)
        self.persons.append(person)

    def bring_in(self) -> None:
        """Two rows of a file."""
        house = self.draw.choice(self.houses)
        left = self.left[house.key, 0]
        if len(left) < 2:
            return
        serials = [left.pop(), left.pop()]
        day = max(self.day(serial) for serial in serials)
        rows = [attribution(house, serial, remis_le=f"{day:%d/%m/%Y}") for serial in serials]
        assert written(house.intervenant, sent_rows(house, rows)).state == ImportState.FAIT
        told = {"commune": "67043", "category": "bases", "outcome": "formation", "age_band": "45_59", "sex": "femme"}
        told |= {"pcs": "5", "french": "nr", "disability": "non"}
        asked = Characteristic.objects.current().first()
        for row in Attribution.objects.filter(booklet__serial__in=serials):
            person = Person(row, house, self.places[house.key][0], day, dict(told))
            if asked:
                person.added = {f"carac:{asked.code}:{asked.version}": f"{asked.version}:nr"}
            self.persons.append(person)

    def ask(self) -> None:
        """EMS publishes another version of its characteristic."""
        last = Characteristic.objects.order_by("-version").first()
        Characteristic.objects.filter(state=ContentState.PUBLIE).update(state=ContentState.REMPLACE)
        row = Characteristic.objects.create(
            code="equipement", label="Équipement", version=last.version + 1 if last else 1
        )
        for number, label in enumerate(("Aucun", "Téléphone"), start=1):
            row.choices.create(number=number, label=label)
        Characteristic.objects.filter(pk=row.pk).update(state=ContentState.PUBLIE)

    def withdraw(self) -> None:
        Characteristic.objects.filter(state=ContentState.PUBLIE).update(state=ContentState.REMPLACE)

    def correct(self) -> None:
        person, profile, commune = self.draw.choice(self.persons), self.profile(), self.draw.choice(COMMUNES)
        try:
            rights.correct(attribution=person.row, commune_insee=commune, profile=Profile(**profile))
        except PassnumError:
            return
        person.told |= profile | {"commune": commune}

    def object(self) -> None:
        person = self.draw.choice(self.persons)
        rights.withdraw_agreement(attribution=person.row)
        forgotten(person)

    def erase(self) -> None:
        person = self.draw.choice(self.persons)
        rights.erase(attribution=person.row)
        forgotten(person)

    def undo(self) -> None:
        """A mistake is taken back, and its booklet handed out again."""
        person = self.draw.choice(self.persons)
        cancel(actor=person.house.intervenant, attribution=person.row, reason="autre")
        self.persons.remove(person)
        self.again.add(person.row.booklet.serial)
        self.left[person.house.key, self.places[person.house.key].index(person.place)].append(person.row.booklet.serial)

    def play(self, acts: int) -> None:
        doors = (
            [self.hand_out] * 9 + [self.correct] * 3 + [self.bring_in, self.object, self.erase, self.undo, self.undo]
        )
        doors += [self.ask, self.withdraw]
        for _ in range(5):
            self.hand_out()
        for _ in range(acts):
            if self.persons:
                self.draw.choice(doors)()
            else:
                self.hand_out()


def other(house: House) -> DistributionPlace:
    return DistributionPlace.objects.create(
        partner=house.partner, name="Autre", postal_code="67000", commune_insee="67482", commune_name="Strasbourg"
    )


def forgotten(person: Person) -> None:
    person.told = dict.fromkeys(Dimension.values, "nr") | {"commune": person.told["commune"]}
    person.added = {}


def expected(persons: list[Person]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {name: Counter() for name in (*Dimension.values, "commune")}
    for person in persons:
        for name, modality in (person.told | person.added).items():
            found.setdefault(name, Counter())[modality] += 1
    return found


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_of_a_register_made_at_random_is_a_plain_count(scene: Scene, seed: int) -> None:
    world = World(scene, seed)
    world.play(60)
    assert list(miscounts()) == []
    whole = (FIRST_DAY, TODAY)
    cut = sorted(FIRST_DAY + timedelta(days=world.draw.randrange(DAYS)) for _ in range(2))
    for first, last in (whole, (cut[0], cut[1]), (date(2022, 1, 1), date(2022, 12, 31))):
        scopes = [Scope(), *(Scope(partner=house.partner) for house in world.houses)]
        scopes += [Scope(place=place) for places in world.places.values() for place in places]
        for scope in scopes:
            check(world, scope, first, last)


def months_of(first: date, last: date) -> list[date]:
    """The first day of every month, with somebody in it or not."""
    every = (date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13))
    return [month for month in every if first.replace(day=1) <= month <= last]


def check(world: World, scope: Scope, first: date, last: date) -> None:
    persons = [
        one
        for one in world.persons
        if first <= one.day <= last and scope.partner in (None, one.house.partner) and scope.place in (None, one.place)
    ]
    found = read_indicators(scope, first=first, last=last)
    assert (found.beneficiaries, found.passes) == (len(persons), 10 * len(persons))
    months = Counter(one.day.replace(day=1) for one in persons)
    assert {month: number for month, number in dict(found.months).items() if number} == months
    assert list(dict(found.months)) == months_of(first, min(last, TODAY))
    assert {row.code: row.beneficiaries for row in found.places} == Counter(str(one.place.public_id) for one in persons)
    counted = {table.dimension: {code: n for code, n in table.cells.items() if n} for table in found.tables}
    assert counted == expected(persons)
    if scope != Scope():
        return
    by_place = read_places(first, last)
    assert sum(counts["total", "total"] for counts in by_place.values()) == len(persons)
    rows = Attribution.objects.filter(handed_out_on__gte=first, handed_out_on__lte=last)
    for table in found.tables:
        assert table.unknown == sum(number for code, number in table.cells.items() if code.endswith("nr"))
        for code in table.cells:
            behind = rows_behind(rows, table.dimension, code)
            named = {one.row.pk for one in persons if (one.told | one.added).get(table.dimension) == code}
            assert set(behind.values_list("pk", flat=True)) == named
