"""The figures of a scope with the small ones hidden: against themselves, what was published, and who knows a part.

The programme's figures are protected against the publications whose periods meet theirs, and against each partner, who
knows its own. Those of a partner or a place are protected together with all the others of the same period.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from passnum.core.communes import fold
from passnum.distribution.hierarchy import Line, hidden_lines, publish_lines, sums
from passnum.distribution.models import FiguresRelease, IndicatorCount
from passnum.distribution.reading import Counts, Indicators, Row, Scope, Table, cells_of, read_indicators, read_places
from passnum.distribution.succession import Report, View, hide_until_safe, overlapping, stretches
from passnum.distribution.suppression import PUBLISHED_THRESHOLD, Cells, Published, publish_together, wholly_hidden

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
    whole = read_indicators(Scope(), first=found.first, last=found.last)
    programme = protect_programme(whole, under=under)
    if scope == Scope():
        return programme
    line = _line(scope)
    places = {_line(Scope(place=place)): counts for place, counts in read_places(found.first, found.last).items()}
    totals = {one: sum(cells.values()) for one, cells in sums(_tables(whole.tables[0], places)).items()}
    without = hidden_lines(totals, under=under)
    if line not in totals or line in without or programme[whole.tables[0].dimension].total is None:
        return wholly_hidden({table.dimension: table.cells for table in found.tables})
    shown = {}
    for table in whole.tables:
        top = programme[table.dimension]
        shown[table.dimension] = publish_lines(_tables(table, places), under=under, top=top, without=without)[line]
    return shown


def protect_programme(found: Indicators, *, under: int) -> dict[str, Published]:
    """The programme's tables of the period as they may be shown beside what is published already."""
    tables = {table.dimension: table.cells for table in found.tables}
    reports, figures, limit = _published(under)
    past = overlapping(found.first, found.last, reports)
    nested = [figures[one.first, one.last] for one in past if _contains(one, found) or _contains(found, one)]
    known = _by_partner(found, found.first, found.last) if under >= PUBLISHED_THRESHOLD else {}
    shown = publish_together(tables, under=limit, earlier=[*nested, *known.values()])
    if not past:
        return shown
    days = stretches([*past, Report(found.first, found.last, {})])
    views = _views(found, days, with_partners=bool(known))
    return hide_until_safe(shown, first=found.first, last=found.last, past=past, views=views, limit=limit)


def _line(scope: Scope) -> Line:
    if scope.place is not None:
        return (str(scope.place.partner_id), str(scope.place.pk))
    return (str(scope.partner.pk),) if scope.partner is not None else ()


def _tables(table: Table, places: dict[Line, Counts]) -> dict[Line, Cells]:
    return {line: cells_of(table, counts) for line, counts in places.items()}


def _published(under: int) -> tuple[list[Report], dict[tuple[date, date], Tables], int]:
    """What was published and shows something, with its true figures, and the threshold that keeps its promise too."""
    reports, figures, limit = [], {}, under
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
            limit = max(limit, row.threshold) if under >= PUBLISHED_THRESHOLD else limit
    return reports, figures, limit


def _contains(one: Report | Indicators, other: Report | Indicators) -> bool:
    return one.first <= other.first and other.last <= one.last


def _by_partner(found: Indicators, first: date, last: date) -> dict[int, Tables]:
    """What each partner knows of the tables by itself: its own register."""
    partners: dict[int, Counts] = {}
    for place, counts in read_places(first, last).items():
        partners.setdefault(place.partner_id, Counts()).update(counts)
    if len(partners) < 2:
        return {}
    return {pk: {table.dimension: cells_of(table, counts) for table in found.tables} for pk, counts in partners.items()}


def _views(found: Indicators, days: Sequence[tuple[date, date]], *, with_partners: bool) -> list[View]:
    """The true figures of each stretch of days: of all, and without those of each partner."""
    everyone: list[Tables] = []
    by_partner: list[dict[int, Tables]] = []
    for first, last in days:
        places = read_places(first, last)
        counts = Counts()
        for one in places.values():
            counts.update(one)
        everyone.append({table.dimension: cells_of(table, counts) for table in found.tables})
        by_partner.append(_by_partner(found, first, last) if with_partners else {})
    partners = sorted({pk for tables in by_partner for pk in tables})
    return [everyone, *(_without(everyone, [known.get(pk, {}) for known in by_partner]) for pk in partners)]


def _without(everyone: Sequence[Tables], own: Sequence[Tables]) -> View:
    return [
        {
            name: {cell: number - mine.get(name, {}).get(cell, 0) for cell, number in cells.items()}
            for name, cells in tables.items()
        }
        for tables, mine in zip(everyone, own, strict=True)
    ]
