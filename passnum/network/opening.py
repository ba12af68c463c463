"""Opening hours as OpenStreetMap writes them (« Mo-Fr 09:00-12:00,14:00-18:30; PH off »), read by a kept-up parser."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]

from passnum.core.errors import InvalidInput


@lru_cache(maxsize=2048)
def _read(hours: str) -> OpeningHours:
    try:
        return OpeningHours(hours, country="FR")
    except ParserError as error:
        raise InvalidInput(
            f"« {hours} » n’est pas un horaire au format d’OpenStreetMap ; par exemple « Mo-Fr 09:00-12:00 ».",
            field="horaires",
        ) from error


def check(hours: str) -> None:
    """Raise InvalidInput for hours that cannot be read; empty hours are unknown, not wrong."""
    if hours:
        _read(hours)


def is_open_at(hours: str, moment: datetime) -> bool:
    """Whether the place is open at this moment, in local time. Unknown or unreadable hours answer no."""
    return bool(_known(hours) and _read(hours).is_open(moment.replace(tzinfo=None)))


def opened_on(hours: str, day: date) -> list[tuple[time, time]]:
    """The hours of that day, in order: [(9:00, 12:00), (14:00, 18:30)]; empty when closed or unknown."""
    if not _known(hours):
        return []
    start = datetime.combine(day, time.min)
    spans = _read(hours).intervals(start, start + timedelta(days=1))
    return [(begin.time(), end.time()) for begin, end, state, _comment in spans if state == State.OPEN and end]


def is_open_on(hours: str, day: date) -> bool:
    """Whether the place opens at all that day."""
    return bool(opened_on(hours, day))


def _known(hours: str) -> bool:
    if not hours:
        return False
    try:
        _read(hours)
    except InvalidInput:
        return False
    return True
