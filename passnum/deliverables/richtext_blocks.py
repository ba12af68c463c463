"""Sober HTML cut into blocks and runs: plain values that the layout prints literally."""

from __future__ import annotations

from typing import Any

from lxml import html
from lxml.html import HtmlElement

Run = dict[str, Any]
Block = dict[str, Any]

_LISTS = {"ul": "bullets", "ol": "numbers"}


def blocks_of(value: str) -> list[Block]:
    """Blocks `{kind: paragraph|heading|bullets|numbers, runs|items}` of a cleaned rich text; empty for no text."""
    if not value.strip():
        return []
    root = html.fragment_fromstring(value, create_parent="div")
    found: list[Block] = []
    if root.text and root.text.strip():
        found.append({"kind": "paragraph", "runs": [{"text": root.text.strip()}]})
    for child in root:
        found.extend(_block(child))
        if child.tail and child.tail.strip():
            found.append({"kind": "paragraph", "runs": [{"text": child.tail.strip()}]})
    return found


def _block(element: HtmlElement) -> list[Block]:
    if element.tag in _LISTS:
        items = [_runs(item) for item in element.iter("li")]
        return [{"kind": _LISTS[element.tag], "items": [item for item in items if item]}] if items else []
    runs = _runs(element)
    if not runs:
        return []
    return [{"kind": "heading" if element.tag == "h3" else "paragraph", "runs": runs}]


def _runs(element: HtmlElement, style: Run | None = None) -> list[Run]:
    style = dict(style or {})
    if element.tag in {"strong", "em"}:
        style[element.tag] = True
    if element.tag == "a" and element.get("href"):
        style["href"] = element.get("href")
    runs: list[Run] = []
    if element.text:
        runs.append({"text": element.text, **style})
    for child in element:
        if child.tag == "br":
            runs.append({"text": "", "break": True})
        elif child.tag not in _LISTS:
            runs.extend(_runs(child, style))
        if child.tail:
            runs.append({"text": child.tail, **style})
    return [run for run in runs if run.get("break") or run["text"].strip() or run["text"] == " "]
