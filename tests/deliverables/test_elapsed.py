"""« Période annuelle révolue »: civil by default, rolling where the convention’s file says so (art. 7)."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from passnum.committee import services as committee
from passnum.conventions import services as conventions
from passnum.core import clock
from passnum.core.calendar_months import months_after
from passnum.core.errors import InvalidInput
from passnum.deliverables import services
from passnum.deliverables.elapsed import civil_year, rolling_months
from passnum.deliverables.models import Deliverable, ReportingPeriod
from passnum.oversight.findings import Severity, findings_of
from tests.committee.meetings import fixed
from tests.scene import Scene, fill, signed_in

DAYS = st.dates(date(2021, 1, 1), date(2060, 12, 31))


def rolling(scene: Scene) -> None:
    conventions.choose_elapsed_period(
        actor=scene.ems, convention=scene.alpha.convention, elapsed_period="glissante", reason="Réunion de lancement"
    )
    Deliverable.objects.filter(period=scene.period(scene.alpha)).delete()
    scene.period(scene.alpha).delete()
    scene.alpha.convention.refresh_from_db()


def test_a_civil_year_begins_with_the_convention_in_its_first_year() -> None:
    first = civil_year(2021, date(2021, 7, 12))
    assert (first.first_day, first.last_day) == (date(2021, 7, 12), date(2021, 12, 31))
    assert "12/07/2021" in first.explanation
    assert civil_year(2022, date(2021, 7, 12)).first_day == date(2022, 1, 1)


@pytest.mark.parametrize(
    ("due", "first", "last"),
    [
        (date(2022, 10, 30), date(2021, 10, 1), date(2022, 9, 30)),
        (date(2023, 9, 30), date(2022, 9, 1), date(2023, 8, 31)),
        (date(2024, 3, 30), date(2023, 3, 1), date(2024, 2, 29)),
        (date(2023, 12, 1), date(2022, 12, 1), date(2023, 11, 30)),
    ],
)
def test_rolling_months_are_whole_and_over_at_the_due_date(due: date, first: date, last: date) -> None:
    found = rolling_months(due, None)
    assert (found.first_day, found.last_day) == (first, last)
    assert f"{due:%d/%m/%Y}" in found.explanation


@given(DAYS)
def test_rolling_months_are_always_twelve_and_always_over(due: date) -> None:
    found = rolling_months(due, None)
    assert found.last_day < due
    assert months_after(found.first_day, 12).toordinal() == found.last_day.toordinal() + 1


def test_rolling_months_begin_with_the_convention_at_the_earliest() -> None:
    assert rolling_months(date(2022, 10, 30), date(2022, 2, 3)).first_day == date(2022, 2, 3)


@pytest.mark.django_db
def test_the_campaign_opened_for_a_committee_takes_its_rolling_months(scene: Scene) -> None:
    rolling(scene)
    with pytest.raises(InvalidInput, match="fixez d’abord"):
        committee.open_campaign(actor=scene.ems, convention=scene.alpha.convention, year=2022)
    fixed(scene, scene.alpha)
    page = signed_in(scene.ems).get(
        reverse("backoffice:convention_act", args=[scene.alpha.convention.public_id, "campagne"])
    )
    assert "douze mois entiers révolus" in committee_help(page.content.decode(), scene)
    period = committee.open_campaign(actor=scene.ems, convention=scene.alpha.convention, year=2022)
    assert (period.first_day, period.last_day, period.due_on) == (
        date(2022, 10, 1),
        date(2023, 9, 30),
        date(2023, 10, 30),
    )
    shown = signed_in(scene.ems).get(reverse("backoffice:convention", args=[scene.alpha.convention.public_id]))
    assert "douze mois entiers révolus" in shown.content.decode().replace("\u00a0", " ")


def committee_help(page: str, scene: Scene) -> str:
    """The page proposes the first exercice without a campaign: here 2021, so the days of 2022 are read apart."""
    from cms.backoffice.convention_acts import days_in_words

    assert "Douze mois glissants" in page
    return days_in_words(scene.alpha.convention, 2022)


@pytest.mark.django_db
def test_rolling_months_follow_a_moved_committee_until_something_is_written(scene: Scene) -> None:
    rolling(scene)
    with clock.on_day(date(2023, 8, 1)):
        period = services.open_period(
            actor=scene.ems, convention=scene.alpha.convention, year=2022, committee_on=date(2023, 11, 30)
        )
        moved = services.set_committee_date(actor=scene.ems, period=period, committee_on=date(2023, 12, 20))
        assert (moved.first_day, moved.last_day) == (date(2022, 11, 1), date(2023, 10, 31))
        fill(scene.alpha, moved.deliverables.get(kind="programme"))
        back = services.set_committee_date(actor=scene.ems, period=moved, committee_on=date(2023, 11, 30))
    assert (back.first_day, back.last_day) == (date(2022, 11, 1), date(2023, 10, 31))
    [finding] = [f for f in findings_of(scene.alpha.convention, date(2023, 9, 1)) if f.code == "periode-revolue"]
    assert finding.severity == Severity.WARNING
    assert "ne serait pas révolue" in finding.explanation


@pytest.mark.django_db
def test_a_campaign_already_open_keeps_its_civil_year(scene: Scene) -> None:
    conventions.choose_elapsed_period(
        actor=scene.ems, convention=scene.alpha.convention, elapsed_period="glissante", reason="Courrier"
    )
    services.set_committee_date(actor=scene.ems, period=scene.period(scene.alpha), committee_on=date(2023, 12, 14))
    kept = ReportingPeriod.objects.get(convention=scene.alpha.convention, year=2022)
    assert (kept.first_day, kept.last_day) == (date(2022, 1, 1), date(2022, 12, 31))
