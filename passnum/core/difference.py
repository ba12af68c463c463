"""What changed between two texts, word by word: pure, for screens and documents alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, was taken out or was put in."""

    kind: Literal["same", "out", "in"]
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """The pieces in reading order; without « in » they join into `before`, without « out » into `after`."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            found.append(Piece("out", "".join(old[i1:i2])))
        if j2 > j1:
            found.append(Piece("in", "".join(new[j1:j2])))
    return found
