"""What no question that EMS writes asks for: the criteria that article 4 sets aside, and who the person is."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from passnum.core.communes import fold
from passnum.core.errors import InvalidInput

_NEVER_ASKED = Path(__file__).parent / "data" / "never_asked.toml"


def refuse_forbidden(label: str, *others: str, field: str = "label") -> None:
    """Raises InvalidInput when a question or its choices ask for a forbidden criterion, or the question who one is."""
    refuse_criteria(label, *others, field=field)
    _refuse("identity", [label], field)


def refuse_criteria(*texts: str, field: str) -> None:
    """Raises InvalidInput when one of these texts speaks of what article 4 sets aside."""
    _refuse("criteria", texts, field)


def _refuse(table: str, texts: Iterable[str], field: str) -> None:
    read = [_words(text) for text in texts]
    for what, sign in _never_asked()[table]:
        if any(sign.search(text) for text in read):
            raise InvalidInput(
                f"On ne demande pas {what} : l’article 4 n’en fait pas un critère, et aucune identité n’est gardée.",
                field=field,
            )


@lru_cache(maxsize=1)
def _never_asked() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """By table, what is not asked and the words that give it away, as they are read once folded."""
    tables = tomllib.loads(_NEVER_ASKED.read_text(encoding="utf-8"))
    return {table: [(what, _pattern(signs)) for what, signs in lists.items()] for table, lists in tables.items()}


def _pattern(signs: list[str]) -> re.Pattern[str]:
    ends = ((fold(sign), "" if sign.endswith("*") else r"\b") for sign in signs)
    return re.compile("|".join(rf"\b{re.escape(words)}{end}" for words, end in ends))


def _words(text: str) -> str:
    """The text as it is read: full-width letters as plain ones, what has no width left out."""
    seen = unicodedata.normalize("NFKC", text)
    return fold("".join(letter for letter in seen if unicodedata.category(letter) != "Cf"))
