"""The plain text of an article cut into blocks, for the document and the screens alike. Pure."""

from __future__ import annotations

import re
from typing import Any

from passnum.core.french import typeset

Block = dict[str, Any]

#: Longest text of one article (characters): the longest of the model has seven thousand.
MAX_CHARACTERS = 60_000
_BULLET = re.compile(r"^\s*[-–—•*]\s+(.*)$")
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+(.*)$")
_ARROW = re.compile(r"^\s*[➤►▶→]\s*(.*)$")
_LINK = re.compile(r"<?(https?://[^\s<>]+)>?")
_LAST_DAY = re.compile(r"\b31(?:\s+d[ée]cembre\s+|[/.-]12[/.-])(\d{4})\b", re.I)
_ENDS_A_SENTENCE = re.compile(r"[.;:,!?…]$")
#: A line alone, as short as a title and without its end, is a small heading.
_HEADING = 140


def years_of_end(text: str) -> set[int]:
    """The years of which a text names the last day: « 31 décembre 2023 », « 31/12/2023 » (art. 2)."""
    return {int(year) for year in _LAST_DAY.findall(text)}


def blocks_of_text(text: str) -> list[Block]:
    """Blocks in order: `{kind: "paragraph"|"heading", runs}` or `{kind: "bullets"|"numbers", items}`.

    Paragraphs are parted by blank lines; a line that begins with a dash or with a number is an item; a short line
    alone without final mark is a small heading. A run is `{text, href?}`; an item is a list of blocks.
    """
    found: list[Block] = []
    for group in re.split(r"\n\s*\n", text.strip("\n")):
        for kind, words in _lines(group):
            if kind in {"bullets", "numbers"}:
                if found and found[-1]["kind"] == kind:
                    found[-1]["items"].append([_words("paragraph", words)])
                else:
                    found.append({"kind": kind, "items": [[_words("paragraph", words)]]})
            elif words:
                found.append(_words(kind, words))
    if found and found[-1]["kind"] == "heading":
        found[-1]["kind"] = "paragraph"
    return found


def _lines(group: str) -> list[tuple[str, str]]:
    """The blocks of one group of lines, with their words; what follows an item on the next line belongs to it."""
    found: list[tuple[str, str]] = []
    for line in group.split("\n"):
        if not line.strip():
            continue
        for kind, mark in (("bullets", _BULLET), ("numbers", _NUMBER), ("heading", _ARROW)):
            if item := mark.match(line):
                found.append((kind, item[1].strip()))
                break
        else:
            if found and found[-1][0] != "heading":
                found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
            else:
                found.append(("paragraph", line.strip()))
    if len(found) == 1 and found[0][0] == "paragraph" and _is_heading(found[0][1]):
        return [("heading", found[0][1])]
    return found


def _is_heading(words: str) -> bool:
    return len(words) <= _HEADING and words[:1].isupper() and not _ENDS_A_SENTENCE.search(words)


def _words(kind: str, text: str) -> Block:
    """One block, its addresses turned into links."""
    runs: list[dict[str, str]] = []
    end = 0
    for link in _LINK.finditer(text):
        before = text[end : link.start()]
        runs += [{"text": typeset(before)}] if before else []
        runs.append({"text": link[1], "href": link[1]})
        end = link.end()
    rest = text[end:]
    return {"kind": kind, "runs": [*runs, {"text": typeset(rest)}] if rest or not runs else runs}
