"""Small cells hidden in what is published, and enough others that none can be recomputed by subtraction. Pure.

A cell under the threshold is hidden (primary). What is left is a system of sums: a table with its totals, or several
tables of the same persons. It is read as a network in which numbers flow: a hidden number can be recomputed exactly
when no cycle of hidden numbers lets it move up or down. Others are hidden (secondary) until each small one can move.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

#: Under this number of persons a cell is never shown, whatever the setting (DOMAIN: never below 5).
LOWEST_THRESHOLD = 5
#: In what is published to all; in EMS's own reports the lowest one does.
PUBLISHED_THRESHOLD = 11

Name = Hashable
#: A table of one dimension: persons by modality.
Cells = Mapping[str, int]


@dataclass(frozen=True)
class Flow:
    """One number of the system: it leaves `tail` and enters `head`; what enters a knot leaves it."""

    tail: Name
    head: Name
    number: int


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
    a table as well, whose small cells are hidden in the new report. When so few persons were added since, or are
    counted at all, that the total itself would tell of them, the whole is hidden.
    """
    limit = threshold(under)
    past = list(earlier)
    totals = {sum(cells.values()) for cells in tables.values()}
    if _tells(totals, limit) or _adds_few(tables, past, limit):
        return {name: Published(dict.fromkeys(cells), None) for name, cells in tables.items()}
    shown = {}
    for name, cells in tables.items():
        small = {cell for cell, number in cells.items() if 0 < number < limit}
        since = [
            {cell: number - before.get(name, {}).get(cell, 0) for cell, number in cells.items()} for before in past
        ]
        small |= {cell for added in since for cell, number in added.items() if 0 < abs(number) < limit}
        hidden = small
        for added in [dict(cells), *since]:
            hidden = _with_company(added, hidden, limit, order=cells)
        shown[name] = Published({c: None if c in hidden else n for c, n in cells.items()}, sum(cells.values()))
    return shown


def publish_grid(grid: Mapping[str, Cells], *, under: int) -> tuple[dict[str, Published], Published]:
    """A table of two dimensions with the totals of its lines and columns: the lines, then the line of the totals.

    Every small number, cell or total, can move: neither lines nor columns nor the margins together give it away.
    """
    limit = threshold(under)
    flows = _flows(grid)
    small = {name for name, flow in flows.items() if 0 < flow.number < limit}
    hidden = set(small)
    while told := sorted((name for name in small if not can_move(flows, hidden, name)), key=str):
        company = _cheapest(flows, hidden, told[0])
        if company is None:
            hidden = set(flows)
            break
        hidden.add(company)
    value = {name: None if name in hidden else flow.number for name, flow in flows.items()}
    columns = _columns(grid)
    lines = {line: Published({column: value[line, column] for column in columns}, value[line, None]) for line in grid}
    return lines, Published({column: value[None, column] for column in columns}, value[None, None])


def can_move(flows: Mapping[Name, Flow], hidden: set[Name], name: Name) -> bool:
    """Whether the hidden number could be another one, all that is shown being what it is and none being negative.

    It can grow when what leaves its head can come back to its tail through other hidden numbers, each growing, or
    shrinking as long as it is not zero; it can shrink, when it is not zero, the other way round.
    """
    flow = flows[name]
    others = {other: flows[other] for other in hidden if other != name}
    grows = _reaches(others, flow.head, flow.tail)
    return grows or (flow.number > 0 and _reaches(others, flow.tail, flow.head))


def _reaches(flows: Mapping[Name, Flow], start: Name, end: Name) -> bool:
    """Whether a change can travel from one knot to another: along a number that grows, or against one that shrinks."""
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == end:
            return True
        for flow in flows.values():
            there = flow.head if flow.tail == here else flow.tail if flow.head == here and flow.number > 0 else None
            if there is not None and there not in seen:
                seen.add(there)
                waiting.append(there)
    return False


def _flows(grid: Mapping[str, Cells]) -> dict[Name, Flow]:
    """The grid as a circulation: total → lines → cells → columns → total. A margin has None for what it sums over."""
    columns = _columns(grid)
    flows: dict[Name, Flow] = {}
    for line, cells in grid.items():
        flows[line, None] = Flow("start", ("line", line), sum(cells.values()))
        for column in columns:
            flows[line, column] = Flow(("line", line), ("column", column), cells.get(column, 0))
    for column in columns:
        flows[None, column] = Flow(("column", column), "end", sum(cells.get(column, 0) for cells in grid.values()))
    flows[None, None] = Flow("end", "start", sum(sum(cells.values()) for cells in grid.values()))
    return flows


def _columns(grid: Mapping[str, Cells]) -> list[str]:
    return list(dict.fromkeys(column for cells in grid.values() for column in cells))


def _cheapest(flows: Mapping[Name, Flow], hidden: set[Name], told: Name) -> Name | None:
    """The number to hide next: the smallest that touches what the told one is connected with, never a zero first."""
    knots = {flows[told].tail, flows[told].head}
    grown = True
    while grown:
        near = {
            knot
            for name in hidden
            for knot in (flows[name].tail, flows[name].head)
            if {flows[name].tail, flows[name].head} & knots
        }
        grown = not near <= knots
        knots |= near
    free = [name for name in flows if name not in hidden]
    touching = [name for name in free if {flows[name].tail, flows[name].head} & knots] or free
    return min(touching, key=lambda name: (flows[name].number == 0, flows[name].number, str(name)), default=None)


def _with_company(cells: Cells, hidden: set[str], limit: int, *, order: Cells) -> set[str]:
    """`hidden` with the smallest other cells, until it is two numbers at least, and together no small one."""
    found = set(hidden)
    others = sorted((cell for cell in cells if cell not in found), key=lambda c: (order[c] == 0, order[c], c))
    for cell in others:
        numbers = [abs(cells[one]) for one in found if cells[one]]
        if not numbers or (len(numbers) > 1 and sum(numbers) >= limit):
            break
        found.add(cell)
    return found


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
