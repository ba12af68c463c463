"""The pages of one's own account, and a passkey made and used, in a real browser with an authenticator of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, OpenWindow, Window
from tests.services.stack import Stack

Axe = Callable[[Page], None]
Shot = Callable[[Page, str], Path]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def prove_oneself(page: Page) -> None:
    """Give the password on the page that asks for it again."""
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_the_account_break_no_rule(
    demo_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot, width: int
) -> None:
    window = open_window(demo_site, width=width, scheme="dark" if width == 320 else "light")
    window.login("lecteur")
    window.go("/compte/2fa/totp/activate/")
    axe(window.page)
    prove_oneself(window.page)
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Activer une application d’authentification")
    names = ["2fa/totp/activate", "2fa", "2fa/webauthn", "2fa/webauthn/add", "password/change", "sessions", "logout"]
    for name in names:
        page = window.go(f"/compte/{name}/")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px too wide"
        axe(page)
        shot(page, f"compte-{name}-{width}")
    assert window.complaints == []


def with_authenticator(window: Window) -> Window:
    """A window whose device answers the requests for a key; such keys want a name, not a number, for address."""
    session = window.page.context.new_cdp_session(window.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    window.base_url = window.base_url.replace("127.0.0.1", "localhost")
    return window


def test_a_passkey_is_added_and_then_opens_the_account_alone(own_site: Stack, open_window: OpenWindow) -> None:
    window = with_authenticator(open_window(own_site))
    window.login("lecteur")
    page = window.go("/compte/2fa/webauthn/add/")
    prove_oneself(page)
    page.get_by_label("Me connecter avec cette seule clé").check()
    page.get_by_role("button", name="Ajouter la clé").click()
    expect(page.get_by_text("La clé est ajoutée.")).to_be_visible()
    window.go("/compte/logout/").locator("main").get_by_role("button", name="Se déconnecter").click()
    window.go("/compte/login/").get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.wait_for_url("**/espace/")
    assert window.complaints == []


def test_a_key_that_does_not_answer_is_said_in_french(demo_site: Stack, open_window: OpenWindow) -> None:
    window = open_window(demo_site)
    page = window.go("/compte/login/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    expect(page.locator("[data-key-error]")).to_contain_text("Les clés ne fonctionnent pas à cette adresse")
