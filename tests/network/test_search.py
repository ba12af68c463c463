"""Which places are proposed: qualified and in the network, the nearest first, by what the person needs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from passnum.core import clock
from passnum.core.communes import communes
from passnum.network.distances import Point, centre_of, centres, distance_km
from passnum.network.opening import is_open_at, is_open_on, opened_on
from passnum.network.search import Wish, suggest_places
from tests.network.examples import place

TODAY = date(2023, 9, 18)
MONDAY_TEN = datetime(2023, 9, 18, 10)
HOURS = "Mo-Fr 09:00-12:00,14:00-18:30; PH off"


@pytest.fixture(autouse=True)
def _today(db: None) -> Any:
    with clock.on_day(TODAY):
        yield


def names(**wish: Any) -> list[str]:
    return [one.place.nom for one in suggest_places(Wish(**wish))]


@pytest.mark.parametrize(
    "away",
    [
        {"is_active": False},
        {"network_joined_on": None},
        {"network_left_on": TODAY},
        {"network_joined_on": date(2023, 9, 19)},
        {"qualified_by": "", "qualified_since": None},
        {"qualified_until": date(2023, 9, 17)},
    ],
)
def test_a_place_not_qualified_or_not_in_the_network_is_not_proposed(away: dict[str, Any]) -> None:
    place(**away)
    assert names() == []


def test_the_last_day_of_a_qualification_counts() -> None:
    place(qualified_until=TODAY)
    assert names() == ["Atelier du Moulin"]


def test_the_nearest_comes_first() -> None:
    place(nom="Loin", commune="Vendenheim", code_insee="67506")
    place(nom="Près")
    assert names(near=centre_of("67365")) == ["Près", "Loin"]


def test_a_place_that_nobody_can_locate_comes_last() -> None:
    place(nom="Ailleurs", code_insee="")
    place(nom="Près")
    assert names(near=centre_of("67365")) == ["Près", "Ailleurs"]


@pytest.mark.parametrize(
    ("answer", "wish"),
    [
        ({"services": ["Aide aux démarches administratives"]}, {"outcome": "assistance"}),
        ({"languages": ["ar"]}, {"language": "ar"}),
        ({"accessibility": ["fauteuil"]}, {"accessible": True}),
        ({"prise_en_charge_specifique": ["Surdité"]}, {"accessible": True}),
        ({"remaining_charge": "aucun"}, {"nothing_to_pay": True}),
        ({"horaires": "Sa 09:00-12:00"}, {"open_on": date(2023, 9, 23)}),
        ({"horaires": "Mo 13:00-14:00"}, {"open_at": datetime(2023, 9, 18, 13, 30)}),
    ],
)
def test_only_what_answers_the_need_is_proposed(answer: dict[str, Any], wish: dict[str, Any]) -> None:
    place(nom="Ne répond pas")
    place(nom="Répond", **answer)
    assert names(**wish) == ["Répond"]


def test_a_search_costs_one_query(django_assert_num_queries: Any) -> None:
    for _ in range(5):
        place()
    with django_assert_num_queries(1):
        names(near=centre_of("67365"), outcome="formation")


def test_hours_are_read_as_openstreetmap_writes_them() -> None:
    spans = [(f"{begin:%H:%M}", f"{end:%H:%M}") for begin, end in opened_on(HOURS, TODAY)]
    assert spans == [("09:00", "12:00"), ("14:00", "18:30")]


def test_open_now_and_closed_at_noon() -> None:
    assert is_open_at(HOURS, MONDAY_TEN)
    assert not is_open_at(HOURS, MONDAY_TEN.replace(hour=13))


@pytest.mark.parametrize("hours", ["", "sur rendez-vous", "Su 09:00-12:00"])
def test_unknown_hours_never_say_open(hours: str) -> None:
    assert not is_open_on(hours, TODAY)


def test_a_bank_holiday_closes() -> None:
    assert not is_open_on(HOURS, date(2023, 7, 14))


def test_distance_of_two_known_points() -> None:
    """Cathedral of Strasbourg to Notre-Dame of Paris: 397 km as the crow flies."""
    assert distance_km(Point(48.5818, 7.7508), Point(48.8530, 2.3499)) == pytest.approx(397, abs=2)


def test_every_commune_of_the_territory_has_its_centre_within_it() -> None:
    strasbourg = Point(48.580, 7.750)
    assert set(centres()) == set(communes())
    assert all(distance_km(strasbourg, point) < 18 for point in centres().values())
