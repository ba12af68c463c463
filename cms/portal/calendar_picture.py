"""The picture of a calendar: where its dated obligations fall in time, one lane per party. Coordinates only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cms.portal.states import look_of
from passnum.conventions.enums import Debtor, ObligationStatus
from passnum.conventions.models import Convention
from passnum.core.french import day_and_month
from passnum.oversight.calendar import CalendarRow

#: Measures in user units of the drawing.
WIDTH, LANE, LEFT, TOP = 960, 52, 150, 34
_LANES = (Debtor.EMS, Debtor.STRUCTURE, Debtor.DEUX, Debtor.COMITE, Debtor.AUCUN)
_SHAPES = {
    ObligationStatus.RESPECTEE: "done",
    ObligationStatus.RESPECTEE_TARD: "done",
    ObligationStatus.DISPENSEE: "done",
    ObligationStatus.EN_RETARD: "late",
    ObligationStatus.TOLEREE: "soon",
    ObligationStatus.OUVERTE: "open",
}


@dataclass(frozen=True)
class Mark:
    """One obligation: place in the drawing, shape (done, late, soon, open) and words."""

    x: float
    y: float
    shape: str
    tone: str
    words: str


@dataclass(frozen=True)
class Picture:
    """The drawing: its size, its years and lanes (place, name), its marks, the line of the day (or None)."""

    width: int
    height: int
    years: Sequence[tuple[float, int]]
    lanes: Sequence[tuple[float, str]]
    marks: Sequence[Mark]
    today: float | None
    description: str


def draw(convention: Convention, rows: Sequence[CalendarRow], today: date) -> Picture | None:
    """The picture of the dated rows; None when none has a date."""
    dated = [row for row in rows if row.obligation.due_on is not None and row.status in _SHAPES]
    if not dated:
        return None
    days = [row.obligation.due_on for row in dated if row.obligation.due_on]
    first = date(min(convention.first_year, min(days).year), 1, 1)
    last = date(max(convention.last_year, max(days).year), 12, 31)
    used = [lane for lane in _LANES if any(row.obligation.debtor == lane for row in dated)]
    height = TOP + LANE * len(used) + 12

    def across(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - 16) * (day - first).days / (last - first).days, 1)

    marks: list[Mark] = []
    for row in dated:
        lane = used.index(Debtor(row.obligation.debtor))
        x = across(row.obligation.due_on or first)
        crowd = sum(
            1 for mark in marks if abs(mark.x - x) < 14 and TOP + LANE * lane <= mark.y < TOP + LANE * (lane + 1)
        )
        y = TOP + LANE * lane + 14 + (crowd % 3) * 12
        marks.append(Mark(x, y, _SHAPES[row.status], look_of(row.status).tone, _words(row)))
    late = sum(1 for row in dated if row.status == ObligationStatus.EN_RETARD)
    return Picture(
        width=WIDTH,
        height=height,
        years=[(across(date(year, 1, 1)), year) for year in range(first.year, last.year + 1)],
        lanes=[(TOP + LANE * index, str(lane.label)) for index, lane in enumerate(used)],
        marks=marks,
        today=across(today) if first <= today <= last else None,
        description=f"{len(dated)} échéances de {first.year} à {last.year}, dont {late} en retard au "
        f"{day_and_month(today)}. La liste qui précède les donne toutes.",
    )


def _words(row: CalendarRow) -> str:
    return f"{row.due} : {row.obligation.label} ({row.status.label.lower()})"
