"""Reports one after the other over periods that overlap: who enumerates every possibility computes no small number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passnum.distribution.succession import Report, hide_until_safe, overlapping, stretches
from passnum.distribution.suppression import Published, publish_together

LIMIT = 5
Cells = dict[str, int]
#: The months that are stretches here, and orders in which reports of some of them are published.
MONTHS = (1, 2, 3)
ORDERS = [
    [(1, 1), (1, 2), (1, 3)],
    [(1, 3), (2, 2)],
    [(1, 1), (2, 2), (3, 3), (1, 3)],
    [(1, 2), (2, 3), (1, 3)],
    [(1, 2), (2, 3), (2, 2)],
]
TABLE = st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(lambda numbers: 5 <= sum(numbers) <= 9)
YEAR = st.lists(TABLE.map(lambda numbers: dict(zip("abc", numbers, strict=True))), min_size=3, max_size=3)


def days(first: int, last: int) -> tuple[date, date]:
    return date(2022, first, 1), date(2022, last, 28 if last == 2 else 31)


def added(tables: Sequence[Cells]) -> Cells:
    return {cell: sum(table[cell] for table in tables) for cell in "abc"}


def published(months: Sequence[Cells], order: list[tuple[int, int]]) -> list[tuple[tuple[int, int], Published]]:
    """What each report shows, each protected against those before it."""
    reports: list[Report] = []
    found = []
    for one in order:
        first, last = days(*one)
        past = overlapping(first, last, reports)
        shown = publish_together({"t": added(months[one[0] - 1 : one[1]])}, under=LIMIT)
        cut = stretches([*past, Report(first, last, {})])
        view = [{"t": added(months[start.month - 1 : end.month])} for start, end in cut]
        safe = hide_until_safe(shown, first=first, last=last, past=past, views=[view], limit=LIMIT)["t"]
        found.append((one, safe))
        hidden = frozenset(cell for cell, number in safe.cells.items() if number is None)
        if safe.total is not None and hidden != set(safe.cells):
            reports.append(Report(first, last, {"t": hidden}))
    return found


def worlds(months: Sequence[Cells], found: list[tuple[tuple[int, int], Published]]) -> Iterator[list[Cells]]:
    """Every year with the same totals that agrees with all that is shown."""
    possible = [
        [
            dict(zip("abc", values, strict=True))
            for values in product(range(10), repeat=3)
            if sum(values) == sum(table.values())
        ]
        for table in months
    ]
    for (first, last), shown in found:
        if first == last:
            possible[first - 1] = [one for one in possible[first - 1] if agrees(one, shown)]
    for year in product(*possible):
        if all(agrees(added(year[first - 1 : last]), shown) for (first, last), shown in found):
            yield list(year)


def agrees(cells: Cells, shown: Published) -> bool:
    """Where something is shown, so are the zeros: a hidden number is one at least."""
    if shown.hidden == len(shown.cells):
        return True
    return all(cells[cell] > 0 if number is None else cells[cell] == number for cell, number in shown.cells.items())


@pytest.mark.parametrize("order", ORDERS)
@given(months=YEAR)
@settings(max_examples=8, deadline=None)
def test_no_small_number_of_any_months_is_told_by_all_reports(
    order: list[tuple[int, int]], months: list[Cells]
) -> None:
    found = published(months, order)
    together = [one for one in product((0, 1), repeat=3) if any(one)]
    left = {
        (some, cell)
        for some in together
        for cell in "abc"
        if 0 < sum(months[at][cell] for at in range(3) if some[at]) < LIMIT
    }
    true = {(some, cell): sum(months[at][cell] for at in range(3) if some[at]) for some, cell in left}
    for year in worlds(months, found):
        left = {one for one in left if sum(year[at][one[1]] for at in range(3) if one[0][at]) == true[one]}
        if not left:
            break
    assert left == set()


def test_the_last_quarter_is_not_the_year_less_three_quarters() -> None:
    three, fourth = [{"a": 20, "b": 20, "c": 20}] * 2, {"a": 3, "b": 20, "c": 20}
    found = dict(published([*three, fourth], [(1, 1), (2, 2), (3, 3), (1, 3)]))
    assert found[3, 3].cells == {"a": None, "b": None, "c": 20}
    assert found[1, 3].cells["a"] is None


def test_reports_that_do_not_meet_hide_nothing_more() -> None:
    months = [{"a": 20, "b": 30, "c": 5}] * 3
    assert all(shown.hidden == 0 for _, shown in published(months, [(1, 1), (2, 2), (3, 3)]))


def test_a_hidden_one_cannot_shrink_and_hides_nobody_beside_it() -> None:
    """The third month has one « a »: a reader knows that what is hidden is one at least."""
    months = [{"a": 0, "b": 2, "c": 5}, {"a": 0, "b": 3, "c": 2}, {"a": 1, "b": 0, "c": 5}]
    found = dict(published(months, [(1, 1), (1, 2), (1, 3)]))
    assert found[1, 3].cells == {"a": None, "b": None, "c": None}


def test_what_a_lower_threshold_let_be_told_is_not_hidden_by_hiding_all_the_rest() -> None:
    first, last = days(1, 2)
    past = [Report(*days(1, 1), {"t": frozenset()})]
    views = [[{"t": {"a": 4, "b": 40}}, {"t": {"a": 30, "b": 40}}]]
    new = {"t": Published({"a": 34, "b": 80}, 114)}
    assert hide_until_safe(new, first=first, last=last, past=past, views=views, limit=LIMIT) == new


def test_a_report_that_isolates_a_few_persons_is_hidden_whole() -> None:
    months = [{"a": 20, "b": 30, "c": 9}, {"a": 1, "b": 1, "c": 1}, {"a": 20, "b": 30, "c": 9}]
    (_, first), (_, second) = published(months, [(1, 1), (1, 2)])
    assert (first.hidden, second.total) == (0, None)
