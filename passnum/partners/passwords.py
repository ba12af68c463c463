"""Words that make a password easy to guess here."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError

CONTEXT_WORDS = ("passnum", "passnumerique", "eurometropole", "strasbourg", "alsace", "numerique", "motdepasse")
#: Once the words of the context are taken out, this many characters must remain.
MIN_REST = 8


class ContextWordsValidator:
    """Refuses a password made mostly of the words of the house, whatever the accents, case and separators."""

    def validate(self, password: str, user: Any = None) -> None:
        text = unicodedata.normalize("NFD", password).casefold()
        rest = "".join(c for c in text if c.isalnum())
        found = [word for word in CONTEXT_WORDS if word in rest]
        for word in CONTEXT_WORDS:
            rest = rest.replace(word, "")
        if found and len(rest) < MIN_REST:
            raise ValidationError(
                "Ce mot de passe contient surtout des mots trop attendus ici : choisissez-en d’autres."
            )

    def get_help_text(self) -> str:
        return "Quinze caractères au moins : une suite de mots que vous seul associez convient très bien."
