"""Keys side by side: the sum is always the total, to the booklet; an unknown is not guessed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passnum.quotas.allocation import Candidate, Key, apportion, apportion_above, compare

WEIGHTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=40)


@given(st.integers(0, 3000), WEIGHTS)
def test_the_sum_of_the_parts_is_the_total(total: int, weights: list[int]) -> None:
    assert sum(apportion(total, weights)) == total


@given(st.integers(0, 3000), WEIGHTS)
def test_no_part_is_a_whole_booklet_away_from_its_due(total: int, weights: list[int]) -> None:
    shares = apportion(total, weights)
    parts = weights if any(weights) else [1] * len(weights)
    assert all(abs(share * sum(parts) - total * part) < sum(parts) for share, part in zip(shares, parts, strict=True))


@given(st.integers(0, 3000), WEIGHTS)
def test_whoever_has_more_never_gets_less(total: int, weights: list[int]) -> None:
    pairs = sorted(zip(weights, apportion(total, weights), strict=True))
    assert all(low[1] <= high[1] for low, high in pairwise(pairs) if low[0] < high[0])


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 60)), min_size=1, max_size=20), st.integers(0, 2000))
def test_nobody_gets_less_than_the_floor_and_the_sum_holds(rows: list[tuple[int, int]], more: int) -> None:
    weights, floors = [row[0] for row in rows], [row[1] for row in rows]
    shares = apportion_above(sum(floors) + more, weights, floors)
    assert sum(shares) == sum(floors) + more
    assert all(share >= floor for share, floor in zip(shares, floors, strict=True))


@given(st.integers(1, 3000), st.integers(0, 100), st.lists(st.integers(1, 5000), min_size=1, max_size=12))
def test_every_column_comes_to_the_total(total: int, fixed: int, persons: list[int]) -> None:
    columns = compare(total, fixed, [Candidate(str(rank), {Key.PERSONS: one}) for rank, one in enumerate(persons)])
    assert {sum(column.shares) for column in columns if column.shares is not None} == {total}


def test_the_fixed_share_is_equal_and_the_rest_follows_the_key() -> None:
    rows = [Candidate("A", {Key.PERSONS: 900}), Candidate("B", {Key.PERSONS: 100})]
    column = next(column for column in compare(100, 20, rows) if column.key is Key.PERSONS)
    assert column.shares == [82, 18]
    assert "20\xa0carnets répartis à parts égales" in column.method


def test_a_key_that_someone_has_no_figure_of_names_him_and_shares_nothing() -> None:
    rows = [Candidate("A", {Key.PUBLIC: 80}), Candidate("B", {})]
    column = next(column for column in compare(100, 0, rows) if column.key is Key.PUBLIC)
    assert column.shares is None
    assert column.missing == ("B",)


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, []), (1, [-1])])
def test_what_cannot_be_shared_is_refused(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match=r"share|negative"):
        apportion(total, weights)
