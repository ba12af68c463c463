"""What is told of a mediation place, in French: distance, hours, languages, access, telephone."""

from __future__ import annotations

from datetime import date
from typing import Any

from passnum.core.french import NO_BREAK_SPACE
from passnum.network.enums import Accessibility, Language
from passnum.network.hours_in_words import day_in_words, week_in_words
from passnum.network.search import Suggestion


def told(one: Suggestion, today: date) -> dict[str, Any]:
    """The place, how far in words, its opening today and in the week, languages and access as labels."""
    place = one.place
    return {
        "place": place,
        "distance": distance_in_words(one.distance_km),
        "today": day_in_words(place.horaires, today) if place.horaires else "",
        "week": week_in_words(place.horaires, today),
        "languages": [Language(code).label.lower() for code in place.languages if code in Language.values],
        "access": [Accessibility(code).label for code in place.accessibility if code in Accessibility.values],
        "phone": phone_in_words(place.telephone),
    }


def distance_in_words(kilometres: float | None) -> str:
    """« environ 4 km », « tout près » under one kilometre; nothing where nobody knows."""
    if kilometres is None:
        return ""
    return "tout près" if kilometres < 1 else f"environ {round(kilometres)}{NO_BREAK_SPACE}km"


def phone_in_words(phone: str) -> str:
    """« 03 88 00 00 00 » for +33388000000; another country's number as it is."""
    if not phone.startswith("+33") or len(phone) != 12:
        return phone
    national = f"0{phone[3:]}"
    return NO_BREAK_SPACE.join(national[start : start + 2] for start in range(0, 10, 2))
