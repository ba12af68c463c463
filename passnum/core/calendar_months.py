"""« Mois calendaires » of articles 7, 8 and 12: the same day n months away, clamped to the month's last day.

Pure functions of dates. Always count backwards from the event: the day found by counting forwards can be later
(31/12 + 2 months = 28/02, but 28/02 − 2 months = 28/12).
"""

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date:
    """The same day `months` calendar months earlier, clamped to the last day of that month (art. 7, 8, 12).

    Raises ValueError for a negative number of months or a result before year 1.
    """
    return _shift(day, -_checked(months))


def months_after(day: date, months: int) -> date:
    """The same day `months` calendar months later, clamped to the last day of that month (art. 12).

    Raises ValueError for a negative number of months or a result after year 9999.
    """
    return _shift(day, _checked(months))


def _checked(months: int) -> int:
    if months < 0:
        raise ValueError("Le nombre de mois ne peut pas être négatif.")
    return months


def _shift(day: date, months: int) -> date:
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    month = month_index + 1
    if not 1 <= year <= 9999:
        raise ValueError("La date obtenue est hors du calendrier.")
    return date(year, month, min(day.day, monthrange(year, month)[1]))
