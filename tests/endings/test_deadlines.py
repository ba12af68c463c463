"""The lawful path of a termination: its vectors, and what holds for all dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passnum.conventions.deadlines import special_committee_by
from passnum.endings.deadlines import Path, departs_from_committee, earliest_effect, objection, steps
from passnum.endings.enums import Cause

END = date(2023, 12, 31)


def path(cause: Cause, **known: date) -> Path:
    return Path(cause, known.pop("opened_on", date(2022, 11, 2)), END, **known)


@pytest.mark.parametrize("presented", [date(2022, 11, 30), date(2022, 11, 29), date(2022, 11, 28)])
def test_a_breach_ends_three_months_after_the_first_presentation(presented: date) -> None:
    known = path(Cause.MANQUEMENT, letter_sent_on=date(2022, 11, 25), letter_presented_on=presented)
    first = earliest_effect(known)
    assert first is not None
    assert first.day == date(2023, 2, 28)
    assert objection(known, date(2023, 2, 28)) == ""
    assert "28 février 2023" in objection(known, date(2023, 2, 27))


def test_the_earlier_of_presentation_and_receipt_starts_the_notice() -> None:
    known = path(
        Cause.MANQUEMENT,
        letter_sent_on=date(2022, 11, 25),
        letter_presented_on=date(2022, 11, 28),
        letter_received_on=date(2022, 12, 5),
    )
    assert known.notified_on == date(2022, 11, 28)


def test_a_breach_without_letter_has_no_date() -> None:
    assert "lettre recommandée" in objection(path(Cause.MANQUEMENT), date(2023, 6, 1))


def test_a_breach_sooner_than_the_committees_six_months_departs_from_them() -> None:
    known = path(Cause.MANQUEMENT, letter_sent_on=date(2022, 11, 25), letter_presented_on=date(2022, 11, 28))
    assert departs_from_committee(known, date(2023, 2, 28))
    held = path(
        Cause.MANQUEMENT,
        letter_sent_on=date(2022, 11, 25),
        letter_presented_on=date(2022, 11, 28),
        committee_on=date(2022, 12, 1),
    )
    assert departs_from_committee(held, date(2023, 5, 31))
    assert not departs_from_committee(held, date(2023, 6, 1))


def test_an_early_end_counts_six_months_from_its_committee() -> None:
    known = path(Cause.ANTICIPEE, committee_on=date(2023, 2, 28))
    assert objection(known, date(2023, 8, 31)) == ""
    assert "28 août 2023" in objection(known, date(2023, 8, 27))


def test_after_the_thirtieth_of_june_no_early_end_is_possible() -> None:
    assert objection(path(Cause.ANTICIPEE, committee_on=date(2023, 6, 30)), END) == ""
    late = path(Cause.ANTICIPEE, committee_on=date(2023, 7, 1))
    assert "Aucune fin n’est possible avant l’échéance" in objection(late, END)


@pytest.mark.parametrize("cause", [Cause.FORCE_MAJEURE, Cause.IMPOSSIBILITE])
def test_of_right_needs_neither_notice_nor_committee(cause: Cause) -> None:
    known = path(cause)
    assert objection(known, date(2022, 11, 2)) == ""
    assert objection(known, date(2022, 11, 1))
    assert "comite" not in [step.key for step in steps(known)]


@pytest.mark.parametrize("cause", list(Cause))
def test_no_termination_goes_beyond_the_end(cause: Cause) -> None:
    known = path(
        cause,
        letter_sent_on=date(2022, 11, 3),
        letter_presented_on=date(2022, 11, 4),
        committee_on=date(2022, 11, 4),
    )
    assert objection(known, END + timedelta(days=1))


@given(st.dates(date(2022, 1, 1), date(2023, 5, 1)), st.integers(0, 400))
def test_an_accepted_early_end_had_its_committee_in_time(committee: date, later: int) -> None:
    known = path(Cause.ANTICIPEE, opened_on=committee, committee_on=committee)
    effect = committee + timedelta(days=later)
    if objection(known, effect) == "":
        assert special_committee_by(effect).day >= committee


def test_every_path_ends_with_the_effect_and_the_restitution() -> None:
    for cause in Cause:
        assert [step.key for step in steps(path(cause))][-2:] == ["effet", "restitution"]
