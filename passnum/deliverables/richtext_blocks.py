"""Sober HTML cut into blocks and runs: plain values that the layout prints literally."""

from __future__ import annotations

import re
from typing import Any

from lxml import html
from lxml.html import HtmlElement

from passnum.core.french import typeset

Run = dict[str, Any]
Block = dict[str, Any]

_LISTS = {"ul": "bullets", "ol": "numbers"}
_LINK = re.compile(r"(?:https?://|mailto:)\S+", re.I)
#: What HTML shows as one space; a no-break space is not among them.
_SPACES = re.compile(r"[ \t\r\n\f]+")


def blocks_of(value: str) -> list[Block]:
    """Blocks of a cleaned rich text, in order; empty for no text.

    `{kind: "paragraph"|"heading", runs}` or `{kind: "bullets"|"numbers", items}`, an item being itself a list of
    blocks. A run is `{text, strong?, em?, href?}` or `{text: "", break: True}`.
    """
    return _children(html.fragment_fromstring(value, create_parent="div")) if value.strip() else []


def _children(element: HtmlElement) -> list[Block]:
    """The blocks inside an element; words that stand outside any of them make paragraphs of their own."""
    found: list[Block] = []
    loose = _words(element.text, {})
    for child in element:
        if child.tag in _LISTS or child.tag in {"p", "h3"}:
            found += _paragraph(loose) + _block(child)
            loose = _words(child.tail, {})
        else:
            loose += [*_run(child, {}), *_words(child.tail, {})]
    return found + _paragraph(loose)


def _block(element: HtmlElement) -> list[Block]:
    if element.tag in _LISTS:
        items = [blocks for item in element if item.tag == "li" and (blocks := _children(item))]
        return [{"kind": _LISTS[element.tag], "items": items}] if items else []
    inside = [*_words(element.text, {})]
    for child in element:
        inside += [*_run(child, {}), *_words(child.tail, {})]
    return _paragraph(inside, "heading" if element.tag == "h3" else "paragraph")


def _paragraph(runs: list[Run], kind: str = "paragraph") -> list[Block]:
    """One block, without the spaces and line breaks at its edges; none when it says nothing."""
    runs = [dict(run) for run in runs]
    while runs and not runs[0]["text"].strip():
        runs.pop(0)
    while runs and not runs[-1]["text"].strip():
        runs.pop()
    if not runs:
        return []
    runs[0]["text"] = runs[0]["text"].lstrip()
    runs[-1]["text"] = runs[-1]["text"].rstrip()
    return [{"kind": kind, "runs": runs}]


def _run(element: HtmlElement, style: Run) -> list[Run]:
    if element.tag == "br":
        return [{"text": "", "break": True}]
    style = dict(style)
    if element.tag in {"strong", "em"}:
        style[element.tag] = True
    if element.tag == "a" and _LINK.fullmatch(element.get("href", "")):
        style["href"] = element.get("href")
    runs = _words(element.text, style)
    for child in element:
        runs += [*_run(child, style), *_words(child.tail, style)]
    return runs


def _words(text: str | None, style: Run) -> list[Run]:
    return [{"text": typeset(_SPACES.sub(" ", text)), **style}] if text else []
