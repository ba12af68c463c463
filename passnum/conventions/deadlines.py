"""The dates of the convention: pure functions of dates, each with its calculation in words and its article.

« Mois » of article 12 is computed like the « mois calendaires » of articles 7 and 8: an interpretation, said as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from passnum.core.calendar_months import months_after, months_before
from passnum.core.french import day_and_month
from passnum.core.plausible_days import plausible
from passnum.core.scheme import (
    BREACH_NOTICE_MONTHS,
    COMMITTEE_DATE_NOTICE_MONTHS,
    DELIVERABLES_NOTICE_MONTHS,
    EARLY_END_COMMITTEE_MONTHS,
    RENEWAL_NOTICE_MONTHS,
)

FOURTH_QUARTER_FIRST_MONTH = 10
#: How far a lawful day is looked for around a wished one outside the fourth quarter, in days.
_SEARCH_DAYS = 400


@dataclass(frozen=True)
class LegalDate:
    """A date of the convention: the day, how it was found, and the article it comes from."""

    day: date
    explanation: str
    article: str


def deliverables_due(committee_on: date) -> LegalDate:
    """Latest day to transmit all deliverables: one calendar month before the committee (art. 7)."""
    day = months_before(committee_on, DELIVERABLES_NOTICE_MONTHS)
    return LegalDate(day, f"comité du {committee_on:%d/%m/%Y} − 1 mois calendaire = {day:%d/%m/%Y}", "art. 7")


def committee_date_fixed_by(committee_on: date) -> LegalDate:
    """Latest day to fix jointly the date of the committee: two calendar months before it (art. 7)."""
    day = months_before(committee_on, COMMITTEE_DATE_NOTICE_MONTHS)
    return LegalDate(day, f"comité du {committee_on:%d/%m/%Y} − 2 mois calendaires = {day:%d/%m/%Y}", "art. 7")


def is_in_fourth_quarter(day: date) -> bool:
    """Whether an ordinary committee may be held that day: October to December (art. 7)."""
    return day.month >= FOURTH_QUARTER_FIRST_MONTH


def fourth_quarter(year: int) -> tuple[date, date]:
    """First and last day on which the ordinary committee of a year may be held (art. 7)."""
    return date(year, FOURTH_QUARTER_FIRST_MONTH, 1), date(year, 12, 31)


def renewal_proposed_by(ends_on: date) -> LegalDate:
    """Latest day to propose a new convention on the Council's agenda: six calendar months before the end (art. 8)."""
    day = months_before(ends_on, RENEWAL_NOTICE_MONTHS)
    return LegalDate(day, f"{ends_on:%d/%m/%Y} − 6 mois calendaires = {day:%d/%m/%Y}", "art. 8")


def special_committee_by(effect_on: date) -> LegalDate:
    """Latest day of the special committee for an early end wished on `effect_on`: six months before (art. 12)."""
    day = months_before(effect_on, EARLY_END_COMMITTEE_MONTHS)
    return LegalDate(day, f"fin envisagée le {effect_on:%d/%m/%Y} − 6 mois = {day:%d/%m/%Y}", "art. 12")


def earliest_effect_of_early_end(special_committee_on: date) -> LegalDate:
    """First day on which an early end may take effect after its special committee (art. 12).

    Counted backwards from the effect: the first day whose date less six months is not before the committee.
    """
    day = months_after(special_committee_on, EARLY_END_COMMITTEE_MONTHS)
    while months_before(day, EARLY_END_COMMITTEE_MONTHS) < special_committee_on:
        day += timedelta(days=1)
    return LegalDate(day, f"comité spécial du {special_committee_on:%d/%m/%Y} + 6 mois = {day:%d/%m/%Y}", "art. 12")


def breach_notice_ends(presented_on: date) -> LegalDate:
    """Day at whose midnight the notice of a breach ends: three months after the letter's receipt or first presentation.

    Article 12. On the last day of a shorter month the notice ends with that month.
    """
    day = months_after(presented_on, BREACH_NOTICE_MONTHS)
    return LegalDate(day, f"lettre présentée le {presented_on:%d/%m/%Y} + 3 mois = {day:%d/%m/%Y} à minuit", "art. 12")


@dataclass(frozen=True)
class DateCheck:
    """What the convention says of a committee's date: lawful or not, why, and the nearest lawful day (or None)."""

    day: date
    reasons: tuple[str, ...]
    nearest: date | None
    fixed_by: LegalDate
    deliverables_by: LegalDate

    @property
    def lawful(self) -> bool:
        return not self.reasons


def check_committee_date(
    day: date, *, fixed_on: date, in_force_from: date, ends_on: date | None = None, ordinary: bool = True
) -> DateCheck:
    """Whether a committee fixed on `fixed_on` may be held on `day` (art. 2, 7); counted backwards from the meeting.

    An ordinary committee is held in the fourth quarter of its year, while the convention is in force.
    Raises InvalidInput for a day outside the years of the scheme.
    """
    plausible(day, "day")
    bounds = (in_force_from, ends_on)
    reasons = _objections(day, fixed_on, bounds, ordinary)
    nearest = day if not reasons else _nearest_lawful(day, fixed_on, bounds, ordinary)
    return DateCheck(day, reasons, nearest, committee_date_fixed_by(day), deliverables_due(day))


def _objections(day: date, fixed_on: date, bounds: tuple[date, date | None], ordinary: bool) -> tuple[str, ...]:
    found = []
    in_force_from, ends_on = bounds
    if day <= fixed_on:
        found.append(f"La date est passée ou du jour même : elle se fixe à l’avance, au {day_and_month(fixed_on)}.")
    if day < in_force_from:
        found.append(f"La convention n’est en vigueur que depuis le {day_and_month(in_force_from)} (art. 2).")
    if ordinary and not is_in_fourth_quarter(day):
        found.append("Un comité ordinaire se tient au 4ᵉ trimestre : du 1er octobre au 31 décembre (art. 7).")
    if ordinary and ends_on is not None and day > ends_on:
        found.append(f"La convention prend fin le {day_and_month(ends_on)} (art. 2).")
    by = committee_date_fixed_by(day)
    if max(fixed_on, in_force_from) > by.day:
        found.append(
            f"La date devait être fixée ensemble au plus tard le {day_and_month(by.day)} : {by.explanation} (art. 7)."
        )
    return tuple(found)


def _nearest_lawful(day: date, fixed_on: date, bounds: tuple[date, date | None], ordinary: bool) -> date | None:
    """The lawful day closest to the wished one, the later of two; an ordinary committee stays in its year."""
    first, last = fourth_quarter(day.year)
    for distance in range(_SEARCH_DAYS + 1):
        for candidate in (day + timedelta(days=distance), day - timedelta(days=distance)):
            if ordinary and not first <= candidate <= last:
                continue
            if not _objections(candidate, fixed_on, bounds, ordinary):
                return candidate
    return None


def lawful_committees(year: int, *, fixed_on: date, in_force_from: date) -> tuple[date, date] | None:
    """First and last lawful day of the ordinary committee of a year, if its date is fixed on `fixed_on`; or None."""
    first, last = fourth_quarter(year)
    known_on = max(fixed_on, in_force_from)
    day = first
    while day <= last:
        if months_before(day, COMMITTEE_DATE_NOTICE_MONTHS) >= known_on:
            return day, last
        day += timedelta(days=1)
    return None
