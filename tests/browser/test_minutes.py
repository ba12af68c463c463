"""The meeting in a browser: EMS notes it and writes its minutes, each member validates, the document is sealed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow, Window
from tests.services.stack import Stack

Axe = Callable[..., None]
Shot = Callable[[Page, str], Path]
WORDS = "Les ateliers ont trouvé leur public, surtout auprès des personnes âgées."


def open_meeting(window: Window) -> Page:
    """The committee of 2022 of the first partner, in the back office."""
    page = window.login("eurometropole")
    window.go("/admin/comites/?year=2022&state=tenu")
    page.locator("table a", has_text=re.compile("Comité ordinaire 2022.*Alsace")).first.click()
    return page


def do(page: Page, label: str) -> None:
    """Open an act, then confirm it by the same words."""
    page.get_by_role("link", name=f"{label}…").click()
    page.get_by_role("button", name=label).click()


def note_the_sitting(page: Page) -> None:
    page.get_by_role("link", name="Tenir la séance…").click()
    expect(page.get_by_role("button", name="Enregistrer les notes")).to_be_visible()
    for box in page.locator("select[name^=presence_]").all():
        box.select_option("present")
    for number in (1, 2, 3):
        page.locator(f"select[name=reached_{number}]").select_option("en_partie")
        page.locator(f"textarea[name=assessment_{number}]").fill(WORDS)
    page.get_by_label("Ajustements décidés").fill("Un atelier de plus par mois.")
    page.locator("select[name=continuing]").select_option("poursuivre")


def test_minutes_go_from_the_sitting_to_the_sealed_document(
    own_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot
) -> None:
    window = open_window(own_site)
    page = open_meeting(window)
    do(page, "Figer les pièces")
    note_the_sitting(page)
    shot(page, "ems-comite-seance")
    page.get_by_role("button", name="Enregistrer les notes").click()
    do(page, "Rédiger le compte rendu")
    page.get_by_role("link", name="Modifier le compte rendu…").click()
    shot(page, "ems-compte-rendu-texte")
    page.get_by_role("button", name="Modifier le compte rendu").click()
    do(page, "Soumettre aux membres")
    page.get_by_role("link", name="Répondre en tant que membre…").click()
    page.get_by_label("Valider", exact=True).check()
    page.get_by_role("button", name="Répondre en tant que membre").click()
    shot(page, "ems-comite-compte-rendu-soumis")
    for who in ("referent", "presidence"):
        member = open_window(own_site, width=360 if who == "presidence" else 1280)
        screen = member.login(who)
        member.go("/espace/comites/")
        screen.get_by_role("link", name="Comité ordinaire 2022").click()
        axe(screen)
        shot(screen, f"{who}-comite-pieces")
        screen.get_by_role("link", name="Compte rendu, version 1").click()
        expect(screen.get_by_text(WORDS).first).to_be_visible()
        axe(screen)
        shot(screen, f"{who}-compte-rendu")
        screen.get_by_label("Je valide ce compte rendu").check()
        screen.get_by_role("button", name="Enregistrer mon avis").click()
        expect(screen.get_by_text("Votre avis est enregistré").first).to_be_visible()
        assert member.complaints == []
    expect(screen.get_by_text("Validé par les membres").first).to_be_visible()
    with screen.expect_download() as download:
        screen.get_by_role("link", name="Télécharger le compte rendu (PDF)").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.reload()
    shot(page, "ems-compte-rendu-valide")


def test_the_sitting_saves_itself_and_a_second_window_is_told(
    own_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot
) -> None:
    first, second = open_window(own_site), open_window(own_site)
    pages = [open_meeting(window) for window in (first, second)]
    for page in pages:
        page.get_by_role("link", name="Tenir la séance…").click()
    pages[0].get_by_label("Objectif 1 : appréciation").fill(WORDS)
    expect(pages[0].get_by_text(re.compile("^Enregistré à"))).to_be_visible()
    axe(pages[0], within="#main form[data-autosave-url]")
    shot(pages[0], "ems-seance-enregistree")
    pages[1].get_by_label("Objectif 2 : appréciation").fill("Écrit dans l’autre fenêtre")
    expect(pages[1].get_by_text(re.compile("enregistré une autre version"))).to_be_visible()
    shot(pages[1], "ems-seance-perimee")
    pages[1].reload()
    expect(pages[1].get_by_label("Objectif 1 : appréciation")).to_have_value(WORDS)
    pages[1].get_by_role("button", name="Reprendre cette saisie").click()
    expect(pages[1].get_by_label("Objectif 2 : appréciation")).to_have_value("Écrit dans l’autre fenêtre")
    expect(pages[1].get_by_label("Objectif 1 : appréciation")).to_have_value(WORDS)
