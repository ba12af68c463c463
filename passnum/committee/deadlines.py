"""Whether a wished date suits a meeting: green, late or impossible, why, and the nearest lawful day. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from passnum.committee.enums import MeetingKind
from passnum.conventions.deadlines import (
    LegalDate,
    check_committee_date,
    earliest_effect_of_early_end,
    fourth_quarter,
    special_committee_by,
)
from passnum.core.calendar_months import months_after
from passnum.core.french import day_and_month
from passnum.core.scheme import COMMITTEE_DATE_NOTICE_MONTHS


class Verdict(StrEnum):
    """What the convention says of a wished date."""

    LAWFUL = "conforme"
    LATE = "tardive"
    """Two calendar months are no longer there (OB-07): possible together, with a reason, and flagged."""
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Frame:
    """What a date is checked against: nature and year of the meeting, and the bounds of its convention.

    `end_wished_on`: the early end that a special meeting examines (art. 12).
    """

    kind: MeetingKind
    year: int
    in_force_from: date
    ends_on: date
    end_wished_on: date | None = None

    @property
    def ordinary(self) -> bool:
        return self.kind == MeetingKind.ORDINAIRE


@dataclass(frozen=True)
class WishedDate:
    """The answer for one wished date, with its calculations in words."""

    day: date
    verdict: Verdict
    reasons: tuple[str, ...]
    nearest: date | None
    fixed_by: LegalDate
    deliverables_by: LegalDate

    @property
    def lawful(self) -> bool:
        return self.verdict == Verdict.LAWFUL

    @property
    def possible(self) -> bool:
        return self.verdict != Verdict.IMPOSSIBLE


def check_wished_date(day: date, frame: Frame, *, on: date) -> WishedDate:
    """What the convention says of a meeting on `day`, if its date is fixed on `on` (art. 2, 7, 12).

    An ordinary meeting is held in the fourth quarter of its own year, a special one at least six months before the
    early end it examines; two calendar months are counted backwards from the meeting.
    """
    check = check_committee_date(
        day, fixed_on=on, in_force_from=frame.in_force_from, ends_on=frame.ends_on, ordinary=frame.ordinary
    )
    late = max(on, frame.in_force_from) > check.fixed_by.day
    others = _of_its_year(day, frame) + _before_early_end(day, frame)
    reasons = check.reasons + others
    only_late = late and len(reasons) == 1
    verdict = Verdict.LAWFUL if not reasons else Verdict.LATE if only_late else Verdict.IMPOSSIBLE
    nearest = day if not reasons else _nearest(day, frame, on)
    return WishedDate(day, verdict, reasons, nearest, check.fixed_by, check.deliverables_by)


def _of_its_year(day: date, frame: Frame) -> tuple[str, ...]:
    if not frame.ordinary or day.year == frame.year:
        return ()
    return (f"Le comité ordinaire de {frame.year} se tient au 4ᵉ trimestre de {frame.year} (art. 7).",)


def _before_early_end(day: date, frame: Frame) -> tuple[str, ...]:
    if frame.end_wished_on is None:
        return ()
    by = special_committee_by(frame.end_wished_on)
    if day <= by.day:
        return ()
    effect = earliest_effect_of_early_end(day)
    return (
        f"La réunion spécifique se tient au plus tard le {day_and_month(by.day)} : {by.explanation} (art. 12). "
        f"Tenue le {day_and_month(day)}, la fin anticipée ne prend pas effet avant le {day_and_month(effect.day)}.",
    )


def _nearest(day: date, frame: Frame, on: date) -> date | None:
    """The lawful day closest to the wished one, within the year, or before the early end; None where there is none."""
    if frame.ordinary:
        first, last = fourth_quarter(frame.year)
        day = min(max(day, first), last)
    elif frame.end_wished_on is not None:
        day = min(day, special_committee_by(frame.end_wished_on).day)
    # Nothing is lawful before two months are there: the search starts from that day at the earliest.
    if not frame.ordinary:
        day = max(day, months_after(max(on, frame.in_force_from), COMMITTEE_DATE_NOTICE_MONTHS))
    found = check_committee_date(
        day, fixed_on=on, in_force_from=frame.in_force_from, ends_on=frame.ends_on, ordinary=frame.ordinary
    ).nearest
    if found is not None and _before_early_end(found, frame):
        return None
    return found
