"""Opening hours told in French, day by day: « lundi : de 9 h à 12 h et de 14 h à 18 h 30 »."""

from __future__ import annotations

from datetime import date, time, timedelta

from passnum.core.french import NO_BREAK_SPACE
from passnum.network.opening import opened_on

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
CLOSED = "fermé"


def day_in_words(hours: str, day: date) -> str:
    """« de 9 h à 12 h et de 14 h à 18 h 30 », or « fermé »."""
    spans = [f"de {_clock(begin)} à {_clock(end)}" for begin, end in opened_on(hours, day)]
    return " et ".join(spans) if spans else CLOSED


def week_in_words(hours: str, day: date) -> list[tuple[str, str]]:
    """The seven days of the week of `day`, from Monday; empty where the hours are unknown.

    A bank holiday of that week says « fermé » where the hours say so.
    """
    monday = day - timedelta(days=day.weekday())
    told = [(name, day_in_words(hours, monday + timedelta(days=number))) for number, name in enumerate(DAYS)]
    return told if any(words != CLOSED for _, words in told) else []


def _clock(moment: time) -> str:
    minutes = f"{NO_BREAK_SPACE}{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}{NO_BREAK_SPACE}h{minutes}"
