"""The whole circuit in a browser, as each role, with the screenshots kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, OpenWindow, Window
from tests.services.stack import Stack

Axe = Callable[..., None]
Shot = Callable[[Page, str], Path]


def write(page: Page, label: str, text: str) -> None:
    """Type into the editor of that label."""
    # Never the plain field that the editor is about to replace.
    editor = page.locator(".rich-text__editor").get_by_role("textbox", name=label)
    editor.click()
    editor.press_sequentially(text)


def hand_in(page: Page) -> None:
    """From the form of a complete deliverable to its receipt."""
    page.get_by_role("button", name=re.compile("^Remettre ")).click()
    page.get_by_label(re.compile("^J’ai relu")).check()
    page.get_by_role("button", name=re.compile("^Remettre ")).click()
    expect(page.get_by_text("bien remis")).to_be_visible()


def open_deliverable(window: Window, name: str) -> Page:
    page = window.go("/espace/")
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    return page


def fill_programme(window: Window, shot: Shot, axe: Axe) -> None:
    page = open_deliverable(window, "Programme d’actions")
    page.get_by_role("link", name="Reprendre l’an dernier…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reprendre l’an dernier")
    axe(page)
    shot(page, "referent-reprendre-l-an-dernier")
    page.get_by_role("button", name="Remplacer mon brouillon par ce texte").click()
    write(page, "Projets que votre structure souhaite réaliser", "Et une permanence mobile en 2023. ")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Enregistré à")
    expect(page.locator("[data-missing]")).to_contain_text("Tout est complet")
    axe(page)
    shot(page, "referent-programme")
    hand_in(page)
    axe(page)
    shot(page, "referent-accuse-de-reception")


def fill_indicators(window: Window, shot: Shot, axe: Axe) -> None:
    page = open_deliverable(window, "Rapport d’indicateurs")
    women = page.get_by_label("Femmes")
    right = int(women.input_value())
    women.fill(str(right + 3))
    expect(page.locator("[data-sum-group=sex] [data-sum-check]")).to_contain_text("3 de trop")
    expect(page.locator("[data-missing]")).to_contain_text("3 personnes de trop")
    shot(page, "referent-indicateurs-ecart")
    women.fill(str(right))
    expect(page.locator("[data-missing]")).to_contain_text("Tout est complet")
    axe(page)
    hand_in(page)


def fill_survey(window: Window, shot: Shot, axe: Axe) -> None:
    page = open_deliverable(window, "Enquête de satisfaction")
    page.get_by_label("Comment l’enquête a été menée").fill("Questionnaire papier")
    page.get_by_label("Réponses reçues").fill("30")
    page.get_by_label("Très satisfaites").fill("20")
    page.get_by_label("Satisfaites", exact=True).fill("10")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Enregistré à")
    page.get_by_label(re.compile("^Ajouter une pièce")).set_input_files(
        {"name": "résultats.csv", "mimeType": "text/csv", "buffer": "avis;réponses\nsatisfaites;30\n".encode()}
    )
    page.get_by_role("button", name="Joindre ce fichier").click()
    expect(page.get_by_role("link", name="résultats.csv")).to_be_visible()
    axe(page)
    shot(page, "referent-enquete")
    hand_in(page)


def test_the_circuit_in_a_browser_as_each_role(own_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot) -> None:
    referent = open_window(own_site)
    referent.login("referent")
    axe(referent.page)
    shot(referent.page, "referent-accueil")
    fill_programme(referent, shot, axe)
    fill_indicators(referent, shot, axe)
    fill_survey(referent, shot, axe)
    # The page shows the end of the compilation without being reloaded by hand.
    page = referent.page
    page.get_by_role("link", name="Voir le dossier").first.click()
    expect(page.get_by_text("Chez la présidence")).to_be_visible(timeout=30_000)
    shot(page, "referent-dossier-compile")

    president = open_window(own_site)
    page = president.login("presidence")
    axe(page)
    shot(page, "presidence-accueil")
    page.get_by_role("link", name="Lire et valider le dossier").first.click()
    page.wait_for_load_state()
    expect(page.frame_locator("iframe.pdf-frame").owner).to_be_visible()
    axe(page)
    shot(page, "presidence-dossier")
    page.get_by_role("link", name="Valider ce dossier…").click()
    axe(page)
    shot(page, "presidence-valider")
    page.get_by_label(re.compile("^J’ai lu le dossier")).check()
    page.get_by_label(re.compile("^Votre mot de passe")).fill("ce n’est pas le bon")
    page.get_by_role("button", name="Valider et transmettre le dossier").click()
    expect(page.get_by_text("Rien n’a été fait").first).to_be_visible()
    page.get_by_label(re.compile("^J’ai lu le dossier")).check()
    page.get_by_label(re.compile("^Votre mot de passe")).fill(PASSWORD)
    page.get_by_role("button", name="Valider et transmettre le dossier").click()
    expect(page.get_by_text("transmis à l’Eurométropole").first).to_be_visible()
    shot(page, "presidence-transmis")

    ems = open_window(own_site)
    page = ems.login("eurometropole")
    shot(page, "eurometropole-a-traiter")
    page.get_by_role("row", name=re.compile("Collectivité européenne d’Alsace")).get_by_role("link").first.click()
    shot(page, "eurometropole-dossier")
    for act in ("Prendre en examen", "Approuver le dossier", "Archiver le dossier"):
        page.get_by_role("link", name=f"{act}…").click()
        page.get_by_role("button", name=act).click()
    # Archiving asks for the password again, then is done without being asked for twice.
    axe(page)
    shot(page, "eurometropole-mot-de-passe")
    page.fill("main input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    expect(page.get_by_text("Archivé").first).to_be_visible()
    shot(page, "eurometropole-archive")
    complaints = referent.complaints + president.complaints
    assert not [words for words in complaints if "Content Security Policy" in words or "Uncaught" in words]


SCREENS = ["/", "/lieux/", "/kits/", "/accessibilite/", "/compte/login/", "/espace/", "/espace/equipe/"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_screens_hold_at_every_width_and_in_both_schemes(
    demo_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot, width: int, scheme: str
) -> None:
    window = open_window(demo_site, width=width, scheme=scheme)
    window.login("referent")
    for path in SCREENS:
        page = window.go(path)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{path} is {overflow} px too wide at {width} px"
        axe(page)
        shot(page, f"page-{path.strip('/') or 'accueil'}-{width}-{scheme}")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_a_dossier_and_of_a_deliverable_hold_at_every_width(
    demo_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot, width: int
) -> None:
    steps = {
        "presidence.ecluse": ["Lire et valider le dossier", "Valider ce dossier…"],
        "referent": ["Rapport d’indicateurs"],
        "referent.saules": ["Voir le dossier"],
    }
    for login, links in steps.items():
        window = open_window(demo_site, width=width, scheme="dark" if width == 320 else "light")
        page = window.login(login)
        for name in links:
            page.get_by_role("link", name=name).first.click()
            page.wait_for_load_state()
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{page.url} is {overflow} px too wide"
            axe(page)
            shot(page, f"{login}-{name}-{width}")


@pytest.mark.parametrize("path", ["/admin/", "/admin/dossiers/", "/admin/conventions/", "/admin/pass/quotas/importer/"])
def test_our_own_parts_of_the_admin_break_no_rule(
    demo_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot, path: str
) -> None:
    window = open_window(demo_site)
    window.login("eurometropole")
    page = window.go(path)
    shot(page, f"gestion-{path}")
    axe(page, within="main")


def test_a_page_of_the_admin_prints_whole_and_without_its_menu(demo_site: Stack, open_window: OpenWindow) -> None:
    window = open_window(demo_site)
    window.login("eurometropole")
    page = window.go("/admin/pass/indicateurs/")
    expect(page.locator(".sidebar")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".sidebar")).to_be_hidden()
    main = page.locator("main")
    assert main.evaluate("at => at.getBoundingClientRect().left") == 0
    assert main.evaluate("at => at.scrollHeight - at.clientHeight") == 0, "the end of the page is cut off"


def test_a_deliverable_is_filled_and_submitted_with_the_keyboard_alone(
    own_site: Stack, open_window: OpenWindow
) -> None:
    window = open_window(own_site, width=360)
    window.login("referent")
    page = open_deliverable(window, "Rapport d’indicateurs")
    button = page.get_by_role("button", name=re.compile("^Remettre "))
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/remettre/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "agreed":
            break
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("bien remis")).to_be_visible()


def test_without_javascript_a_deliverable_is_still_handed_in(own_site: Stack, open_window: OpenWindow) -> None:
    window = open_window(own_site, javascript=False)
    window.login("referent")
    page = open_deliverable(window, "Rapport d’indicateurs")
    hand_in(page)
