"""The dates of the convention: every vector of the domain, and what holds for all dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passnum.conventions.deadlines import (
    breach_notice_ends,
    check_committee_date,
    committee_date_fixed_by,
    deliverables_due,
    earliest_effect_of_early_end,
    lawful_committees,
    renewal_proposed_by,
    special_committee_by,
)
from passnum.core.calendar_months import months_before
from passnum.core.working_days import last_working_day_on_or_before

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("committee", "fixed_by", "due"),
    [
        (date(2022, 11, 30), date(2022, 9, 30), date(2022, 10, 30)),
        (date(2022, 12, 31), date(2022, 10, 31), date(2022, 11, 30)),
        (date(2023, 10, 31), date(2023, 8, 31), date(2023, 9, 30)),
        (date(2024, 4, 30), date(2024, 2, 29), date(2024, 3, 30)),
        (date(2023, 1, 26), date(2022, 11, 26), date(2022, 12, 26)),
    ],
)
def test_a_committee_dates_its_fixing_and_its_deliverables(committee: date, fixed_by: date, due: date) -> None:
    assert committee_date_fixed_by(committee).day == fixed_by
    assert deliverables_due(committee).day == due


@pytest.mark.parametrize(
    ("legal", "worked"),
    [
        (date(2022, 10, 30), date(2022, 10, 28)),
        (date(2023, 9, 30), date(2023, 9, 29)),
        (date(2024, 3, 30), date(2024, 3, 28)),
        (date(2022, 12, 26), date(2022, 12, 23)),
    ],
)
def test_reminders_land_on_the_last_working_day(legal: date, worked: date) -> None:
    assert last_working_day_on_or_before(legal) == worked


def test_a_renewal_is_proposed_six_months_before_the_end() -> None:
    due = renewal_proposed_by(date(2023, 12, 31))
    assert due.day == date(2023, 6, 30)
    assert due.explanation == "31/12/2023 − 6 mois calendaires = 30/06/2023"
    assert due.article == "art. 8"


@pytest.mark.parametrize("presented", [date(2022, 11, 30), date(2022, 11, 29), date(2022, 11, 28)])
def test_the_notice_of_a_breach_ends_at_midnight_three_months_later(presented: date) -> None:
    due = breach_notice_ends(presented)
    assert due.day == date(2023, 2, 28)
    assert due.explanation.endswith("28/02/2023 à minuit")


def test_an_early_end_supposes_a_special_committee_six_months_before() -> None:
    assert special_committee_by(date(2023, 8, 31)).day == date(2023, 2, 28)


@given(DAYS)
def test_the_earliest_effect_is_the_first_day_its_committee_allows(committee: date) -> None:
    effect = earliest_effect_of_early_end(committee).day
    assert special_committee_by(effect).day >= committee
    assert special_committee_by(effect - timedelta(days=1)).day < committee


@given(DAYS)
def test_a_lawful_answer_is_itself_lawful(wished: date) -> None:
    fixed_on = months_before(wished, 1)
    check = check_committee_date(wished, fixed_on=fixed_on, in_force_from=fixed_on)
    assert not check.lawful
    if check.nearest is not None:
        again = check_committee_date(check.nearest, fixed_on=fixed_on, in_force_from=fixed_on)
        assert again.lawful
        assert check.nearest.year == wished.year


def test_a_date_counted_forwards_is_late() -> None:
    check = check_committee_date(
        date(2023, 2, 28), fixed_on=date(2022, 12, 31), in_force_from=date(2021, 7, 12), ordinary=False
    )
    assert not check.lawful
    assert "28 décembre 2022" in check.reasons[0]
    assert check.nearest == date(2023, 3, 1)


def test_in_force_on_the_first_of_november_no_committee_of_the_year_is_lawful() -> None:
    day = date(2021, 11, 1)
    assert lawful_committees(2021, fixed_on=day, in_force_from=day) is None
    assert check_committee_date(date(2021, 12, 31), fixed_on=day, in_force_from=day).nearest is None


def test_in_force_on_the_last_of_october_only_the_last_day_of_the_year_is_lawful() -> None:
    day = date(2021, 10, 31)
    assert lawful_committees(2021, fixed_on=day, in_force_from=day) == (date(2021, 12, 31), date(2021, 12, 31))


def test_an_ordinary_committee_is_held_in_the_fourth_quarter() -> None:
    check = check_committee_date(date(2022, 9, 30), fixed_on=date(2022, 3, 1), in_force_from=date(2021, 7, 12))
    assert check.nearest == date(2022, 10, 1)
    assert "4ᵉ trimestre" in check.reasons[0]


def test_an_ordinary_committee_is_held_before_the_end() -> None:
    check = check_committee_date(
        date(2024, 11, 5), fixed_on=date(2024, 3, 1), in_force_from=date(2021, 7, 12), ends_on=date(2023, 12, 31)
    )
    assert not check.lawful
    assert check.nearest is None
