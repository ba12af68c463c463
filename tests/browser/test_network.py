"""The network of mediation places on a phone and on a desk, light and dark, with and without script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.services.stack import Stack

Axe = Callable[..., None]
Shot = Callable[[Page, str], Path]


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")])
def test_the_public_page_is_readable_everywhere(
    demo_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot, width: int, scheme: str
) -> None:
    window = open_window(demo_site, width=width, scheme=scheme, javascript=True)
    window.go("/reseau/?commune=Ostwald")
    page = window.page
    shot(page, f"reseau-{width}-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)


def test_the_public_page_is_searched_without_script(demo_site: Stack, open_window: OpenWindow) -> None:
    window = open_window(demo_site, width=360, javascript=False)
    window.go("/reseau/")
    window.page.get_by_label("Votre commune ou votre code postal").fill("67540")
    window.page.get_by_label("Langue parlée").select_option("ar")
    window.page.get_by_role("button", name="Chercher un lieu").click()
    expect(window.page.get_by_role("heading", level=2).first).to_contain_text("L’Escale numérique d’Ostwald")


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_the_referral_and_its_follow_up_are_readable(
    demo_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot, width: int, scheme: str
) -> None:
    window = open_window(demo_site, width=width, scheme=scheme)
    page = window.login("intervenant")
    window.go("/espace/attributions/")
    shot(page, f"orientation-liste-{width}-{scheme}")
    axe(page)
    # The first rows of the demonstration are the last of the list: they are the ones that were sent.
    page.locator("main table a").last.click()
    shot(page, f"orientation-suivi-{width}-{scheme}")
    axe(page)
    page.get_by_role("link", name="Choisir un autre lieu").click()
    shot(page, f"orientation-choix-{width}-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)
