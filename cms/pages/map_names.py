"""Where the names of a few communes are written on the map: beside their dot, away from the numbers of the places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: A letter of a name at 11 px, in the units of the drawing; a little wide, so that names keep their distance.
LETTER = 6.2
DOT = 3


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing, in its own units."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: int, y: int, reach: int = DOT) -> Box:
        """The square around a point."""
        return cls(x - reach, y - reach, x + reach, y + reach)

    def meets(self, other: Box) -> bool:
        """Whether the two share a point."""
        apart = self.right < other.left or other.right < self.left
        return not (apart or self.bottom < other.top or other.bottom < self.top)


@dataclass(frozen=True)
class Name:
    """A name and the point where its text begins, ends or has its middle."""

    x: int
    y: int
    text: str
    anchor: str
    box: Box


def named(asked: Sequence[tuple[tuple[int, int], str]], taken: Sequence[Box], *, width: int) -> list[Name]:
    """Each name at the first free place around its dot; a name with no free place is left out."""
    filled, names = list(taken), []
    for at, text in asked:
        free = (one for one in _places(at, text) if one.box.left >= 0 and one.box.right <= width)
        found = next((one for one in free if not any(one.box.meets(box) for box in filled)), None)
        if found is not None:
            names.append(found)
            filled.append(found.box)
    return names


def _places(at: tuple[int, int], text: str) -> Iterator[Name]:
    """Above, below, to the right and to the left, then the same farther; baselines, as in SVG."""
    (x, y), long = at, LETTER * len(text)
    for gap in (0, 9):
        for left, base, anchor in (
            (x - long / 2, y - 7 - gap, "middle"),
            (x - long / 2, y + 14 + gap, "middle"),
            (x + 8 + gap, y + 4, "start"),
            (x - 8 - gap - long, y + 4, "end"),
        ):
            at_x = {"middle": x, "start": x + 8 + gap, "end": x - 8 - gap}[anchor]
            yield Name(at_x, base, text, anchor, Box(left, base - 9, left + long, base + 3))
