"""Whether a wished date suits a meeting: the vectors of the convention."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passnum.committee.deadlines import Frame, Verdict, check_wished_date
from passnum.committee.enums import MeetingKind
from passnum.conventions.deadlines import committee_date_fixed_by

SINCE = date(2021, 7, 12)
END = date(2023, 12, 31)


def ordinary(year: int, *, since: date = SINCE) -> Frame:
    return Frame(MeetingKind.ORDINAIRE, year, since, END)


@pytest.mark.parametrize(
    ("committee", "fixed_by", "deliverables"),
    [
        (date(2022, 11, 30), date(2022, 9, 30), date(2022, 10, 30)),
        (date(2022, 12, 31), date(2022, 10, 31), date(2022, 11, 30)),
        (date(2023, 10, 31), date(2023, 8, 31), date(2023, 9, 30)),
    ],
)
def test_a_date_fixed_on_its_last_day_is_lawful_and_late_the_day_after(
    committee: date, fixed_by: date, deliverables: date
) -> None:
    frame = ordinary(committee.year)
    on_time = check_wished_date(committee, frame, on=fixed_by)
    after = check_wished_date(committee, frame, on=fixed_by.replace(day=1).replace(month=fixed_by.month + 1))
    assert on_time.verdict == Verdict.LAWFUL
    assert (on_time.fixed_by.day, on_time.deliverables_by.day) == (fixed_by, deliverables)
    assert after.verdict == Verdict.LATE
    assert "− 2 mois calendaires" in after.reasons[0]


def test_an_extra_meeting_is_counted_backwards_into_february() -> None:
    frame = Frame(MeetingKind.EXTRAORDINAIRE, 2024, SINCE, END)
    found = check_wished_date(date(2024, 4, 30), frame, on=date(2024, 2, 29))
    assert found.lawful
    assert found.deliverables_by.day == date(2024, 3, 30)
    assert check_wished_date(date(2024, 4, 30), frame, on=date(2024, 3, 1)).verdict == Verdict.LATE


def test_a_date_fixed_at_the_end_of_december_for_february_is_late() -> None:
    frame = Frame(MeetingKind.EXTRAORDINAIRE, 2023, SINCE, END)
    found = check_wished_date(date(2023, 2, 28), frame, on=date(2022, 12, 31))
    assert found.verdict == Verdict.LATE
    assert "28/12/2022" in found.reasons[0]


def test_in_force_since_november_no_committee_of_the_year_is_lawful() -> None:
    since = date(2021, 11, 1)
    found = check_wished_date(date(2021, 12, 31), ordinary(2021, since=since), on=since)
    assert (found.verdict, found.nearest) == (Verdict.LATE, None)


def test_in_force_since_the_last_day_of_october_one_day_is_lawful() -> None:
    since = date(2021, 10, 31)
    found = check_wished_date(date(2021, 12, 15), ordinary(2021, since=since), on=since)
    assert (found.verdict, found.nearest) == (Verdict.LATE, date(2021, 12, 31))


def test_a_meeting_outside_the_fourth_quarter_is_not_ordinary() -> None:
    found = check_wished_date(date(2022, 9, 30), ordinary(2022), on=date(2022, 3, 1))
    assert found.verdict == Verdict.IMPOSSIBLE
    assert "4ᵉ trimestre" in found.reasons[0]
    assert found.nearest == date(2022, 10, 1)


def test_the_ordinary_committee_of_a_year_is_held_in_that_year() -> None:
    found = check_wished_date(date(2023, 11, 30), ordinary(2022), on=date(2022, 3, 1))
    assert found.verdict == Verdict.IMPOSSIBLE
    assert found.nearest == date(2022, 12, 31)


def test_an_ordinary_committee_is_held_before_the_end_of_the_convention() -> None:
    found = check_wished_date(date(2024, 11, 30), ordinary(2024), on=date(2024, 3, 1))
    assert found.verdict == Verdict.IMPOSSIBLE
    assert found.nearest is None


def test_a_special_meeting_is_held_six_months_before_the_early_end() -> None:
    frame = Frame(MeetingKind.SPECIAL, 2023, SINCE, END, end_wished_on=date(2023, 8, 31))
    assert check_wished_date(date(2023, 2, 28), frame, on=date(2022, 12, 28)).lawful
    found = check_wished_date(date(2023, 3, 15), frame, on=date(2022, 12, 1))
    assert found.verdict == Verdict.IMPOSSIBLE
    assert "15 septembre 2023" in found.reasons[0]
    assert found.nearest == date(2023, 2, 28)


def test_a_special_meeting_too_late_for_its_two_months_has_no_lawful_day() -> None:
    frame = Frame(MeetingKind.SPECIAL, 2023, SINCE, END, end_wished_on=date(2023, 8, 31))
    assert check_wished_date(date(2023, 3, 15), frame, on=date(2023, 2, 1)).nearest is None


@given(
    st.dates(date(2021, 1, 1), date(2024, 12, 31)),
    st.dates(date(2021, 1, 1), date(2024, 12, 31)),
    st.sampled_from(MeetingKind),
)
def test_the_nearest_day_is_lawful_whatever_is_wished(wished: date, on: date, kind: MeetingKind) -> None:
    end = date(2023, 8, 31) if kind == MeetingKind.SPECIAL else None
    frame = Frame(kind, wished.year, SINCE, END, end)
    found = check_wished_date(wished, frame, on=on)
    if found.lawful:
        assert on <= committee_date_fixed_by(wished).day
    if found.nearest is not None:
        assert check_wished_date(found.nearest, frame, on=on).lawful
