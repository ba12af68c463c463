"""The end of a session in a browser: told before, put off by an answer, and said when it has come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.services.stack import Stack


@pytest.mark.parametrize(("who", "path"), [("referent", "/espace/"), ("eurometropole", "/admin/")])
def test_the_end_of_a_session_is_told_and_put_off(
    demo_site: Stack,
    open_window: OpenWindow,
    axe: Callable[..., None],
    shot: Callable[[Page, str], Path],
    who: str,
    path: str,
) -> None:
    window = open_window(demo_site)
    window.login(who)
    window.page.clock.install()
    page = window.go(path)
    warning = page.get_by_role("alertdialog", name="Votre connexion va prendre fin")
    page.clock.fast_forward("03:50:00")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("06:00")
    expect(warning).to_contain_text("dans 4 minutes")
    expect(page.get_by_role("button", name="Rester connecté")).to_be_focused()
    axe(page, within="dialog")
    shot(page, f"fin-de-connexion-{who}")
    page.get_by_role("button", name="Rester connecté").click()
    expect(warning).to_be_hidden()
    page.clock.fast_forward("03:50:00")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("11:00")
    expect(page.get_by_role("alertdialog")).to_contain_text("a pris fin")
    expect(page.get_by_role("link", name="Se reconnecter")).to_be_visible()
    assert not [words for words in window.complaints if "Content Security Policy" in words]
