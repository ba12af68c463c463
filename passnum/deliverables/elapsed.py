"""« Période annuelle révolue »: its first and last day, and why, in words (art. 7). Pure functions of dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from passnum.core.calendar_months import months_before

MONTHS = 12


@dataclass(frozen=True)
class Elapsed:
    """The days that the deliverables cover, both included, and how they were found."""

    first_day: date
    last_day: date
    explanation: str


def civil_year(year: int, in_force_from: date | None) -> Elapsed:
    """The civil year; the first one begins with the convention (DOMAIN, 6b)."""
    first = date(year, 1, 1)
    words = f"année civile {year}, révolue à l’échéance"
    if in_force_from is not None and in_force_from.year == year and in_force_from > first:
        first, words = in_force_from, f"{words}, depuis l’entrée en vigueur du {in_force_from:%d/%m/%Y}"
    return Elapsed(first, date(year, 12, 31), words)


def rolling_months(due_on: date, in_force_from: date | None) -> Elapsed:
    """The twelve whole months that are over at the due date: what is left of its month is for writing the report.

    They begin with the convention at the earliest.
    """
    last = due_on.replace(day=1) - timedelta(days=1)
    first = months_before(last + timedelta(days=1), MONTHS)
    words = f"douze mois entiers révolus à l’échéance du {due_on:%d/%m/%Y}"
    if in_force_from is not None and in_force_from > first:
        first, words = in_force_from, f"{words}, depuis l’entrée en vigueur du {in_force_from:%d/%m/%Y}"
    return Elapsed(first, last, words)
