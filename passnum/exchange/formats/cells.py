"""Cells of short tables read as numbers, days and answers; what they are not is said in words."""

from __future__ import annotations

from datetime import date

from django.db import models

from passnum.core.communes import Commune, communes, fold
from passnum.core.errors import InvalidInput
from passnum.exchange.formats.attribution_lists import NO, YES, communes_by_words, day_of
from passnum.quotas.resources import MAX_DIGITS, digits_of


def whole(cell: str, column: str) -> int:
    """A whole number, with or without spaces. Raises InvalidInput."""
    text = digits_of(cell)
    if not text.isdecimal() or len(text) > MAX_DIGITS:
        raise InvalidInput("Écrivez un nombre entier.", field=column)
    return int(text)


def day(cell: str, column: str) -> date:
    """A day. Raises InvalidInput."""
    found = day_of(cell)
    if found is None:
        raise InvalidInput("Écrivez le jour JJ/MM/AAAA, par exemple 14/03/2023.", field=column)
    return found


def yes(cell: str, column: str, *, default: bool) -> bool:
    """« oui » or « non ». Raises InvalidInput."""
    if not cell:
        return default
    folded = fold(cell)
    if folded not in YES | NO:
        raise InvalidInput("Écrivez « oui » ou « non ».", field=column)
    return folded in YES


def one_of(cell: str, choices: type[models.TextChoices], column: str, *, default: str = "") -> str:
    """The code of a closed list, written as such or by its label. Raises InvalidInput."""
    known = {fold(label): str(code) for code, label in choices.choices} | {
        fold(str(code)): str(code) for code in choices.values
    }
    found = known.get(fold(cell), default if not cell else "")
    if not found:
        raise InvalidInput(f"Écrivez : {said(choices)}.", field=column)
    return found


def said(choices: type[models.TextChoices]) -> str:
    """The words of a closed list, one after the other."""
    return " ; ".join(f"« {label} »" for label in choices.labels)


def commune_of(cell: str, column: str) -> Commune:
    """A commune of the territory, by name or INSEE code. Raises InvalidInput."""
    insee = communes_by_words().get(cell) or communes_by_words().get(fold(cell))
    if insee is None:
        raise InvalidInput("Écrivez le nom ou le code INSEE d’une commune de l’Eurométropole.", field=column)
    return communes()[insee]
