"""Places, partners and programme of one period: who enumerates every possibility finds two for each small number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from passnum.distribution.hierarchy import Line, hidden_lines, publish_lines, sums
from passnum.distribution.suppression import Published

LIMIT = 5
#: The places of two partners, one of which has two.
PLACES: list[Line] = [("p", "one"), ("q", "two"), ("q", "three")]
TABLES = st.lists(
    st.lists(st.integers(0, 8), min_size=3, max_size=3).map(lambda numbers: dict(zip("abc", numbers, strict=True))),
    min_size=3,
    max_size=3,
).map(lambda tables: dict(zip(PLACES, tables, strict=True)))
Places = dict[Line, dict[str, int]]


def protected(places: Places) -> dict[Line, Published]:
    totals = {line: sum(cells.values()) for line, cells in sums(places).items()}
    return publish_lines(places, under=LIMIT, without=hidden_lines(totals, under=LIMIT))


def compositions(true: dict[str, int], shown: Published) -> Iterator[dict[str, int]]:
    """Every table of a place with its total that agrees with what is shown of it.

    A hidden number is one at least, unless zeros are hidden with it, as they are in a table hidden whole.
    """
    total = sum(true.values())
    zeros_too = any(shown.cells[cell] is None and not number for cell, number in true.items())
    least = 0 if zeros_too or shown.hidden == len(true) else 1
    choices = [range(least, total + 1) if number is None else [number] for number in shown.cells.values()]
    for values in product(*choices):
        if sum(values) == total:
            yield dict(zip(shown.cells, values, strict=True))


def told(places: Places) -> set[tuple[Line, str]]:
    """The small numbers that the attacker computes, knowing the totals of the places where they are shown."""
    shown, numbers = protected(places), sums(places)
    left = {(line, cell) for line, cells in numbers.items() for cell, number in cells.items() if 0 < number < LIMIT}
    left = {(line, cell) for line, cell in left if shown[()].total is not None}
    worlds = [list(compositions(places[place], shown[place])) for place in PLACES]
    for tables in product(*worlds):
        other = sums(dict(zip(PLACES, tables, strict=True)))
        if all(
            number is None or other[line][cell] == number
            for line, table in shown.items()
            for cell, number in table.cells.items()
        ):
            left = {(line, cell) for line, cell in left if other[line][cell] == numbers[line][cell]}
            if not left:
                break
    return left


@given(TABLES)
@settings(max_examples=30, deadline=None)
def test_no_small_number_is_told_by_places_partners_and_programme_together(places: Places) -> None:
    assert told(places) == set()


def test_a_partner_does_not_subtract_to_a_small_one() -> None:
    places = {("p", "x"): {"a": 40, "b": 30}, ("q", "y"): {"a": 4, "b": 50}, ("r", "z"): {"a": 60, "b": 70}}
    shown = publish_lines(places, under=LIMIT)
    assert shown[()].cells == {"a": 104, "b": 150}
    assert shown["q",].cells == {"a": None, "b": None}
    assert [shown["p",].cells["a"], shown["r",].cells["a"]].count(None) == 1


def test_what_the_programme_shows_stays_shown() -> None:
    top = Published({"a": None, "b": None, "c": 40}, 60)
    places = {("p", "x"): {"a": 4, "b": 6, "c": 20}, ("q", "y"): {"a": 4, "b": 6, "c": 20}}
    assert publish_lines(places, under=LIMIT, top=top)[()] == top


def test_a_line_of_few_persons_is_hidden_with_another_and_with_its_places() -> None:
    totals = {
        (): 143,
        ("p",): 3,
        ("q",): 40,
        ("r",): 100,
        ("p", "x"): 3,
        ("q", "y"): 30,
        ("q", "z"): 10,
        ("r", "w"): 100,
    }
    assert hidden_lines(totals, under=LIMIT) == {("p",), ("q",), ("p", "x"), ("q", "y"), ("q", "z")}
