"""A refused cell in words: row, column, value, remedy. What identifies somebody is said, and never kept."""

from __future__ import annotations

import re

from passnum.exchange.format import SHOWN, Problem

#: What would identify somebody: a number of social security, a telephone, an e-mail address. Lengths are bounded: a
#: cell of thousands of letters would be read thousands of times.
_IDENTIFYING = re.compile(
    r"(?P<nir>(?<!\d)[12]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?(?!\d))"
    r"|(?P<phone>(?<!\d)(?:0|\+33\s?|0033\s?)[1-9](?:[\s.-]?\d{2}){4}(?!\d))"
    r"|(?P<mail>[^\s@;,]{1,64}@[^\s@;,]{1,255}\.[a-z]{2,})"
    r"|(?P<birth>(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:19|20)?\d{2}"
    r"|(?:19|20)\d{2}[/.-](?:0?[1-9]|1[0-2])[/.-](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])(?:er)?\s+(?:janv|févr|fevr|mars|avr|mai|juin|juil|août|aout|sept|oct|nov|déc|dec)[a-zé.]*"
    r"\s+(?:19|20)\d{2})(?!\d))",
    re.IGNORECASE,
)
#: Columns of days: one that is not understood is no sign of a date of birth, unless it is long ago.
_DAYS = frozenset({"remis_le", "recu_le", "perime_le", "reunion_de_lancement", "decide_le"})
#: « EMS-2023-01-02 » may number a booklet.
_SERIALS = frozenset({"numero_de_carnet", "premier_numero", "dernier_numero"})
_LONG_AGO = re.compile(r"(?<!\d)19\d{2}(?!\d)")
_WORDS = {
    "nir": "un numéro de sécurité sociale",
    "phone": "un numéro de téléphone",
    "mail": "une adresse électronique",
    "birth": "une date de naissance",
}


def identifying(cell: str) -> str:
    """What the cell looks like when it would identify somebody, in words; empty for nothing."""
    found = _IDENTIFYING.search(cell)
    return _WORDS[found.lastgroup] if found and found.lastgroup else ""


def refusal(line: int, column: str, cell: str, message: str) -> Problem:
    """The problem of one cell; one that identifies somebody is neither shown nor kept."""
    kind = identifying(cell)
    if kind == _WORDS["birth"] and column in _DAYS:
        return Problem(line, column, "" if _LONG_AGO.search(cell) else cell.strip()[:SHOWN], message[:500])
    if kind == _WORDS["birth"] and column in _SERIALS and any(map(str.isalpha, cell)):
        kind = ""
    if kind:
        return Problem(
            line,
            column,
            "",
            f"Cette cellule ressemble à {kind} : elle n’est pas conservée. Retirez-la, rien ne doit identifier la "
            "personne.",
        )
    return Problem(line, column, cell.strip()[:SHOWN], message[:500])
