"""The 33 communes of the Eurométropole, by INSEE code; search by name or postal code without accents or ligatures."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "communes.csv"


@dataclass(frozen=True)
class Commune:
    """One commune: INSEE code (not a postal code), name, postal codes."""

    insee: str
    name: str
    postal_codes: tuple[str, ...]


@lru_cache(maxsize=1)
def communes() -> dict[str, Commune]:
    """The communes of the territory by INSEE code."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        found = [Commune(row["code_insee"], row["nom"], tuple(row["codes_postaux"].split("|"))) for row in rows]
    return {one.insee: one for one in found}


def commune(insee: str) -> Commune:
    """The commune of this INSEE code. Raises KeyError when it is not one of the Eurométropole."""
    return communes()[insee]


def is_on_territory(insee: str) -> bool:
    """Whether the INSEE code is that of a commune of the Eurométropole. A postal code never answers for it."""
    return insee in communes()


def search(words: str) -> list[Commune]:
    """The communes whose name holds the words, or which have this postal code; all of them for no words."""
    return [
        one
        for one in communes().values()
        if any(matches(words, name=one.name, postal_code=code) for code in one.postal_codes)
    ]


def matches(words: str, *, name: str, postal_code: str) -> bool:
    """Whether what was typed (a part of a name, or the start of a postal code) designates this place."""
    typed = fold(words)
    if not typed:
        return True
    figures = typed.replace(" ", "")
    return postal_code.startswith(figures) if figures.isdigit() else typed in fold(name)


def fold(text: str) -> str:
    """The text without accents, ligatures, case, hyphens or apostrophes: « Hœnheim » and « hoenheim » agree."""
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae")
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())
