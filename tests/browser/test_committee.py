"""The date of a committee, tried, confirmed and proposed in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.services.stack import Stack

Axe = Callable[..., None]
Shot = Callable[[Page, str], Path]


def open_committee(page: Page) -> None:
    page.get_by_role("link", name="Voir les comités").click()
    page.get_by_role("link", name="Comité ordinaire 2023").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comité ordinaire 2023")


def try_date(page: Page, day: str) -> None:
    page.get_by_label("Date souhaitée").fill(day)
    page.get_by_role("button", name="Vérifier cette date").click()


def test_the_partner_tries_dates_and_confirms_the_one_that_ems_proposed(
    own_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot
) -> None:
    window = open_window(own_site)
    page = window.login("referent")
    expect(page.get_by_text("Une date attend votre confirmation")).to_be_visible()
    open_committee(page)
    try_date(page, "2023-09-29")
    expect(page.get_by_text("Date impossible")).to_be_visible()
    expect(page.get_by_text("samedi 18 novembre 2023")).to_be_visible()
    try_date(page, "2023-11-20")
    expect(page.get_by_role("status").get_by_text("Date conforme")).to_be_visible()
    axe(page)
    shot(page, "referent-comite-date-verifiee")
    page.get_by_role("link", name=re.compile("^Confirmer le mardi 5 décembre 2023")).click()
    expect(page.get_by_text("comité du 05/12/2023 − 1 mois calendaire = 05/11/2023")).to_be_visible()
    axe(page)
    page.get_by_label("Ma structure est d’accord avec cette date.").check()
    page.get_by_role("button", name="Confirmer cette date").click()
    expect(page.get_by_text("La date est fixée ensemble")).to_be_visible()
    expect(page.get_by_role("heading", name="mardi 5 décembre 2023 à 14 h 00")).to_be_visible()
    expect(page.get_by_text("Déplacée depuis")).to_be_visible()
    axe(page)
    shot(page, "referent-comite-deplace")
    with page.expect_download() as download:
        page.get_by_role("link", name="Ajouter à mon agenda").click()
    assert "DTSTART;TZID=Europe/Paris:20231205T140000" in download.value.path().read_text()
    assert window.complaints == []


def test_a_date_is_proposed_without_javascript_on_a_small_screen(
    own_site: Stack, open_window: OpenWindow, shot: Shot
) -> None:
    window = open_window(own_site, width=360, scheme="dark", javascript=False)
    page = window.login("referent.ecluse")
    open_committee(page)
    page.get_by_role("link", name="Proposer de déplacer le comité…").click()
    page.get_by_label("Date proposée").fill("2023-09-30")
    page.get_by_label("Motif du déplacement").fill("Salle indisponible")
    page.get_by_role("button", name="Envoyer la proposition").click()
    expect(page.get_by_text(re.compile("La date conforme la plus proche")).first).to_be_visible()
    page.get_by_label("Date proposée").fill("2023-12-07")
    page.get_by_role("button", name="Envoyer la proposition").click()
    expect(page.get_by_text("Votre proposition est envoyée")).to_be_visible()
    expect(page.get_by_text("Chez l’Eurométropole")).to_be_visible()
    shot(page, "referent-comite-propose-360")
