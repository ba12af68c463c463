"""Pace, what will be left or lacking, and a proposal between partners: with its method, or « not known »."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from passnum.quotas.forecast import Forecast, Standing, forecast, reallocation

TODAY = date(2023, 9, 18)


def of(by_month: dict[int, int], *, granted: int = 100, gone: int = 0, today: date = TODAY) -> Forecast:
    months = {date(2023, month, 1): booklets for month, booklets in by_month.items()}
    return forecast(granted=granted, gone=gone, handed_out_by_month=months, today=today, year=2023)


def test_the_pace_of_the_last_three_months_over_is_kept_up_to_the_end_of_the_year() -> None:
    found = of({1: 50, 6: 10, 7: 10, 8: 10}, granted=150)
    assert found.pace == 10
    # 104 days left: 34 booklets more.
    assert (found.by_year_end, found.left_over, found.lacking) == (114, 36, 0)


def test_the_month_under_way_does_not_slow_the_pace_down() -> None:
    assert of({6: 10, 7: 10, 8: 10, 9: 1}).pace == 10


def test_a_month_without_any_hand_out_counts() -> None:
    assert of({6: 12, 8: 12}).pace == 8


def test_a_quota_that_will_not_do_says_when_it_runs_out_and_what_lacks() -> None:
    found = of({6: 20, 7: 20, 8: 20}, granted=80)
    assert found.lacking == 48
    assert found.runs_out_on == date(2023, 10, 19)


def test_booklets_lost_are_not_left_over() -> None:
    assert of({6: 10, 7: 10, 8: 10}, granted=100, gone=5).left_over == 100 - 30 - 34 - 5


def test_too_little_data_gives_no_forecast_and_says_so() -> None:
    for by_month in ({}, {8: 40}, {7: 1, 8: 2}):
        found = of(by_month)
        assert (found.pace, found.left_over, found.lacking) == (None, None, None)
        assert "Pas encore assez" in found.method


def test_a_year_that_is_over_is_counted_and_not_forecast() -> None:
    found = of({6: 10}, today=date(2024, 2, 1))
    assert (found.by_year_end, found.left_over) == (10, 90)
    assert "terminé" in found.method


ROWS = st.lists(
    st.tuples(
        st.integers(1, 300),
        st.integers(0, 300),
        st.one_of(st.none(), st.integers(0, 300)),
        st.one_of(st.none(), st.integers(0, 300)),
    ),
    max_size=12,
)


@given(ROWS)
def test_a_proposal_neither_makes_booklets_nor_takes_delivered_ones(
    rows: list[tuple[int, int, int | None, int | None]],
) -> None:
    standings = [
        Standing(rank, granted, min(floor, granted), left, 0 if left else lacking)
        for rank, (granted, floor, left, lacking) in enumerate(rows)
    ]
    changes = reallocation(standings)
    assert sum(change.after - change.before for change in changes) == 0
    for change in changes:
        row = standings[change.key]
        assert change.after >= row.floor
        assert change.after - change.before <= (row.lacking or 0)
        assert change.before - change.after <= (row.left_over or 0)


def test_a_quota_without_a_forecast_is_left_alone() -> None:
    rows = [Standing(1, 100, 0, None, None), Standing(2, 100, 40, 30, 0), Standing(3, 50, 50, 0, 20)]
    assert [(change.key, change.after) for change in reallocation(rows)] == [(2, 80), (3, 70)]
