"""A delivery confirmed and a place counted in a browser, on a phone-sized screen and at a desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.services.stack import Stack

Axe = Callable[..., None]
Shot = Callable[[Page, str], Path]


def test_the_referent_confirms_a_parcel_with_a_booklet_missing_then_counts_the_place(
    own_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot
) -> None:
    window = open_window(own_site, width=360)
    page = window.login("referent")
    page.get_by_role("link", name="Carnets", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Carnets")
    axe(page)
    shot(page, "referent-carnets-360")
    page.get_by_role("link", name="Confirmer la réception…").first.click()
    page.get_by_label("Lieu où sont les carnets").select_option(index=1)
    page.get_by_text("Il manque des carnets").click()
    page.get_by_label("Numéros manquants").fill("EMS-240026 à EMS-240025")
    page.get_by_label("J’ai compté les carnets avec le bon.").check()
    page.get_by_role("button", name="Confirmer la réception").click()
    expect(page.get_by_text("la plage est à l’envers").first).to_be_visible()
    axe(page)
    page.get_by_label("Numéros manquants").fill("EMS-240026")
    page.get_by_label("J’ai compté les carnets avec le bon.").check()
    page.get_by_role("button", name="Confirmer la réception").click()
    expect(page.get_by_text("Reçue avec des écarts").first).to_be_visible()
    axe(page)
    page.goto(page.url.split("/espace/")[0] + "/espace/carnets/inventaire/")
    page.get_by_label("Lieu compté").select_option(index=1)
    page.get_by_label("Numéros trouvés").fill("EMS-240027 à EMS-240039")
    axe(page)
    page.get_by_role("button", name="Enregistrer l’inventaire").click()
    expect(page.get_by_role("heading", name="Au registre, absent du lieu")).to_be_visible()
    axe(page)
    shot(page, "referent-inventaire-360")
    page.get_by_role("link", name="Déclarer des carnets perdus…").click()
    expect(page.get_by_label("Numéros des carnets")).to_contain_text("EMS-240040")
    # The browser itself notes the refused receipt (422).
    assert [text for text in window.complaints if "422" not in text] == []
