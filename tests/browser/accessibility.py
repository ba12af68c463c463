"""axe-core in the page, as RGAA asks: through `page.evaluate`, which a strict security policy lets pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

TAGS = ["RGAAv4", "wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
_SOURCE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, *, tags: list[str] | None = None, within: str = "html") -> list[dict[str, Any]]:
    """The rules of axe-core that the page breaks, `within` a CSS selector."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_SOURCE)
    options = {"runOnly": {"type": "tag", "values": tags or TAGS[:-1]}}
    answer = page.evaluate("([root, options]) => axe.run(root, options)", [within, options])
    found: list[dict[str, Any]] = answer["violations"]
    return found


def in_words(found: list[dict[str, Any]]) -> str:
    """One line per broken rule and element, to read in a failed test."""
    return "\n".join(
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    )
