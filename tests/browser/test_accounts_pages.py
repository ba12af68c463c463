"""The login page in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenWindow
from tests.services.stack import Stack


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_login_page_has_no_accessibility_violation_and_obeys_its_policy(
    demo_site: Stack,
    open_window: OpenWindow,
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], Path],
    width: int,
    scheme: str,
) -> None:
    window = open_window(demo_site, width=width, scheme=scheme)
    page = window.go("/compte/login/")
    shot(page, f"connexion-{width}-{scheme}")
    axe(page)
    assert window.complaints == []
