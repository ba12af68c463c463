"""An attribution on a phone: five pages, by the keyboard alone, and with a connection that comes and goes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import OpenWindow, Window
from tests.core import code_photos as photos
from tests.services.stack import Stack

Axe = Callable[..., None]
Shot = Callable[[Page, str], Path]
PHONE = {"width": 360, "height": 740}
#: What the person spends at the keyboard, talking set aside; a key every half second is slow.
SECONDS_PER_KEY = 0.5
#: The whole interview with every question answered: 5 pages and 78 keys when this was written.
MOST_PAGES, MOST_KEYS = 5, 90


#: The name of the field, or the words of the button, that has the focus.
_FOCUSED = """() => {
  const at = document.activeElement;
  return at.tagName === "BUTTON" ? at.textContent.trim() : at.name || "";
}"""


class Keyboard:
    """A keyboard that counts what is pressed."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.pages = page, 0, 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def skip(self) -> None:
        """« Aller au contenu », the first link of the page; the next pages then begin at their content."""
        self.press("Tab", "Enter")

    def to(self, name: str) -> None:
        """Tab until the field (or the button) of that name has the focus."""
        for _ in range(60):
            if self.page.evaluate(_FOCUSED) == name:
                return
            self.press("Tab")
        raise AssertionError(f"{name} is not reached with the keyboard on {self.page.url}")

    def choose(self, name: str, down: int) -> None:
        """One of a list of boxes: the first one with Space, the next ones with the arrow."""
        self.to(name)
        self.press("Space", *["ArrowDown"] * down)

    def on(self, words: str, step: str) -> None:
        """Press the button that goes on, and wait for the next page."""
        self.to(words)
        self.press("Enter")
        self.page.wait_for_url(re.compile(step))
        self.pages += 1


def begin(window: Window) -> Page:
    page = window.login("intervenant")
    window.go("/espace/attributions/")
    page.locator("form:has(input[name=place]) button").first.click()
    page.wait_for_url(re.compile(r"/1/$"))
    return page


def test_a_booklet_is_attributed_on_a_phone_by_the_keyboard_alone(
    demo_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot
) -> None:
    window = open_window(demo_site, **PHONE)
    page = begin(window)
    keys, started = Keyboard(page), time.monotonic()
    keys.skip()
    for name, down in (("q1", 1), ("q2", 0), ("q3", 1), ("q4", 2), ("q5", 0), ("q6", 1)):
        keys.choose(name, down)
    axe(page)
    shot(page, "attribution-1-conversation")
    keys.on("Continuer", r"/2/(#|$)")
    keys.choose("category", 1)
    axe(page)
    shot(page, "attribution-2-proposition")
    keys.on("Continuer", r"/3/(#|$)")
    keys.to("notice_read")
    keys.press("Space")
    keys.choose("agreement", 0)
    keys.to("commune")
    keys.type("67300")
    keys.to("first_booklet")
    keys.press("Space")
    for name, down in (("age_band", 3), ("sex", 0), ("pcs", 6), ("french", 2), ("disability", 2)):
        keys.choose(name, down)
    axe(page)
    shot(page, "attribution-3-personne")
    keys.on("Continuer", r"/4/(#|$)")
    axe(page)
    shot(page, "attribution-4-carnet")
    keys.on("Attribuer le carnet", r"/recu/(#|$)")
    expect(page.locator(".big-code")).to_have_text(re.compile(r"^(\w{5}-){2}\w{5}$"))
    axe(page)
    shot(page, "attribution-5-recu")
    spent = keys.keys * SECONDS_PER_KEY
    print(
        f"\nAttribution : {keys.pages} pages, {keys.keys} touches, {spent:.0f} s à une touche par demi-seconde", end=" "
    )
    print(f"(joué en {time.monotonic() - started:.0f} s)")
    assert keys.pages == MOST_PAGES
    assert keys.keys <= MOST_KEYS
    assert spent < 120
    assert window.complaints == []


def test_a_booklet_is_attributed_without_script(demo_site: Stack, open_window: OpenWindow) -> None:
    page = begin(open_window(demo_site, javascript=False, **PHONE))
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Continuer sans réponse").click()
    page.get_by_label("Assistance numérique").check()
    page.get_by_label("Sans les compétences numériques de base").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("J’ai lu la notice").check()
    page.get_by_label("Non, elle s’y oppose").check()
    page.get_by_label("Commune de résidence").fill("Hoenheim")
    page.get_by_label("n’avoir encore reçu aucun carnet").check()
    # Enter in a field goes on, never back.
    page.get_by_label("Commune de résidence").press("Enter")
    page.wait_for_url(re.compile(r"/4/$"))
    page.get_by_role("button", name="Attribuer le carnet").click()
    expect(page.locator(".big-code")).to_be_visible()


