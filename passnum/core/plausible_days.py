"""The years that a day of the scheme may fall in: a day beyond them is a slip of the keyboard. Pure."""

from __future__ import annotations

from datetime import date

from passnum.core.errors import InvalidInput

#: First to last year that a convention, or anything about it, may fall in.
YEARS = range(2000, 2101)


def plausible(day: date, field: str | None = None) -> date:
    """The day as it is. Raises InvalidInput, about `field`, where its year is outside `YEARS`."""
    if day.year not in YEARS:
        raise InvalidInput(f"Indiquez une date entre {YEARS[0]} et {YEARS[-1]}.", field=field)
    return day
