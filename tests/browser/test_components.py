"""The components in a real browser: accessible in both themes and at both widths, alive under the strict policy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.services.stack import Stack

COMPONENTS = "/atelier/composants/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_components_break_no_accessibility_rule_and_never_scroll_sideways(
    demo_site: Stack,
    open_window: OpenWindow,
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], Path],
    width: int,
    scheme: str,
) -> None:
    window = open_window(demo_site, width=width, scheme=scheme)
    page = window.go(COMPONENTS)
    shot(page, f"composants-{width}-{scheme}")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert window.complaints == []


def test_draft_saves_itself_and_says_when(demo_site: Stack, open_window: OpenWindow) -> None:
    page = open_window(demo_site).go(COMPONENTS)
    page.fill("#exemple_structure", "Maison du Neuhof")
    expect(page.locator("[data-autosave-status][data-state=saving], [data-state=pending]")).to_be_visible()
    expect(page.locator("[data-autosave-text]")).to_contain_text("Enregistré à")


def test_draft_typed_without_connection_is_kept_and_sent_later(demo_site: Stack, open_window: OpenWindow) -> None:
    page = open_window(demo_site).go(COMPONENTS)
    status = page.locator("[data-autosave-status]")
    page.context.set_offline(True)
    page.fill("#exemple_structure", "Hors ligne")
    expect(status).to_have_attribute("data-state", "offline")
    assert "Hors ligne" in page.evaluate("JSON.stringify(localStorage)")
    page.context.set_offline(False)
    expect(status).to_have_attribute("data-state", "saved")
    assert page.evaluate("localStorage.length") == 0


def test_stale_page_says_to_reload_and_gives_back_what_was_typed(demo_site: Stack, open_window: OpenWindow) -> None:
    page = open_window(demo_site).go(COMPONENTS)
    page.fill("#exemple_structure", "périmé")
    expect(page.locator("[data-autosave-text]")).to_contain_text("rechargez")
    page.reload()
    page.get_by_role("button", name="Reprendre cette saisie").click()
    expect(page.locator("#exemple_structure")).to_have_value("périmé")


def test_panel_closes_with_escape_and_gives_the_focus_back(demo_site: Stack, open_window: OpenWindow) -> None:
    page = open_window(demo_site).go(COMPONENTS)
    page.locator("#remise > summary").click()
    expect(page.locator("#remise-title")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#remise-title")).to_be_hidden()
    expect(page.locator("#remise > summary")).to_be_focused()


def test_panel_asks_for_its_tick_before_it_sends(demo_site: Stack, open_window: OpenWindow) -> None:
    page = open_window(demo_site).go(COMPONENTS)
    page.locator("#remise > summary").click()
    page.locator("#remise-submit").click()
    assert page.evaluate("document.getElementById('remise-confirmation').validity.valueMissing")
    assert page.evaluate("document.getElementById('exemple').dataset.submitting") is None


def test_file_of_the_wrong_kind_is_told_before_it_is_sent(demo_site: Stack, open_window: OpenWindow) -> None:
    page = open_window(demo_site).go(COMPONENTS)
    page.set_input_files("#exemple_proof", {"name": "bilan.exe", "mimeType": "x/y", "buffer": b"MZ"})
    expect(page.locator("[data-file-drop-checks]").first).to_contain_text("n’est pas accepté")


def test_without_script_the_panel_opens_and_the_file_field_is_plain(demo_site: Stack, open_window: OpenWindow) -> None:
    page = open_window(demo_site, javascript=False).go(COMPONENTS)
    page.locator("#remise > summary").click()
    expect(page.locator("#remise-submit")).to_be_visible()
    expect(page.locator("#exemple_proof")).to_be_visible()
    expect(page.locator("[data-file-drop-hint]").first).to_be_hidden()
