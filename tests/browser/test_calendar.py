"""The timeline in a browser: a list first, a picture second; filters in the address; one obligation; the export."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.services.stack import Stack

Axe = Callable[..., None]
Shot = Callable[[Page, str], Path]
LOOKS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
CALENDAR = "/espace/obligations/"


def asked_for(page: Page) -> dict[str, list[str]]:
    """What the address of the page filters."""
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_list_comes_first_and_the_picture_second(
    demo_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot, width: int, scheme: str
) -> None:
    window = open_window(demo_site, width=width, scheme=scheme)
    page = window.login("referent")
    window.go(CALENDAR)
    first = page.get_by_role("list", name="Obligations datées").bounding_box()
    picture = page.get_by_role("img", name="Frise des échéances").bounding_box()
    assert first is not None
    assert picture is not None
    assert first["y"] + first["height"] <= picture["y"]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    axe(page)
    shot(page, f"calendrier-{width}-{scheme}")
    assert window.complaints == []


def test_the_picture_says_in_words_what_it_draws(demo_site: Stack, open_window: OpenWindow) -> None:
    window = open_window(demo_site)
    page = window.login("referent")
    window.go(CALENDAR)
    words = page.locator(".calendar-picture desc").text_content()
    drawn = page.locator(".calendar-picture__mark").count()
    assert words is not None
    assert words.startswith(f"{drawn} échéances de 2021 à")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_filters_are_written_in_the_address(demo_site: Stack, open_window: OpenWindow, javascript: bool) -> None:
    window = open_window(demo_site, width=360, javascript=javascript)
    page = window.login("referent")
    window.go(CALENDAR)
    page.get_by_label("Qui", exact=True).select_option(label="Eurométropole")
    page.get_by_label("Article", exact=True).select_option("art. 7")
    page.get_by_role("button", name="Filtrer la liste").click()
    assert asked_for(page)["partie"] == ["ems"]
    assert asked_for(page)["article"] == ["art. 7"]
    # The address changes before the new page is read: what is counted is waited for.
    page.wait_for_load_state()
    expect(page.locator(".timeline__meta").first).to_be_visible()
    metas = page.locator(".timeline__meta").all_inner_texts()
    assert metas
    assert all("Eurométropole" in words and "7" in words for words in metas)
    page.reload()
    expect(page.get_by_label("Qui", exact=True)).to_have_value("ems")
    expect(page.locator(".timeline__meta")).to_have_count(len(metas))


def test_an_empty_answer_says_how_to_see_everything_again(demo_site: Stack, open_window: OpenWindow, axe: Axe) -> None:
    window = open_window(demo_site, width=360, scheme="dark")
    page = window.login("referent")
    window.go(f"{CALENDAR}?recherche=licorne")
    expect(page.get_by_text("Aucune obligation ne répond à ces filtres.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Voir toutes les obligations").click()
    expect(page.get_by_role("list", name="Obligations datées")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_an_obligation_opens_with_its_calculation_and_its_evidence(
    demo_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot, width: int, scheme: str
) -> None:
    window = open_window(demo_site, width=width, scheme=scheme)
    page = window.login("referent")
    window.go(f"{CALENDAR}?recherche=OB-08&annee=2022")
    page.get_by_role("list", name="Obligations datées").get_by_role("link", name=re.compile("^OB-08")).first.click()
    expect(page.get_by_text("comité du 30/11/2022 − 1 mois calendaire = 30/10/2022").first).to_be_visible()
    expect(page.get_by_text(re.compile("Respectée")).first).to_be_visible()
    axe(page)
    shot(page, f"obligation-{width}-{scheme}")
    assert window.complaints == []


def test_what_is_exported_is_what_is_shown(demo_site: Stack, open_window: OpenWindow) -> None:
    window = open_window(demo_site)
    page = window.login("referent")
    window.go(f"{CALENDAR}?article=art.+7&annee=2022")
    shown = len(page.locator(".timeline__title").all()) + len(page.locator("details tbody tr").all())
    # The password was given a moment ago: it is asked for again only of a session left open.
    with page.expect_download() as download:
        page.get_by_role("link", name="Exporter en CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == shown > 0
    assert any("30/09/2022" in "".join(row.values()) for row in rows)


def test_the_wished_date_answers_green_or_red_with_the_nearest_day(
    demo_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot
) -> None:
    window = open_window(demo_site, width=360)
    page = window.login("referent")
    window.go(CALENDAR)
    page.get_by_label("Date de comité souhaitée").fill("2023-09-30")
    page.get_by_label("Date de comité souhaitée").press("Enter")
    expect(page.get_by_text("Date la plus proche qui convient").first).to_be_visible()
    axe(page)
    shot(page, "calendrier-date-souhaitee")
    page.get_by_label("Date de comité souhaitée").fill("2023-12-05")
    page.get_by_label("Date de comité souhaitée").press("Enter")
    expect(page.get_by_text("Cette date est possible")).to_be_visible()