def to_the_person(page: Page) -> None:
    """Answer the first two screens in short."""
    page.get_by_label("Apprendre à se servir").check()
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(re.compile(r"/2/$"))
    page.get_by_label("Assistance numérique").check()
    page.get_by_label("Sans les compétences numériques de base").check()
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(re.compile(r"/3/$"))


def to_the_booklet(page: Page, commune: str = "Hoenheim") -> str:
    """Answer the first three screens in short; returns the serial proposed on the fourth."""
    to_the_person(page)
    page.get_by_label("J’ai lu la notice").check()
    page.get_by_label("Non, elle s’y oppose").check()
    page.get_by_label("Commune de résidence").fill(commune)
    page.get_by_label("n’avoir encore reçu aucun carnet").check()
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(re.compile(r"/4/$"))
    return page.get_by_label("Numéro du carnet").input_value()


def photo_of(serial: str) -> FilePayload:
    """A photo larger than the script sends, as the camera gives it."""
    taken = photos.taken(photos.code_128(serial), blur=1).resize((3000, 2700))
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photos.as_file(taken)}


def test_the_notice_that_is_open_and_the_language_noted_are_the_same(
    demo_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot
) -> None:
    window = open_window(demo_site, **PHONE)
    page = begin(window)
    to_the_person(page)
    language = page.get_by_label("Langue dans laquelle la notice a été lue")
    opened, noted = page.locator("details.notice[open] > summary"), page.locator("[data-notice-status]")
    expect(language).to_have_value("fr")
    expect(opened).to_have_text("Français")
    page.locator("details.notice > summary", has_text="Türkçe").press("Enter")
    expect(language).to_have_value("tr")
    expect(opened).to_have_text("Türkçe")
    expect(noted).to_have_text("Langue notée\u00a0: Türkçe")
    axe(page)
    shot(page, "attribution-3-langue")
    page.reload()
    expect(language).to_have_value("tr")
    expect(opened).to_have_text("Türkçe")
    language.select_option("ar")
    expect(opened).to_have_text("العربية")
    expect(noted).to_have_text("Langue notée\u00a0: العربية")
    assert window.complaints == []


def further(serial: str, by: int) -> str:
    """A later booklet of the same place; each test hands out its own."""
    return f"{serial[:-4]}{int(serial[-4:]) + by:04d}"


def test_a_photo_of_the_booklet_fills_its_number_and_says_so(
    demo_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot
) -> None:
    window = open_window(demo_site, **PHONE)
    page = begin(window)
    other = further(to_the_booklet(page), 2)
    page.get_by_label("Remis le").fill("2023-09-15")
    with page.expect_file_chooser() as camera:
        page.get_by_role("button", name="Scanner le carnet").press("Enter")
    camera.value.set_files(photo_of(other))
    expect(page.locator("[data-photo-status]")).to_have_text(f"Numéro lu\u00a0: {other}")
    expect(page.get_by_label("Numéro du carnet")).to_have_value(other)
    axe(page)
    shot(page, "attribution-4-scan")
    page.reload()
    expect(page.get_by_label("Numéro du carnet")).to_have_value(other)
    expect(page.get_by_label("Remis le")).to_have_value("2023-09-15")
    # As a barcode reader does after the number: Enter hands out.
    page.get_by_label("Numéro du carnet").press("Enter")
    expect(page.locator(".big-code")).to_be_visible()
    assert window.complaints == []


def test_a_number_typed_without_its_prefix_is_written_in_full_on_the_screen(
    demo_site: Stack, open_window: OpenWindow
) -> None:
    page = begin(open_window(demo_site, **PHONE))
    other = further(to_the_booklet(page), 6)
    number = page.get_by_label("Numéro du carnet")
    number.fill(other[-4:])
    number.press("Enter")
    expect(page.get_by_text(f"peut-être {other}").first).to_be_visible()
    expect(number).to_have_value(other)
    number.press("Enter")
    expect(page.locator(".big-code")).to_be_visible()


def test_a_photo_of_the_booklet_fills_its_number_without_script(demo_site: Stack, open_window: OpenWindow) -> None:
    page = begin(open_window(demo_site, javascript=False, **PHONE))
    other = further(to_the_booklet(page), 4)
    page.get_by_label("Remis le").fill("2023-09-15")
    page.get_by_label("Photo du code du carnet").set_input_files(photo_of(other))
    page.get_by_role("button", name="Scanner le carnet").click()
    expect(page.get_by_text(f"Numéro lu\u00a0: {other}")).to_be_visible()
    expect(page.get_by_label("Numéro du carnet")).to_have_value(other)
    expect(page.get_by_label("Remis le")).to_have_value("2023-09-15")
    page.get_by_label("Numéro du carnet").press("Enter")
    expect(page.locator(".big-code")).to_be_visible()


