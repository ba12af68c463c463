"""Tables of places, of their partners and of the programme for one period, protected together. Pure.

A place is subtracted from its partner, a partner from the programme. The numbers are read as a network: each is an edge
between the sums that it enters, and a hidden one can vary when a cycle of hidden numbers passes through it, which is
when it is no bridge of the network that they make. More are hidden until no small one is a bridge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping

from passnum.distribution.suppression import Cells, Published, publish, threshold, with_company

#: () is the programme, (partner,) a partner, (partner, place) a place.
Line = tuple[str, ...]
#: A number: its line and modality.
Cell = tuple[Line, str]
Knot = Hashable


def sums(places: Mapping[Line, Cells]) -> dict[Line, dict[str, int]]:
    """The table of every line, from those of the places."""
    found: dict[Line, dict[str, int]] = {}
    for place, cells in places.items():
        for line in (place, place[:1], ()):
            table = found.setdefault(line, {})
            for cell, number in cells.items():
                table[cell] = table.get(cell, 0) + number
    return found


def hidden_lines(totals: Mapping[Line, int], *, under: int) -> frozenset[Line]:
    """The lines of so few persons that their total is hidden, and enough others with them; all below them too."""
    limit, found = threshold(under), set[Line]()
    for parent in sorted({line[:-1] for line in totals if line}):
        below = {line: number for line, number in totals.items() if line and line[:-1] == parent}
        if parent in found:
            found |= set(below)
            continue
        names = {str(line): line for line in below}
        cells = {str(line): number for line, number in below.items()}
        small = {name for name, number in cells.items() if 0 < number < limit}
        found |= {names[name] for name in with_company(cells, small, limit, order=cells)}
    return frozenset(found)


def publish_lines(
    places: Mapping[Line, Cells], *, under: int, top: Published | None = None, without: frozenset[Line] = frozenset()
) -> dict[Line, Published]:
    """The table of every line. `top` is the programme's as it is published: nothing more of it is hidden.

    `without` are the lines shown with nothing, not even their total (see `hidden_lines`): the same in each table.
    """
    limit, numbers = threshold(under), sums(places)
    top = top or publish(numbers[()], under=under)
    hidden, small = set[Cell](), set[Cell]()
    for line, cells in numbers.items():
        alone = top if not line else publish(cells, under=under)
        kept = {cell for cell in cells if line in without or alone.cells.get(cell) is None}
        hidden |= {(line, cell) for cell in kept}
        small |= {(line, cell) for cell in kept if 0 < cells[cell] < limit}
    while True:
        hidden = _in_company(numbers, hidden, limit)
        told = _told(numbers, hidden, without, small)
        more = {one for bridge in told if (one := _next(numbers, hidden, bridge)) is not None}
        if not more:
            break
        hidden |= more
    if told:
        hidden |= {(line, cell) for line, cells in numbers.items() if line for cell in cells}
    return {line: _published(line, cells, hidden, without) for line, cells in numbers.items()}


def _published(line: Line, cells: Cells, hidden: set[Cell], without: frozenset[Line]) -> Published:
    total = None if line in without else sum(cells.values())
    return Published({cell: None if (line, cell) in hidden else number for cell, number in cells.items()}, total)


def _in_company(numbers: Mapping[Line, Cells], hidden: set[Cell], limit: int) -> set[Cell]:
    """In each line, and in each sum of lines, none or several are hidden, which are no small number together.

    What is hidden of a sum is hidden in one of its lines at least.
    """
    found, before = set(hidden), -1
    while len(found) > before:
        before = len(found)
        for line, cells in numbers.items():
            if line:
                kept = {cell for cell in cells if (line, cell) in found}
                found |= {(line, cell) for cell in with_company(cells, kept, limit, order=cells)}
        for parent, cells in numbers.items():
            below = [line for line in numbers if line and line[:-1] == parent]
            for cell in (cell for cell in cells if cells[cell] and below):
                column = {str(line): numbers[line].get(cell, 0) for line in below}
                kept = {str(line) for line in below if (line, cell) in found}
                if (parent, cell) not in found:
                    kept = with_company(column, kept, limit, order=column)
                elif not any(column[line] for line in kept):
                    kept.add(min((line for line in column if column[line]), key=lambda line: (column[line], line)))
                found |= {(line, cell) for line in below if str(line) in kept}
    return found


def _edges(
    numbers: Mapping[Line, Cells], hidden: set[Cell], without: frozenset[Line]
) -> Iterator[tuple[Cell, Knot, Knot]]:
    """Each hidden number as a flow: from the sum that it is a part of to the one that it is added to.

    Zeros are shown, except in a table that is hidden whole.
    """
    parents = {line[:-1] for line in numbers if line}
    for line, cell in hidden:
        if numbers[line][cell] > 0 or all((line, other) in hidden for other in numbers[line]):
            own: Knot = ("sum", line, cell) if line in parents else ("line", line)
            yield (line, cell), own, ("sum", line[:-1], cell) if line else "end"
    for line in without:
        yield (line, ""), ("total", line[:-1]), ("total", line) if line in parents else ("line", line)
    yield ((), ""), "end", ("total", ())


def _told(numbers: Mapping[Line, Cells], hidden: set[Cell], without: frozenset[Line], small: set[Cell]) -> set[Cell]:
    """Those of `small` through which no cycle passes: all else being known, they are told.

    A hidden number is known to be one at least: a one, as a zero of a table hidden whole, can only grow.
    """
    edges = {name: (tail, head) for name, tail, head in _edges(numbers, hidden, without)}
    ones = {name for name in edges if name[1] and numbers[name[0]][name[1]] <= 1}
    steps: dict[Knot, list[tuple[Knot, Cell]]] = defaultdict(list)
    near: dict[Knot, list[tuple[Knot, Cell]]] = defaultdict(list)
    for name, (tail, head) in edges.items():
        steps[tail].append((head, name))
        if name not in ones:
            steps[head].append((tail, name))
            near[tail].append((head, name))
            near[head].append((tail, name))
    doubtful = small & (_bridges(near) | ones)
    return {
        name
        for name in doubtful
        if not _leads(steps, edges[name][1], edges[name][0], name)
        and (name in ones or not _leads(steps, *edges[name], name))
    }


def _leads(steps: Mapping[Knot, list[tuple[Knot, Cell]]], start: Knot, end: Knot, without: Cell) -> bool:
    """Whether a change can travel from one sum to another, leaving this number as it is."""
    seen, waiting = {start}, [start]
    while waiting:
        for there, name in steps.get(waiting.pop(), ()):
            if name != without and there not in seen:
                if there == end:
                    return True
                seen.add(there)
                waiting.append(there)
    return False


def _bridges(near: Mapping[Knot, list[tuple[Knot, Cell]]]) -> set[Cell]:
    """The numbers through which no cycle passes, of those that can grow and shrink."""
    rank: dict[Knot, int] = {}
    low: dict[Knot, int] = {}
    found: set[Cell] = set()
    for root in near:
        if root not in rank:
            rank[root] = low[root] = len(rank)
            _visit(root, near, rank, low, found)
    return found


def _visit(
    root: Knot,
    near: Mapping[Knot, list[tuple[Knot, Cell]]],
    rank: dict[Knot, int],
    low: dict[Knot, int],
    found: set[Cell],
) -> None:
    """Walk the network from a knot, depth first: an edge is a bridge when nothing behind it leads back before it."""
    path: list[tuple[Knot, Cell | None, Iterator[tuple[Knot, Cell]]]] = [(root, None, iter(near[root]))]
    while path:
        knot, came_by, rest = path[-1]
        for there, name in rest:
            if there not in rank:
                rank[there] = low[there] = len(rank)
                path.append((there, name, iter(near[there])))
                break
            if name != came_by:
                low[knot] = min(low[knot], rank[there])
        else:
            path.pop()
            if path and came_by is not None:
                above = path[-1][0]
                low[above] = min(low[above], low[knot])
                if low[knot] > rank[above]:
                    found.add(came_by)


def _next(numbers: Mapping[Line, Cells], hidden: set[Cell], told: Cell) -> Cell | None:
    """What to hide next: the smallest number beside the told one, in its line or in its column.

    A one, which cannot shrink, helps least; a zero does not.
    """
    line, cell = told
    beside = [(line, other) for other in numbers[line]]
    beside += [
        (other, cell) for other in numbers if other and other[:-1] in (line[:-1], line) and cell in numbers[other]
    ]
    free = _free(numbers, hidden, beside) or _free(
        numbers, hidden, [(other, one) for other, cells in numbers.items() for one in cells]
    )
    return min(free, key=lambda one: (numbers[one[0]][one[1]] == 1, numbers[one[0]][one[1]], one), default=None)


def _free(numbers: Mapping[Line, Cells], hidden: set[Cell], cells: list[Cell]) -> list[Cell]:
    return [one for one in cells if one[0] and one not in hidden and numbers[one[0]][one[1]]]
