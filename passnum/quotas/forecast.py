"""How fast booklets are handed out, what will be left or lacking at the end of the year, and who could help whom.

Pure functions: nothing is moved. A forecast says its method; with too little data it says that it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from passnum.core.calendar_months import months_after
from passnum.core.french import counted, number
from passnum.quotas.allocation import apportion

#: The pace is the mean of so many months over, at most.
MONTHS_READ = 3
#: Below this many months over, or booklets handed out in them, no pace is told.
LEAST_MONTHS = 2
LEAST_BOOKLETS = 5


@dataclass(frozen=True)
class Forecast:
    """What is expected of one quota by 31 December. Booklets; None is what cannot be told."""

    handed_out: int
    pace: Fraction | None
    by_year_end: int | None
    #: Booklets of the quota that would still be there at the end of the year (what is lost is not).
    left_over: int | None
    #: Booklets that would lack to keep the pace up to the end of the year.
    lacking: int | None
    runs_out_on: date | None
    method: str


def forecast(*, granted: int, gone: int, handed_out_by_month: Mapping[date, int], today: date, year: int) -> Forecast:
    """The forecast of a year's quota of `granted` booklets, of which `gone` (lost, returned) will not be handed out.

    `handed_out_by_month`: booklets by first day of the month.
    """
    done = sum(handed_out_by_month.values())
    usable = max(granted - gone, done)
    if today.year > year:
        method = f"Exercice terminé : {counted(done, 'carnet remis', 'carnets remis')}."
        return Forecast(done, None, done, usable - done, 0, None, method)
    months = _months_over(handed_out_by_month, today, year)
    read = months[-MONTHS_READ:]
    booklets = sum(handed_out_by_month.get(month, 0) for month in read)
    if len(read) < LEAST_MONTHS or booklets < LEAST_BOOKLETS:
        return Forecast(done, None, None, None, None, None, _too_little(len(read), booklets))
    pace = Fraction(booklets, len(read))
    end = date(year, 12, 31)
    wanted = done + floor(pace * Fraction((end - today).days, 1) * 12 / 365)
    method = (
        f"Rythme moyen des {counted(len(read), 'dernier mois terminé', 'derniers mois terminés')} "
        f"({counted(booklets, 'carnet remis', 'carnets remis')}, soit {number(float(pace), 1)} par mois), "
        "prolongé jusqu’au 31 décembre. Ce n’est qu’une prolongation : ni saison ni événement n’y entrent."
    )
    runs_out = today + timedelta(days=ceil((usable - done) * Fraction(365, 12) / pace)) if wanted > usable else None
    return Forecast(done, pace, min(wanted, usable), max(usable - wanted, 0), max(wanted - usable, 0), runs_out, method)


def _months_over(by_month: Mapping[date, int], today: date, year: int) -> list[date]:
    """Months of the year that are over, from the one of the first hand-out."""
    first = min((month for month, booklets in by_month.items() if booklets), default=None)
    if first is None:
        return []
    start, end = max(first, date(year, 1, 1)), min(today.replace(day=1), date(year + 1, 1, 1))
    months = []
    while start < end:
        months.append(start)
        start = months_after(start, 1)
    return months


def _too_little(months: int, booklets: int) -> str:
    if not booklets:
        return "Pas encore assez de remises au registre pour un rythme : aucune dans un mois terminé."
    return (
        f"Pas encore assez de remises pour un rythme : {counted(booklets, 'carnet')} en "
        f"{number(months)} mois terminé{'s' if months > 1 else ''} ; "
        f"il en faut {LEAST_BOOKLETS} en {LEAST_MONTHS} mois."
    )


@dataclass(frozen=True)
class Standing:
    """One quota in a reallocation, in booklets: it cannot go under `floor` (delivered, or shared between places)."""

    key: int
    granted: int
    floor: int
    left_over: int | None
    lacking: int | None


@dataclass(frozen=True)
class Change:
    """A number that the proposal would change."""

    key: int
    before: int
    after: int


def reallocation(standings: Sequence[Standing]) -> list[Change]:
    """From those who will have booklets left over to those who will lack some; the sum does not change.

    Only booklets not delivered yet are taken. Quotas without a forecast are left alone.
    """
    gives = [min(row.left_over or 0, max(row.granted - row.floor, 0)) for row in standings]
    needs = [row.lacking or 0 for row in standings]
    moved = min(sum(gives), sum(needs))
    if not moved:
        return []
    taken, given = apportion(moved, gives), apportion(moved, needs)
    changes = [
        Change(row.key, row.granted, row.granted - less + more)
        for row, less, more in zip(standings, taken, given, strict=True)
    ]
    return [change for change in changes if change.after != change.before]