def test_a_lost_connection_loses_nothing_that_was_typed(demo_site: Stack, open_window: OpenWindow, shot: Shot) -> None:
    window = open_window(demo_site, **PHONE)
    page = begin(window)
    page.get_by_label("Apprendre à se servir").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("Pas de connexion")).to_be_in_viewport()
    shot(page, "attribution-sans-connexion")
    page.context.set_offline(False)
    page.wait_for_url(re.compile(r"/2/$"))
    expect(page.get_by_text("La personne veut apprendre les bases.")).to_be_visible()
    page.get_by_label("Usage seulement récréatif").check()
    page.reload()
    expect(page.get_by_label("Usage seulement récréatif")).to_be_checked()


def test_the_holder_of_a_receipt_opens_the_data_from_the_qr_code(
    demo_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot
) -> None:
    page = begin(open_window(demo_site, **PHONE))
    to_the_booklet(page, "Ostwald")
    page.get_by_role("button", name="Attribuer le carnet").click()
    code = page.locator(".big-code").text_content() or ""
    visitor = open_window(demo_site, scheme="dark", **PHONE)
    own = visitor.go(f"/mon-recu/#{code.strip()}")
    axe(own)
    own.get_by_role("button", name="Ouvrir mes données").click()
    expect(own.get_by_text("Ostwald")).to_be_visible()
    axe(own)
    shot(own, "recu-mes-donnees")
    own.get_by_text("Effacer mes données…").click()
    own.get_by_label("J’ai compris").check()
    own.get_by_role("button", name="Effacer mes données", exact=True).click()
    expect(own.get_by_text("Vos données sont effacées")).to_be_visible()
    assert visitor.complaints == []


_KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('passnum-entretien:')).length"


def typing(page: Page) -> None:
    """An interview just begun, with an answer that the server has not yet."""
    page.locator("form:has(input[name=place]) button").first.click()
    page.wait_for_url(re.compile(r"/1/$"))
    page.get_by_label("Apprendre à se servir").check()
    assert page.evaluate(_KEPT) == 1


def test_what_a_tab_keeps_goes_with_the_person_who_leaves(demo_site: Stack, open_window: OpenWindow) -> None:
    """A tablet goes from hand to hand: abandoned, signed out of, or signed in to by somebody else."""
    window = open_window(demo_site, **PHONE)
    page = window.login("intervenant")
    window.go("/espace/attributions/")
    typing(page)
    page.get_by_role("button", name="Abandonner cette saisie").click()
    page.wait_for_url(re.compile(r"/fermer/$"))
    assert page.evaluate(_KEPT) == 0
    page.get_by_role("button", name="Effacer et abandonner").click()
    page.wait_for_url(re.compile(r"/attributions/$"))
    assert page.evaluate(_KEPT) == 0
    typing(page)
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(re.compile(r"^(?!.*/1/$)"))
    assert page.evaluate(_KEPT) == 0
    window.login("intervenant")
    window.go("/espace/attributions/")
    typing(page)
    # The session ends by itself: the same person finds what was typed, another one does not.
    page.context.clear_cookies()
    window.login("intervenant")
    assert page.evaluate(_KEPT) == 1
    page.context.clear_cookies()
    window.login("referent")
    expect(page.locator("body[data-person]")).to_be_visible()
    assert page.evaluate(_KEPT) == 0


def test_text_at_twice_its_size_fits_a_phone(demo_site: Stack, open_window: OpenWindow) -> None:
    window = open_window(demo_site, **PHONE)
    page = begin(window)

    def fits() -> None:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url
        page.evaluate("document.documentElement.style.fontSize = ''")

    fits()
    page.get_by_label("Apprendre à se servir").check()
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(re.compile(r"/2/$"))
    page.get_by_label("Assistance numérique").check()
    page.get_by_label("Sans les compétences numériques de base").check()
    fits()
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(re.compile(r"/3/$"))
    page.get_by_label("J’ai lu la notice").check()
    page.get_by_label("Non, elle s’y oppose").check()
    page.get_by_label("Commune de résidence").fill("Ostwald")
    page.get_by_label("n’avoir encore reçu aucun carnet").check()
    fits()
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(re.compile(r"/4/$"))
    fits()
    page.get_by_role("button", name="Attribuer le carnet").click()
    page.wait_for_url(re.compile(r"/recu/$"))
    fits()
    page.get_by_role("button", name="Terminer").click()
    page.wait_for_url(re.compile(r"/attributions/$"))
    fits()
