"""Reports of the same figures over periods that overlap: what they tell when they are read together. Pure.

The boundaries of all periods cut them into stretches of days. A reader who holds every report can compute the number of
a stretch, or of several together, as soon as nothing can vary in it. A variation that no reader sees is an exchange of
two modalities in one stretch, where both are hidden in every report that covers it; or the same exchange in one stretch
and its reverse in another, where both are hidden in every report that covers one of the two alone. Stretches that no
such variation links to anything have a number that is told: it must not be a small one. More is hidden in the new
report until none is. What those before it told already, a lower threshold allowing it in its day, is told: the new
report does not have to hide it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from passnum.distribution.suppression import Cells, Published, wholly_hidden

#: A stretch of days, both included.
Stretch = tuple[date, date]
#: What a reader tries to compute: for each stretch, persons by table and modality. Those of all, and for a partner
#: what is left of them without its own.
View = Sequence[Mapping[str, Cells]]
_DAY = timedelta(days=1)
#: Where what can vary alone is linked to.
_FREE = -1


@dataclass(frozen=True)
class Report:
    """A report as it was shown: of its period, what is hidden in each table; a table it does not have tells nothing."""

    first: date
    last: date
    hidden: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class _Known:
    """What one report tells of a table: what it hides, the stretches it covers, and the true numbers of these."""

    hidden: frozenset[str]
    covered: frozenset[int]
    people: Sequence[Cells]

    def number(self, cell: str) -> int:
        return sum(self.people[at].get(cell, 0) for at in self.covered)


def _covered(one: Report, days: Sequence[Stretch]) -> frozenset[int]:
    return frozenset(at for at, (start, end) in enumerate(days) if one.first <= start and end <= one.last)


def stretches(reports: Sequence[Report]) -> list[Stretch]:
    """The days of the reports, cut at every boundary of a period, those of no report left out."""
    starts = sorted({day for one in reports for day in (one.first, one.last + _DAY)})
    cut = [(start, end - _DAY) for start, end in pairwise(starts)]
    return [(first, last) for first, last in cut if any(one.first <= first and last <= one.last for one in reports)]


def overlapping(first: date, last: date, past: Sequence[Report]) -> list[Report]:
    """Those of `past` that the period meets, those that these meet, and so on: they are read together."""
    found: list[Report] = []
    left = list(past)
    while near := [one for one in left if one.first <= last and first <= one.last]:
        found += near
        left = [one for one in left if one not in near]
        first, last = min([first, *(one.first for one in near)]), max([last, *(one.last for one in near)])
    return found


def hide_until_safe(
    shown: Mapping[str, Published],
    *,
    first: date,
    last: date,
    past: Sequence[Report],
    views: Sequence[View],
    limit: int,
) -> dict[str, Published]:
    """The tables of a new report with as much more hidden as it takes; wholly hidden when it takes all.

    `views` give the true figures of the `stretches` of the new report and of `past` together, in their order.
    """
    cells = {name: list(table.cells) for name, table in shown.items()}
    days, known = stretches([*past, Report(first, last, {})]), {(one.first, one.last) for one in past}
    new = [at for at, stretch in enumerate(days) if stretch not in known]
    if any(0 < number < limit for view in views for at in new for number in _totals(view[at])):
        return wholly_hidden(cells)
    safe = {}
    for name, table in shown.items():
        hidden = {cell for cell, number in table.cells.items() if number is None}
        while told := _told(name, cells[name], hidden, first, last, past, views, limit):
            others = [cell for cell in cells[name] if cell not in hidden]
            if not others:
                return wholly_hidden(cells)
            hidden.add(told if told in others else min(others, key=lambda cell: _company(table.cells[cell], cell)))
        safe[name] = Published({c: None if c in hidden else n for c, n in table.cells.items()}, table.total)
    return safe


def _totals(tables: Mapping[str, Cells]) -> Iterator[int]:
    return (sum(cells.values()) for cells in tables.values())


def _company(number: int | None, cell: str) -> tuple[bool, int, str]:
    """The smallest number first, a zero last."""
    return (not number, number or 0, cell)


def _told(
    name: str,
    cells: Sequence[str],
    hidden: set[str],
    first: date,
    last: date,
    past: Sequence[Report],
    views: Sequence[View],
    limit: int,
) -> str | None:
    """A modality of which a small number can be computed in some stretches; None when there is none."""
    new = Report(first, last, {name: frozenset(hidden)})
    reports = [one for one in (*past, new) if name in one.hidden]
    days = stretches([*past, new])
    everyone = [tables.get(name, {}) for tables in views[0]]
    known = [_Known(one.hidden[name], _covered(one, days), everyone) for one in reports]
    for view in views:
        people = [tables.get(name, {}) for tables in view]
        for cell in cells:
            for together in _fixed(cell, cells, known, people):
                few = 0 < sum(people[at].get(cell, 0) for at in together) < limit
                if few and together not in _fixed(cell, cells, known[:-1], people):
                    return cell
    return None


def _fixed(cell: str, cells: Sequence[str], known: Sequence[_Known], people: Sequence[Cells]) -> list[set[int]]:
    """The stretches in groups: the number of the modality can vary inside a group, never between it and the rest."""
    groups = [{_FREE}, *({at} for at in range(len(people)))]
    for one in range(len(people)):
        for other in range(_FREE, one):
            near = next(group for group in groups if one in group)
            if other not in near and _varies(cell, cells, known, people, one, other):
                far = next(group for group in groups if other in group)
                groups = [group for group in groups if group is not near and group is not far] + [near | far]
    return [group for group in groups if _FREE not in group]


def _varies(
    cell: str,
    cells: Sequence[str],
    known: Sequence[_Known],
    people: Sequence[Cells],
    one: int,
    other: int,
) -> bool:
    """Whether an exchange of the modality with another, in one stretch and the reverse in the other, is unseen."""
    unseen = [report for report in known if (one in report.covered) != (other in report.covered)]
    if any(cell not in report.hidden for report in unseen):
        return False
    here, there = people[one], people[other] if other != _FREE else None
    for with_whom in cells:
        if with_whom == cell or any(with_whom not in report.hidden for report in unseen):
            continue
        for up, down in ((cell, with_whom), (with_whom, cell)):
            if here.get(down, 0) > 0 and (there is None or there.get(up, 0) > 0):
                # A hidden number is known to be one at least: what loses somebody has two.
                losing = [(report, down if one in report.covered else up) for report in unseen]
                if all(report.number(lost) > 1 for report, lost in losing):
                    return True
    return False
