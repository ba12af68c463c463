"""The indicators are counted from the register: by characteristic, place and month, for any period."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from passnum.core import clock
from passnum.core.errors import InvalidInput
from passnum.distribution.attributing import cancel
from passnum.distribution.models import AggregatedFigures, IndicatorCount
from passnum.distribution.month_days import cut_days, whole_months
from passnum.distribution.reading import read_indicators
from passnum.distribution.scope import Scope
from passnum.partners.models import DistributionPlace
from tests.distribution.attributions import handed
from tests.quotas.stock import bring, brought, received
from tests.scene import House, Scene

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2022, 1, 1), date(2022, 12, 31)
DAYS = st.dates(date(2021, 1, 1), date(2024, 12, 31))


def register(scene: Scene, house: House) -> None:
    """Six persons of 2022 and one of 2023."""
    brought(scene.ems, house, 1, 10)
    handed(house, on=date(2022, 2, 3), profile={"sex": "femme", "age_band": "26_44", "french": "allophone"})
    handed(house, on=date(2022, 2, 28), profile={"sex": "femme"}, outcome="assistance")
    handed(house, on=date(2022, 5, 10), profile={"sex": "homme", "disability": "oui"}, commune_insee="67447")
    handed(house, on=date(2022, 5, 31), objection=True)
    handed(house, on=date(2022, 12, 31), profile={"sex": "homme"})
    handed(house, on=date(2022, 12, 1))
    handed(house, on=date(2023, 1, 1))


def counts(scope: Scope, dimension: str, first: date = FIRST, last: date = LAST) -> dict[str, int]:
    table = read_indicators(scope, first=first, last=last).table(dimension)
    return {row.code: row.beneficiaries for row in table.rows if row.beneficiaries}


def test_a_year_is_counted_by_each_characteristic_with_the_unknown_apart(scene: Scene) -> None:
    register(scene, scene.alpha)
    scope = Scope(convention=scene.alpha.convention)
    assert counts(scope, "sex") == {"femme": 2, "homme": 2, "nr": 2}
    assert counts(scope, "outcome") == {"formation": 4, "assistance": 1, "nr": 1}
    assert counts(scope, "french") == {"allophone": 1, "nr": 5}
    assert counts(scope, "disability") == {"oui": 1, "nr": 5}
    assert counts(scope, "commune") == {"67482": 5, "67447": 1}


def test_each_table_has_the_beneficiaries_as_its_denominator(scene: Scene) -> None:
    register(scene, scene.alpha)
    found = read_indicators(Scope(partner=scene.alpha.partner), first=FIRST, last=LAST)
    assert {table.total for table in found.tables} == {6} == {found.beneficiaries}
    assert (found.booklets, found.passes) == (6, 60)
    assert (found.table("sex").known, found.table("sex").unknown) == (4, 2)


def test_a_period_that_cuts_a_month_reads_its_days_from_the_rows(scene: Scene) -> None:
    register(scene, scene.alpha)
    scope = Scope(partner=scene.alpha.partner)
    assert counts(scope, "sex", date(2022, 2, 4), date(2022, 12, 30)) == {
        "femme": 1,
        "homme": 1,
        "nr": 2,
    }
    found = read_indicators(scope, first=date(2022, 2, 4), last=date(2022, 12, 30))
    told = {month: number for month, number in found.months if number}
    assert told == {date(2022, 2, 1): 1, date(2022, 5, 1): 2, date(2022, 12, 1): 1}


def test_months_without_anybody_are_told_and_those_to_come_are_not(scene: Scene) -> None:
    register(scene, scene.alpha)
    scope = Scope(partner=scene.alpha.partner)
    found = read_indicators(scope, first=FIRST, last=LAST)
    assert [number for _, number in found.months] == [0, 2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 2]
    with clock.on_day(date(2022, 6, 15)):
        found = read_indicators(scope, first=FIRST, last=LAST)
        assert [month.month for month, _ in found.months] == [1, 2, 3, 4, 5, 6]
        assert read_indicators(scope, first=date(2022, 7, 1), last=LAST).months == []


def test_places_are_counted_apart(scene: Scene) -> None:
    register(scene, scene.alpha)
    other = DistributionPlace.objects.create(
        partner=scene.alpha.partner, name="Autre", postal_code="67000", commune_insee="67482", commune_name="Strasbourg"
    )
    bring(scene.alpha, received(scene.ems, 20, 22), place=other)
    handed(scene.alpha, on=date(2022, 3, 3), place=other)
    found = read_indicators(Scope(partner=scene.alpha.partner), first=FIRST, last=LAST)
    assert [(row.label, row.beneficiaries) for row in found.places] == [
        ("Lieu alpha (Strasbourg)", 6),
        ("Autre (Strasbourg)", 1),
    ]
    assert read_indicators(Scope(place=other), first=FIRST, last=LAST).beneficiaries == 1


def test_partners_are_counted_apart_and_together(scene: Scene) -> None:
    register(scene, scene.alpha)
    brought(scene.ems, scene.beta, 30, 33)
    handed(scene.beta, on=date(2022, 6, 1))
    numbers = [
        read_indicators(scope, first=FIRST, last=LAST).beneficiaries
        for scope in (Scope(partner=scene.alpha.partner), Scope(partner=scene.beta.partner), Scope())
    ]
    assert numbers == [6, 1, 7]


def test_a_cancelled_attribution_is_counted_no_more(scene: Scene) -> None:
    register(scene, scene.alpha)
    row = handed(scene.alpha, on=date(2022, 7, 1))
    cancel(actor=scene.alpha.intervenant, attribution=row, reason="autre")
    assert read_indicators(Scope(), first=FIRST, last=LAST).beneficiaries == 6


def test_margins_stay_beside(scene: Scene) -> None:
    register(scene, scene.alpha)
    AggregatedFigures.objects.create(
        convention=scene.beta.convention, year=2022, booklets_handed_out=40, beneficiaries=40
    )
    found = read_indicators(Scope(), first=FIRST, last=LAST, margins=True)
    assert found.beneficiaries == 6
    assert [(one.year, one.beneficiaries) for one in found.margins] == [(2022, 40)]
    assert read_indicators(Scope(), first=FIRST, last=date(2022, 12, 30), margins=True).margins == []


def test_a_period_out_of_order_is_refused(db: None) -> None:
    with pytest.raises(InvalidInput, match="avant d’avoir commencé"):
        read_indicators(Scope(), first=LAST, last=FIRST)


def test_reading_takes_a_dozen_queries_at_most(scene: Scene) -> None:
    register(scene, scene.alpha)
    with CaptureQueriesContext(connection) as queries:
        read_indicators(Scope(partner=scene.alpha.partner), first=date(2022, 1, 5), last=LAST, margins=True)
    assert len(queries) <= 12


def test_falsified_counts_are_found(scene: Scene) -> None:
    register(scene, scene.alpha)
    call_command("check_ledger", stdout=StringIO())
    IndicatorCount.objects.filter(dimension="sex", modality="femme").update(beneficiaries=5)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_ledger", stdout=out)
    assert "sex femme : 5 pour 2" in out.getvalue().replace("\xa0", " ")


@given(DAYS, DAYS)
def test_a_period_is_its_whole_months_and_its_cut_days_once_each(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    days = [day for start, end in cut_days(first, last) for day in _days(start, end)]
    whole = whole_months(first, last)
    if whole is not None:
        end = (whole[1].replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        days += _days(whole[0], end)
    assert sorted(days) == _days(first, last)


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]
