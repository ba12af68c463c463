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


def civil_year(year: int, in_force_from: date | None, over_on: date | None = None) -> Elapsed:
    """The civil year; the first one begins with the convention (DOMAIN, 6b), the last one ends with it."""
    first = date(year, 1, 1)
    words = f"année civile {year}, révolue à l’échéance"
    if in_force_from is not None and in_force_from.year == year and in_force_from > first:
        first, words = in_force_from, f"{words}, depuis l’entrée en vigueur du {in_force_from:%d/%m/%Y}"
    return _until(Elapsed(first, date(year, 12, 31), words), over_on)


def rolling_months(due_on: date, in_force_from: date | None, over_on: date | None = None) -> Elapsed:
    """The twelve whole months that are over at the due date: what is left of its month is for writing the report.

    They begin with the convention at the earliest, and end with it at the latest.
    """
    last = due_on.replace(day=1) - timedelta(days=1)
    first = months_before(last + timedelta(days=1), MONTHS)
    words = f"douze mois entiers révolus à l’échéance du {due_on:%d/%m/%Y}"
    if in_force_from is not None and in_force_from > first:
        first, words = in_force_from, f"{words}, depuis l’entrée en vigueur du {in_force_from:%d/%m/%Y}"
    return _until(Elapsed(first, last, words), over_on)


def _until(found: Elapsed, over_on: date | None) -> Elapsed:
    """What comes after the last day of the convention is left out."""
    if over_on is None or over_on >= found.last_day:
        return found
    words = f"{found.explanation}, jusqu’à la fin de la convention le {over_on:%d/%m/%Y}"
    return Elapsed(found.first_day, over_on, words)
