"""« Mois calendaires » and working days of Alsace-Moselle: the vectors of the convention, and what always holds."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passnum.core.calendar_months import months_after, months_before
from passnum.core.scheme import COMMITTEE_DATE_NOTICE_MONTHS, DELIVERABLES_NOTICE_MONTHS, RENEWAL_NOTICE_MONTHS
from passnum.core.working_days import is_working_day, last_working_day_on_or_before

days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
months = st.integers(0, 240)


@pytest.mark.parametrize(
    ("committee", "fixed_by", "deliverables_by", "reminder"),
    [
        (date(2022, 11, 30), date(2022, 9, 30), date(2022, 10, 30), date(2022, 10, 28)),
        (date(2022, 12, 31), date(2022, 10, 31), date(2022, 11, 30), date(2022, 11, 30)),
        (date(2023, 10, 31), date(2023, 8, 31), date(2023, 9, 30), date(2023, 9, 29)),
        (date(2024, 4, 30), date(2024, 2, 29), date(2024, 3, 30), date(2024, 3, 28)),
        (date(2023, 1, 26), date(2022, 11, 26), date(2022, 12, 26), date(2022, 12, 23)),
        (date(2023, 2, 28), date(2022, 12, 28), date(2023, 1, 28), date(2023, 1, 27)),
    ],
)
def test_the_dates_before_a_committee(committee: date, fixed_by: date, deliverables_by: date, reminder: date) -> None:
    due = months_before(committee, DELIVERABLES_NOTICE_MONTHS)
    assert months_before(committee, COMMITTEE_DATE_NOTICE_MONTHS) == fixed_by
    assert due == deliverables_by
    assert last_working_day_on_or_before(due) == reminder


def test_a_renewal_is_proposed_six_months_before_the_end() -> None:
    assert months_before(date(2023, 12, 31), RENEWAL_NOTICE_MONTHS) == date(2023, 6, 30)


@pytest.mark.parametrize("day", [28, 29, 30])
def test_three_months_after_a_letter_of_the_end_of_november_is_the_end_of_february(day: int) -> None:
    assert months_after(date(2022, 11, day), 3) == date(2023, 2, 28)


def test_the_special_committee_is_six_months_before_the_termination_wished() -> None:
    assert months_before(date(2023, 8, 31), 6) == date(2023, 2, 28)


def test_only_the_last_day_of_2021_leaves_two_months_from_31_october() -> None:
    lawful = [day for n in range(92) if months_before(day := date(2021, 10, 1) + timedelta(n), 2) >= date(2021, 10, 31)]
    assert lawful == [date(2021, 12, 31)]


def test_counting_forwards_from_31_december_would_give_a_day_too_late() -> None:
    committee = months_after(date(2022, 12, 31), 2)
    assert months_before(committee, 2) == date(2022, 12, 28) < date(2022, 12, 31)


@given(days, months)
def test_the_day_is_kept_or_is_the_last_of_its_month(day: date, count: int) -> None:
    for found in (months_before(day, count), months_after(day, count)):
        assert found.day == min(day.day, monthrange(found.year, found.month)[1])


@given(days, months)
def test_the_month_is_exactly_that_many_months_away(day: date, count: int) -> None:
    def index(moment: date) -> int:
        return moment.year * 12 + moment.month

    assert index(day) - index(months_before(day, count)) == count
    assert index(months_after(day, count)) - index(day) == count


@given(days, days, months)
def test_a_later_meeting_never_has_an_earlier_deadline(one: date, other: date, count: int) -> None:
    first, second = sorted((one, other))
    assert months_before(first, count) <= months_before(second, count)


@given(days, months)
def test_no_month_is_no_change_and_months_before_never_come_later(day: date, count: int) -> None:
    assert months_before(day, 0) == months_after(day, 0) == day
    assert months_before(day, count) <= day <= months_after(day, count)


@given(days, months)
def test_a_day_found_backwards_always_leaves_the_months_in_full(day: date, count: int) -> None:
    assert months_after(months_before(day, count), count) <= day


@pytest.mark.parametrize("shift", [months_before, months_after])
def test_a_negative_number_of_months_is_refused(shift: object) -> None:
    with pytest.raises(ValueError, match="négatif"):
        shift(date(2023, 1, 1), -1)  # type: ignore[operator]


def test_a_date_outside_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="hors du calendrier"):
        months_before(date(1, 1, 1), 1)
    with pytest.raises(ValueError, match="hors du calendrier"):
        months_after(date(9999, 12, 1), 1)


# --- Working days ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day",
    [
        date(2023, 1, 1),
        date(2023, 4, 7),
        date(2023, 4, 10),
        date(2023, 5, 1),
        date(2023, 5, 8),
        date(2023, 5, 18),
        date(2023, 5, 29),
        date(2023, 7, 14),
        date(2023, 8, 15),
        date(2023, 11, 1),
        date(2022, 11, 11),
        date(2023, 12, 25),
        date(2023, 12, 26),
        date(2024, 3, 29),
    ],
)
def test_a_holiday_of_alsace_moselle_is_not_worked(day: date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2023, 12, 27), date(2023, 4, 6), date(2023, 4, 11), date(2024, 3, 28)])
def test_the_day_beside_a_holiday_is_worked(day: date) -> None:
    assert is_working_day(day)


@given(days)
def test_a_reminder_never_lands_after_the_legal_date_nor_on_a_day_off(day: date) -> None:
    found = last_working_day_on_or_before(day)
    assert found <= day
    assert is_working_day(found)


@given(days)
def test_a_reminder_leaves_no_worked_day_between_it_and_the_legal_date(day: date) -> None:
    found = last_working_day_on_or_before(day)
    assert not any(is_working_day(found + timedelta(n)) for n in range(1, (day - found).days + 1))


@given(days)
def test_at_most_five_days_off_follow_each_other(day: date) -> None:
    assert (day - last_working_day_on_or_before(day)).days <= 5
