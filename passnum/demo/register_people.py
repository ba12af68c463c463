"""Twelve invented persons: a day, a commune, what was decided with them, and the closed answers they gave."""

from __future__ import annotations

from datetime import date

from passnum.distribution.profiles import Profile

_STRASBOURG, _SCHILTIGHEIM, _BISCHHEIM, _OSTWALD = "67482", "67447", "67043", "67365"


def _said(commune: str, outcome: str, category: str, **more: str) -> dict[str, str]:
    return {"commune": commune, "outcome": outcome, "category": category, **more}


#: None stands for a person who objects to the processing.
PEOPLE: tuple[tuple[date, dict[str, str], Profile | None], ...] = (
    (
        date(2023, 9, 7),
        _said(_STRASBOURG, "formation", "bases"),
        Profile("60_74", "femme", "7", "non_allophone", "non"),
    ),
    (
        date(2023, 9, 7),
        _said(_STRASBOURG, "assistance", "freins", language="ar"),
        Profile("26_44", "homme", "6", "allophone", "nr"),
    ),
    (
        date(2023, 9, 8),
        _said(_SCHILTIGHEIM, "coup_de_pouce", "recreatif"),
        Profile("moins_26", "homme", "8", "nr", "non"),
    ),
    (date(2023, 9, 8), _said(_STRASBOURG, "formation", "bases"), None),
    (
        date(2023, 9, 11),
        _said(_BISCHHEIM, "formation", "freins", language="tr"),
        Profile("45_59", "femme", "8", "allophone", "non"),
    ),
    (date(2023, 9, 11), _said(_STRASBOURG, "assistance", "freins"), Profile("75_plus", "femme", "7", "nr", "oui")),
    (
        date(2023, 9, 12),
        _said(_OSTWALD, "coup_de_pouce", "bases", proposed="formation"),
        Profile("26_44", "femme", "5", "non_allophone", "non"),
    ),
    (
        date(2023, 9, 12),
        _said(_STRASBOURG, "formation", "freins", language="uk"),
        Profile("26_44", "femme", "4", "allophone", "non"),
    ),
    (
        date(2023, 9, 13),
        _said(_STRASBOURG, "formation", "bases"),
        Profile("60_74", "homme", "7", "non_allophone", "nr"),
    ),
    (date(2023, 9, 14), _said(_SCHILTIGHEIM, "assistance", "freins"), Profile("45_59", "homme", "6", "nr", "oui")),
    (
        date(2023, 9, 14),
        _said(_STRASBOURG, "coup_de_pouce", "recreatif"),
        Profile("moins_26", "femme", "8", "nr", "non"),
    ),
    (date(2023, 9, 15), _said(_STRASBOURG, "formation", "bases"), Profile("nr", "nr", "nr", "nr", "nr")),
)
