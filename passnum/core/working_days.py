"""Working days in Alsace-Moselle, where Good Friday and 26 December are holidays.

Reminders move earlier off days off; the legal date itself never moves.
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", subdiv="6AE", years=year))


def is_working_day(day: date) -> bool:
    """Whether the day is neither a Saturday, a Sunday nor a holiday of Alsace-Moselle."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def last_working_day_on_or_before(day: date) -> date:
    """The day itself if it is worked in Alsace-Moselle, else the nearest worked day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
