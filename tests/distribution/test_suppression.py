"""What is published gives nobody away: an attacker who enumerates every possibility finds two for each small number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passnum.distribution.suppression import publish, publish_grid, publish_together, threshold

LIMIT = 5
CELLS = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 14), min_size=2, max_size=4)


def test_small_cells_are_hidden_with_company() -> None:
    shown = publish({"a": 3, "b": 40, "c": 25, "d": 0}, under=11)
    assert shown.cells == {"a": None, "b": 40, "c": None, "d": 0}
    assert shown.total == 68


def test_two_small_cells_that_make_a_small_number_together_take_a_third() -> None:
    shown = publish({"a": 1, "b": 2, "c": 25, "d": 90}, under=11)
    assert shown.cells == {"a": None, "b": None, "c": None, "d": 90}


def test_a_table_of_few_persons_is_hidden_whole() -> None:
    shown = publish({"a": 3, "b": 4}, under=11)
    assert (shown.cells, shown.total) == ({"a": None, "b": None}, None)


def test_a_table_without_small_cells_is_shown_whole() -> None:
    assert publish({"a": 11, "b": 0, "c": 200}, under=11).hidden == 0


def test_the_threshold_is_never_under_five() -> None:
    assert threshold(1) == 5
    assert publish({"a": 4, "b": 60, "c": 70}, under=1).cells["a"] is None


def test_what_a_few_persons_added_since_the_last_report_is_hidden() -> None:
    before = {"sex": {"f": 40, "h": 60, "nr": 20}}
    shown = publish_together({"sex": {"f": 43, "h": 90, "nr": 40}}, under=11, earlier=[before])["sex"]
    assert shown.cells["f"] is None
    assert shown.hidden >= 2


def test_a_report_that_adds_too_few_persons_is_not_published() -> None:
    before = {"sex": {"f": 40, "h": 60}}
    shown = publish_together({"sex": {"f": 43, "h": 60}}, under=11, earlier=[before])["sex"]
    assert (shown.hidden, shown.total) == (2, None)


def test_one_table_does_not_tell_the_total_of_another() -> None:
    shown = publish_together({"sex": {"f": 3, "h": 1}, "age": {"x": 4}}, under=11)
    assert [table.total for table in shown.values()] == [None, None]
    assert shown["age"].cells == {"x": None}


@given(CELLS)
def test_no_small_cell_of_one_table_can_be_recomputed(cells: dict[str, int]) -> None:
    shown = publish(cells, under=LIMIT)
    for cell, number in cells.items():
        if 0 < number < LIMIT:
            assert shown.cells[cell] is None
            hidden = [name for name, value in shown.cells.items() if value is None]
            assert shown.total is None or sum(cells[name] for name in hidden) >= LIMIT
            assert shown.total is None or sum(cells[name] > 0 for name in hidden) > 1


GRIDS = st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=3), min_size=2, max_size=2).filter(
    lambda rows: len({len(row) for row in rows}) == 1
)


def possibilities(grid: dict[str, dict[str, int]]) -> Iterator[dict[str, dict[str, int]]]:
    """Every grid of numbers that agrees with all that is shown of this one."""
    lines, totals = publish_grid(grid, under=LIMIT)
    names = [(line, column) for line, cells in grid.items() for column in cells]
    most = 16
    choices = [range(most) if (known := lines[line].cells[column]) is None else [known] for line, column in names]
    for values in product(*choices):
        other: dict[str, dict[str, int]] = {line: {} for line in grid}
        for (line, column), value in zip(names, values, strict=True):
            other[line][column] = value
        by_line = all(lines[k].total in (None, sum(v.values())) for k, v in other.items())
        by_column = all(totals.cells[c] in (None, sum(v[c] for v in other.values())) for c in totals.cells)
        if by_line and by_column and totals.total in (None, sum(sum(v.values()) for v in other.values())):
            yield other


@given(GRIDS)
@settings(max_examples=40, deadline=None)
def test_no_small_number_of_a_grid_can_be_recomputed_from_its_totals(rows: list[list[int]]) -> None:
    grid = {f"l{i}": {f"c{j}": value for j, value in enumerate(row)} for i, row in enumerate(rows)}
    small = {(line, c) for line, cells in grid.items() for c, number in cells.items() if 0 < number < LIMIT}
    seen: dict[tuple[str, str], set[int]] = {name: set() for name in small}
    for other in possibilities(grid):
        for line, column in small:
            seen[line, column].add(other[line][column])
        if all(len(values) > 1 for values in seen.values()):
            break
    assert all(len(values) > 1 for values in seen.values())


@pytest.mark.parametrize("number", [1, 4])
def test_a_line_with_one_small_cell_hides_another_in_it_and_in_its_column(number: int) -> None:
    lines, totals = publish_grid({"x": {"a": number, "b": 30}, "y": {"a": 40, "b": 50}}, under=LIMIT)
    assert [lines[line].cells[column] for line in "xy" for column in "ab"].count(None) == 4
    assert totals.total == 120 + number
