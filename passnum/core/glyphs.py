"""Characters that the documents' fonts cannot draw: PDF/A refuses them, so each is replaced, visibly."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import typst

from passnum.core.fonts import FAMILIES, fonts

#: Printed in place of a character that no font of the document has.
REPLACEMENT = "\u25a1"
#: Latin letters and French punctuation: known to be drawn, not worth a question.
_LAST_LATIN = "\u017f"
_LINE_BREAKS = "\n\t"
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
#: What asks for the coloured form of the sign before it, as telephones write after a heart or a tick.
_VARIANTS = {chr(code) for code in range(0xFE00, 0xFE10)}
_PROBE = """#set document(title: "a")
#set text(font: ({families}), lang: "fr")
#sys.inputs.characters""".format(families=", ".join(f'"{name}"' for name in FAMILIES)).encode()
_NAMED = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")

#: What was already asked, by character: true when it can be drawn.
_known: dict[str, bool] = {}


def displayable(value: Any, refused: frozenset[str] = frozenset()) -> Any:
    """The same JSON value, with every character that cannot be drawn replaced; keys are left alone.

    `refused` holds those that can be drawn alone, but not where they stand in this value.
    """
    _ask(_doubtful(value, set()))
    return _replaced(value, refused)


def refused_in(refusal: str) -> frozenset[str]:
    """The doubtful characters that a layout could not draw, from what the compiler says."""
    return frozenset(c for c in _named_in(refusal) if c > _LAST_LATIN)


def _doubtful(value: Any, found: set[str]) -> set[str]:
    if isinstance(value, str):
        found.update(c for c in value if c > _LAST_LATIN and unicodedata.category(c) not in _UNSEEN)
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            _doubtful(item, found)
    return found


def _replaced(value: Any, refused: frozenset[str]) -> Any:
    if isinstance(value, str):
        return "".join(_drawn(character, refused) for character in value)
    if isinstance(value, list):
        return [_replaced(item, refused) for item in value]
    if isinstance(value, dict):
        return {key: _replaced(item, refused) for key, item in value.items()}
    return value


def _drawn(character: str, refused: frozenset[str]) -> str:
    if character in _LINE_BREAKS:
        return character
    if unicodedata.category(character) in _UNSEEN or character in _VARIANTS:
        return ""
    if character in refused and unicodedata.combining(character):
        return ""
    return character if character not in refused and _known.get(character, True) else REPLACEMENT


def _ask(characters: set[str]) -> None:
    """Learn which of these can be drawn, in as few questions as possible: a text in Chinese has hundreds."""
    waiting = sorted(c for c in characters if c not in _known)
    while waiting:
        refusal = _refusal(waiting)
        refused = _named_in(refusal).intersection(waiting)
        if refusal and not refused:
            refused = {c for c in waiting if _refusal([c])}
            refusal = ""
        _known.update(dict.fromkeys(refused, False))
        waiting = [c for c in waiting if c not in refused]
        if not refusal:
            _known.update(dict.fromkeys(waiting, True))
            waiting = []


def _refusal(characters: list[str]) -> str:
    """Why these cannot be drawn, each after a letter that can; empty when all can."""
    letters = " ".join(f"a{c}" for c in characters)
    try:
        typst.compile(
            _PROBE,
            format="pdf",
            pdf_standards=["a-3a"],
            sys_inputs={"characters": letters},
            font_paths=fonts(),
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        return str(error.diagnostic)
    return ""


def _named_in(refusal: str) -> set[str]:
    named = (_ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) for text in _NAMED.findall(refusal))
    return {character for text in named for character in text}
