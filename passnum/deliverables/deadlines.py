"""Due dates of the deliverables: pure functions of dates, with the calculation in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from passnum.core.calendar_months import months_before
from passnum.core.scheme import COMMITTEE_DATE_NOTICE_MONTHS, DELIVERABLES_NOTICE_MONTHS

FOURTH_QUARTER_FIRST_MONTH = 10


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
