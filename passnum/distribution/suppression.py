"""Small cells hidden in what is published, and enough others that none can be recomputed by subtraction. Pure.

A cell under the threshold is hidden (primary), and others with it (secondary): two numbers at least, each of which may
be a great one for all that is known of them together. Zeros are shown, so that a hidden number is known to be one at
least. `hierarchy` protects the tables of places, partners and programme together, `succession` reports of periods that
overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from passnum.distribution.enums import is_unknown

#: Under this number of persons a cell is never shown, whatever the setting (DOMAIN: never below 5).
LOWEST_THRESHOLD = 5

#: A table of one dimension: persons by modality.
Cells = Mapping[str, int]


@dataclass(frozen=True)
class Published:
    """A table as it may be shown: None for a hidden cell, and None for a hidden total."""

    cells: dict[str, int | None]
    total: int | None

    @property
    def hidden(self) -> int:
        """How many cells are hidden."""
        return sum(value is None for value in self.cells.values())


def threshold(wanted: int) -> int:
    """The threshold to apply: what the settings want, never under five persons."""
    return max(wanted, LOWEST_THRESHOLD)


def publish(cells: Cells, *, under: int) -> Published:
    """A table of one dimension with its total, protected."""
    return publish_together({"": cells}, under=under)[""]


def publish_together(
    tables: Mapping[str, Cells], *, under: int, earlier: Iterable[Mapping[str, Cells]] = ()
) -> dict[str, Published]:
    """Tables of the same persons, so of the same total, protected together. A zero is shown: it tells of nobody.

    `earlier` are the true figures of reports already published over a part of the same period: what was added since is
    a table as well, whose small cells are hidden in the new report. So are the figures that a reader knows by himself,
    a partner those of its own register: what is left is the others'. When so few persons were added since, or are
    counted at all, that the total itself would tell of them, the whole is hidden. A table in which everybody is in the
    same cell is hidden too: it would tell of each person met there, however many they are.
    """
    limit = threshold(under)
    past = list(earlier)
    totals = {sum(cells.values()) for cells in tables.values()}
    if _tells(totals, limit) or _adds_few(tables, past, limit):
        return wholly_hidden(tables)
    shown = {}
    for name, cells in tables.items():
        small = {cell for cell, number in cells.items() if 0 < number < limit}
        since = [
            {cell: number - before.get(name, {}).get(cell, 0) for cell, number in cells.items()} for before in past
        ]
        small |= {cell for added in since for cell, number in added.items() if 0 < abs(number) < limit}
        hidden = small
        for added in [dict(cells), *since]:
            hidden = set(cells) if _is_full(added) else with_company(added, hidden, limit, order=cells)
        shown[name] = Published({c: None if c in hidden else n for c, n in cells.items()}, sum(cells.values()))
    return shown


def with_company(cells: Cells, hidden: set[str], limit: int, *, order: Cells) -> set[str]:
    """`hidden` with the smallest other cells, until none of them is told by the sum of all."""
    found = set(hidden)
    others = sorted((cell for cell in cells if cell not in found), key=lambda c: (order[c] == 0, order[c], c))
    for cell in others:
        if _keeps_secret([abs(cells[one]) for one in found if cells[one]], limit):
            break
        found.add(cell)
    return found


def _keeps_secret(numbers: list[int], limit: int) -> bool:
    """Whether each of these numbers, one at least, could be as great as the threshold, their sum being known.

    When all are just under the threshold, who knows that would read it from the sum.
    """
    if not numbers:
        return True
    room = sum(numbers) - (len(numbers) - 1)
    return len(numbers) > 1 and room >= limit and any(number != limit - 1 for number in numbers)


def _is_full(cells: Cells) -> bool:
    """Whether all are in one cell that says something of them."""
    filled = [cell for cell, number in cells.items() if number]
    return len(filled) == 1 and not is_unknown(filled[0])


def wholly_hidden(tables: Mapping[str, Iterable[str]]) -> dict[str, Published]:
    """Nothing shown of these tables, not even their total."""
    return {name: Published(dict.fromkeys(cells), None) for name, cells in tables.items()}


def _adds_few(tables: Mapping[str, Cells], past: Iterable[Mapping[str, Cells]], limit: int) -> bool:
    added = {
        abs(sum(cells.values()) - sum(before[name].values()))
        for before in past
        for name, cells in tables.items()
        if name in before
    }
    return _tells(added, limit)


def _tells(totals: Iterable[int], limit: int) -> bool:
    return any(0 < total < limit for total in totals)
