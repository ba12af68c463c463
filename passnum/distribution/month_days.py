"""A period told apart: the months that it holds whole, and the days of those that it cuts. Both days are included."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def whole_months(first: date, last: date) -> tuple[date, date] | None:
    """The first days of the first and of the last month that the period holds whole; None when it holds none."""
    start = first if first.day == 1 else _next_month(first)
    end = last.replace(day=1) if last.day == monthrange(last.year, last.month)[1] else _previous_month(last)
    return (start, end) if start <= end else None


def cut_days(first: date, last: date) -> list[tuple[date, date]]:
    """The days of the period that are in no whole month, as one or two stretches."""
    whole = whole_months(first, last)
    if whole is None:
        return [(first, last)]
    stretches = [(first, whole[0] - timedelta(days=1)), (_next_month(whole[1]), last)]
    return [(start, end) for start, end in stretches if start <= end]


def months_between(first: date, last: date) -> list[date]:
    """The first days of the months that the period touches; none where it is out of order."""
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = _next_month(month)
    return months


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _previous_month(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
