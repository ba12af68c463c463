"""Words and habits that make a password easy to guess here."""

from __future__ import annotations

import itertools
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError

#: Words of the house, and words that people put into passwords everywhere.
EXPECTED_WORDS = (
    "passnumerique",
    "passnum",
    "eurometropole",
    "strasbourg",
    "alsace",
    "numerique",
    "motdepasse",
    "password",
    "administrateur",
    "bonjour",
    "bienvenue",
    "soleil",
    "azerty",
    "qwerty",
)
#: Once the expected words are taken out, this many characters must remain.
MIN_REST = 8
#: « aaaaaaaaaaaaaaaa » and the like.
MIN_DIFFERENT = 6
#: Keys or letters in a row, read in both directions.
ROWS = ("azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890")
_NEIGHBOURS = frozenset(a + b for row in ROWS for text in (row, row[::-1]) for a, b in itertools.pairwise(text))


class ExpectedPasswordsValidator:
    """Refuses a password made mostly of expected words, of few characters or of keys in a row."""

    def validate(self, password: str, user: Any = None) -> None:
        letters = unicodedata.normalize("NFD", password).casefold()
        text = "".join(c for c in letters if c.isalnum())
        rest = text
        for word in EXPECTED_WORDS:
            rest = rest.replace(word, "")
        if rest != text and len(rest) < MIN_REST:
            raise ValidationError(
                "Ce mot de passe contient surtout des mots trop attendus ici : choisissez-en d’autres."
            )
        in_a_row = sum(a + b in _NEIGHBOURS for a, b in itertools.pairwise(text))
        if len(set(letters)) < MIN_DIFFERENT or in_a_row > len(text) / 2:
            raise ValidationError("Ce mot de passe suit les touches du clavier ou se répète : il se devine vite.")

    def get_help_text(self) -> str:
        return "Quinze caractères au moins : une suite de mots que vous seul associez convient très bien."
