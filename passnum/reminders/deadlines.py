"""When a legal date is reminded of: pure functions of dates. Moved earlier off days off, never later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from passnum.core.working_days import last_working_day_on_or_before

#: Days before the legal date, the earliest first.
BEFORE_DAYS = (30, 7)
LATE_EVERY_DAYS = 7


@dataclass(frozen=True)
class Occurrence:
    """One reminder of one legal date: its name in the key, and the working day on which it goes out."""

    name: str
    send_on: date


def occurrences_until(due_on: date, today: date) -> list[Occurrence]:
    """The reminders whose day has come, oldest first: J-30, J-7, then every week late."""
    found = [
        Occurrence(f"J-{days}", last_working_day_on_or_before(due_on - timedelta(days=days))) for days in BEFORE_DAYS
    ]
    for week in range(1, (today - due_on).days // LATE_EVERY_DAYS + 2 if today > due_on else 1):
        nominal = due_on + timedelta(days=LATE_EVERY_DAYS * week)
        found.append(Occurrence(f"retard-{week}", last_working_day_on_or_before(nominal)))
    return [occurrence for occurrence in found if occurrence.send_on <= today]


def occurrence_to_send(due_on: date, today: date) -> Occurrence | None:
    """The latest reminder whose day has come: after an interruption, one mail catches up, not a burst."""
    found = occurrences_until(due_on, today)
    return found[-1] if found else None
