"""What is published gives nobody away: small cells are hidden, and what would tell them by subtraction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from passnum.distribution.suppression import publish, publish_together, threshold

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
            assert shown.hidden == len(cells) or sum(cells[name] - 1 for name in hidden) >= LIMIT - 1


def test_a_table_in_which_everybody_is_in_one_cell_is_hidden() -> None:
    assert publish({"oui": 40, "non": 0, "nr": 0}, under=11).cells == {"oui": None, "non": None, "nr": None}
    assert publish({"oui": 0, "non": 0, "nr": 40}, under=11).hidden == 0
    assert publish({"oui": 30, "non": 0, "nr": 15}, under=11).hidden == 0


def test_everybody_added_in_one_cell_since_the_last_report_is_hidden() -> None:
    before = {"sex": {"f": 40, "h": 60}}
    assert publish_together({"sex": {"f": 90, "h": 60}}, under=11, earlier=[before])["sex"].hidden == 2


def test_as_many_hidden_ones_as_persons_are_not_told_by_their_sum() -> None:
    """Zeros are shown: twelve hidden communes with twelve persons would have one each."""
    shown = publish({f"c{number}": 1 for number in range(12)} | {"big": 80, "other": 200}, under=11)
    assert shown.cells["big"] is None


def test_two_numbers_just_under_the_threshold_are_not_told_by_their_sum() -> None:
    assert publish({"a": 10, "b": 10, "c": 40, "d": 90}, under=11).cells["c"] is None
