"""The names on the map stand clear of the numbers, of the dots and of each other."""

from __future__ import annotations

from itertools import combinations

from cms.pages.map_names import Box, named
from cms.pages.network import WIDTH, drawn
from passnum.network.distances import centre_of


def test_a_name_moves_away_from_the_number_of_a_place() -> None:
    (alone,) = named([((100, 100), "Ostwald")], [Box.around(100, 100)], width=WIDTH)
    (moved,) = named([((100, 100), "Ostwald")], [Box.around(100, 100), Box(90, 80, 110, 100)], width=WIDTH)
    assert alone.y < 100 < moved.y


def test_a_name_without_a_free_place_is_left_out() -> None:
    assert named([((100, 100), "Ostwald")], [Box(0, 0, WIDTH, 200)], width=WIDTH) == []


def test_no_name_of_the_territory_covers_anything() -> None:
    numbered = [(number, centre_of(insee)) for number, insee in enumerate(("67218", "67365", "67482"), start=1)]
    drawing = drawn(numbered)
    boxes = [one.box for one in drawing.names] + [Box.around(x, y) for x, y in drawing.communes]
    assert len(drawing.names) >= 5
    assert not any(one.meets(other) for one, other in combinations(boxes[: len(drawing.names)], 2))
    assert not any(one.box.meets(dot) for one in drawing.names for dot in boxes[len(drawing.names) :])
