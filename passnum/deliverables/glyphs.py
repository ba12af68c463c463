"""Characters that the documents' fonts cannot draw: PDF/A refuses them, so each is replaced, visibly."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

import typst

#: Printed in place of a character that no font of the document has.
REPLACEMENT = "\u25a1"
#: Latin letters and French punctuation: known to be drawn, not worth a question.
_LAST_LATIN = "\u017f"
_PROBE = b'#set document(title: "a")\n#set text(font: "Libertinus Serif", lang: "fr")\n#sys.inputs.c'


def displayable(value: Any) -> Any:
    """The same JSON value, with every character that cannot be drawn replaced; keys are left alone."""
    if isinstance(value, str):
        return "".join(map(_drawn, value))
    if isinstance(value, list):
        return [displayable(item) for item in value]
    if isinstance(value, dict):
        return {key: displayable(item) for key, item in value.items()}
    return value


def _drawn(character: str) -> str:
    if character in "\n\t":
        return character
    category = unicodedata.category(character)
    if category in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        return ""
    if character <= _LAST_LATIN:
        return character
    return character if _has_glyph(character) else REPLACEMENT


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    try:
        typst.compile(
            _PROBE, format="pdf", pdf_standards=["a-3a"], sys_inputs={"c": f"a{character}"}, ignore_system_fonts=True
        )
    except typst.TypstError:
        return False
    return True
