"""The business clock. Every business date of Passnum is asked here; sessions, leases and tokens use real time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

_fixed_day: ContextVar[date | None] = ContextVar("passnum_fixed_day", default=None)


def today() -> date:
    """The business day: that of the demonstration (`PASSNUM_TODAY`) or the day in Strasbourg."""
    return _fixed_day.get() or settings.PASSNUM_TODAY or timezone.localdate()


def now() -> datetime:
    """The business day with the present time of day, in the local time zone."""
    real = timezone.localtime()
    day = today()
    if day == real.date():
        return real
    return timezone.make_aware(datetime.combine(day, real.time().replace(fold=0)))


def day_of(moment: datetime) -> date:
    """The day in Strasbourg of a moment: rows keep moments in UTC, where an evening may still be the day before."""
    return timezone.localdate(moment)


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Live another business day for the length of a block: the demonstration plays past years through the services."""
    token = _fixed_day.set(day)
    try:
        yield
    finally:
        _fixed_day.reset(token)
