"""From bytes to numbered lines, and from lines to paragraphs. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from passnum.core.errors import InvalidInput

#: Largest text (bytes): thirty times the model of the convention.
MAX_BYTES = 1_000_000
#: Longest line (characters): ten times the longest paragraph of the model.
MAX_LINE = 20_000
#: Columns of a PDF turned into text: a run of spaces as long as that says nothing.
_RUN = re.compile(r"[^\S\n]{50,}")
_BULLET = re.compile(r"^\s*[-–—•*]\s+")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Line:
    """A line and its number in the file, from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Remark:
    """What deserves a look: the line (None for the whole), its words, and why; `unplaced` when it went nowhere."""

    line: int | None
    text: str
    why: str
    unplaced: bool = False


def lines_of(data: bytes) -> list[Line]:
    """The lines of a text in UTF-8, whatever ends them. Raises InvalidInput for what is not such a text."""
    if len(data) > MAX_BYTES:
        raise InvalidInput("Ce fichier dépasse 1 Mo : ce n’est pas le texte d’une convention.")
    if not data.strip():
        raise InvalidInput("Ce fichier est vide.")
    if _BINARY.search(data):
        raise InvalidInput(
            "Ce fichier n’est pas du texte (PDF, traitement de texte, image ?). "
            "Enregistrez la convention en « Texte brut (UTF-8) »."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidInput(
            f"Ce fichier n’est pas en UTF-8 (ligne {line}), mais sans doute en Windows-1252. "
            "Enregistrez-le en « Texte brut (UTF-8) »."
        ) from error
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n"))
    text = _RUN.sub(" ", text)
    longest = max(enumerate(text.split("\n"), start=1), key=lambda numbered: len(numbered[1]))
    if len(longest[1]) > MAX_LINE:
        raise InvalidInput(f"Ligne {longest[0]} : {len(longest[1])} caractères, {MAX_LINE} au plus par ligne.")
    # Columns, tabs and trailing spaces of a PDF turned into text say nothing.
    return [
        Line(number, _INVISIBLE.sub("", line).replace("\t", " ").rstrip())
        for number, line in enumerate(text.split("\n"), start=1)
    ]


def is_blank(line: Line) -> bool:
    return not line.text.strip()


def joined(lines: Iterable[Line]) -> str:
    """The words of these lines as they are, one blank line at most between two paragraphs."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.text for line in lines)).strip()


def paragraphs(lines: Iterable[Line], *, bullets: bool = False) -> list[tuple[Line, str]]:
    """Groups of lines between blank ones, with their first line; with `bullets`, each item of a list is a group.

    The mark of the item is taken away.
    """
    groups: list[list[Line]] = [[]]
    for line in lines:
        if is_blank(line):
            groups.append([])
        elif bullets and _BULLET.match(line.text):
            groups.append([Line(line.number, _BULLET.sub("", line.text))])
        else:
            groups[-1].append(line)
    return [(group[0], " ".join(line.text.strip() for line in group)) for group in groups if group]


def plain(text: str) -> str:
    """Lower case, without accents, with straight apostrophes and single spaces: to compare words."""
    letters = unicodedata.normalize("NFD", text.replace("’", "'").casefold())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())
