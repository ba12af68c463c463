"""The figures of a scope with the small ones hidden: against themselves, what was published, and who knows a part.

The programme's figures are protected against the publications whose periods meet theirs, and against each partner, who
knows its own. Those of a partner or a place are protected together with all the others of the same period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from passnum.core.communes import fold
from passnum.distribution.hierarchy import Line, hidden_lines, publish_lines, sums
from passnum.distribution.models import FiguresRelease, IndicatorCount
from passnum.distribution.places_counted import Places, read_places_of
from passnum.distribution.reading import Counts, Indicators, Row, Table, cells_of, read_indicators
from passnum.distribution.scope import Scope
from passnum.distribution.succession import Report, Stretch, View, hide_until_safe, overlapping, stretches
from passnum.distribution.suppression import Cells, Published, publish_together, threshold, wholly_hidden
from passnum.distribution.thresholds import published_threshold

Tables = dict[str, dict[str, int]]


def shown_rows(table: Table, published: Published) -> list[tuple[Row, int | None]]:
    """The rows with their number as it may be shown, in an order that does not come from the hidden ones.

    A list of communes names those where somebody lives: hidden whole, it is not shown at all.
    """
    rows = table.rows
    if table.dimension == IndicatorCount.COMMUNE:
        hidden_whole = published.hidden == len(published.cells)
        rows = [] if hidden_whole else sorted(rows, key=lambda row: fold(row.label))
    return [(row, published.cells[row.code]) for row in rows]


def protect(scope: Scope, found: Indicators, *, under: int) -> dict[str, Published]:
    """The tables of the scope as they may be shown, hidden under the threshold (persons)."""
    past = _published_beside(found.first, found.last, under=under)
    known = _Known.of(found.first, found.last, past.reports)
    if scope == Scope():
        return _protect_programme(found, past, known)
    whole = read_indicators(Scope(), first=found.first, last=found.last)
    programme, line = _protect_programme(whole, past, known), _line(scope)
    places = {_line(Scope(place=place)): counts for place, counts in known.within(found.first, found.last).items()}
    totals = {one: sum(cells.values()) for one, cells in sums(_tables(whole.tables[0], places)).items()}
    without = hidden_lines(totals, under=past.limit)
    if line not in totals or line in without or programme[whole.tables[0].dimension].total is None:
        return wholly_hidden({table.dimension: table.cells for table in found.tables})
    shown = {}
    for table in whole.tables:
        top = programme[table.dimension]
        lines = publish_lines(_tables(table, places), under=past.limit, top=top, without=without)
        shown[table.dimension] = lines[line]
    return shown


def threshold_beside(first: date, last: date, *, under: int) -> int:
    """The threshold (persons) that `protect` applies: the one asked, or a higher one that was promised before.

    A publication keeps the threshold of its day: those that are read with it, and could tell of it, keep it too.
    """
    return _published_beside(first, last, under=under).limit


@dataclass(frozen=True)
class _Past:
    """What was published over periods that are read with this one: as it was shown, and its true figures."""

    reports: list[Report]
    figures: dict[Stretch, Tables]
    limit: int
    #: Whether the figures are for all to read: each partner does, who knows its own.
    public: bool


def _published_beside(first: date, last: date, *, under: int) -> _Past:
    public = under >= published_threshold()
    reports, figures, limits = [], {}, {}
    for row in FiguresRelease.objects.prefetch_related("cells"):
        tables: Tables = {}
        hidden: dict[str, set[str]] = {}
        for cell in row.cells.all():
            tables.setdefault(cell.dimension, {})[cell.modality] = cell.beneficiaries
            kept = hidden.setdefault(cell.dimension, set())
            if cell.shown is None:
                kept.add(cell.modality)
        if any(set(tables[name]) != kept for name, kept in hidden.items()):
            told = {name: frozenset(kept) for name, kept in hidden.items()}
            reports.append(Report(row.first_day, row.last_day, told))
            figures[row.first_day, row.last_day] = tables
            limits[row.first_day, row.last_day] = row.threshold
    past = overlapping(first, last, reports)
    promised = [limits[one.first, one.last] for one in past] if public else []
    return _Past(past, figures, max([threshold(under), *promised]), public)


@dataclass(frozen=True)
class _Known:
    """The counts of every place in each stretch of the period and of what was published beside it."""

    days: list[Stretch]
    places: list[Places]

    @classmethod
    def of(cls, first: date, last: date, reports: Sequence[Report]) -> _Known:
        days = stretches([*reports, Report(first, last, {})])
        return cls(days, read_places_of(days))

    def within(self, first: date, last: date) -> Places:
        found: Places = {}
        for (start, end), places in zip(self.days, self.places, strict=True):
            if first <= start and end <= last:
                for place, counts in places.items():
                    found.setdefault(place, Counts()).update(counts)
        return found


def _protect_programme(found: Indicators, past: _Past, known: _Known) -> dict[str, Published]:
    """The programme's tables of the period as they may be shown beside what is published already."""
    tables = {table.dimension: table.cells for table in found.tables}
    nested = [
        past.figures[one.first, one.last] for one in past.reports if _contains(one, found) or _contains(found, one)
    ]
    # EMS's own reports are read by EMS alone, which knows no figure of a partner by itself.
    partners = _by_partner(found, known.within(found.first, found.last)) if past.public else {}
    shown = publish_together(tables, under=past.limit, earlier=[*nested, *partners.values()])
    if not past.reports:
        return shown
    views = _views(found, known, with_partners=past.public)
    return hide_until_safe(shown, first=found.first, last=found.last, past=past.reports, views=views, limit=past.limit)


def _line(scope: Scope) -> Line:
    if scope.place is not None:
        return (str(scope.place.partner_id), str(scope.place.pk))
    return (str(scope.partner.pk),) if scope.partner is not None else ()


def _tables(table: Table, places: Mapping[Line, Counts]) -> dict[Line, Cells]:
    return {line: cells_of(table, counts) for line, counts in places.items()}


def _contains(one: Report | Indicators, other: Report | Indicators) -> bool:
    return one.first <= other.first and other.last <= one.last


def _by_partner(found: Indicators, places: Places) -> dict[int, Tables]:
    """What each partner knows of the tables by itself: its own register."""
    partners: dict[int, Counts] = {}
    for place, counts in places.items():
        partners.setdefault(place.partner_id, Counts()).update(counts)
    return {pk: {table.dimension: cells_of(table, counts) for table in found.tables} for pk, counts in partners.items()}


def _views(found: Indicators, known: _Known, *, with_partners: bool) -> list[View]:
    """The true figures of each stretch of days: of all, and without those of each partner."""
    everyone: list[Tables] = []
    for places in known.places:
        counts = Counts()
        for one in places.values():
            counts.update(one)
        everyone.append({table.dimension: cells_of(table, counts) for table in found.tables})
    by_partner = [_by_partner(found, places) if with_partners else {} for places in known.places]
    partners = sorted({pk for tables in by_partner for pk in tables})
    return [everyone, *(_without(everyone, [own.get(pk, {}) for own in by_partner]) for pk in partners)]


def _without(everyone: Sequence[Tables], own: Sequence[Tables]) -> View:
    return [
        {
            name: {cell: number - mine.get(name, {}).get(cell, 0) for cell, number in cells.items()}
            for name, cells in tables.items()
        }
        for tables, mine in zip(everyone, own, strict=True)
    ]
