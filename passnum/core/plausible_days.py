"""The years that a day of the scheme may fall in: a day beyond them is a slip of the keyboard. Pure."""

from __future__ import annotations

from datetime import date

from passnum.core.errors import InvalidInput

#: First to last year that a convention, or anything about it, may fall in.
YEARS = range(2000, 2101)


def year_written(text: str) -> int | None:
    """The year of the scheme that a text is, such as the one in an address; None where it is none."""
    return int(text) if text.isdecimal() and len(text) == len("2000") and int(text) in YEARS else None


def plausible(day: date, field: str | None = None) -> date:
    """The day as it is. Raises InvalidInput, about `field`, where its year is outside `YEARS`."""
    if day.year not in YEARS:
        raise InvalidInput(f"Indiquez une date entre {YEARS[0]} et {YEARS[-1]}.", field=field)
    return day
