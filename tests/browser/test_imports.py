"""Tables brought in through the browser: a long one by the real worker with its progress, a short one at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow
from tests.services.stack import Stack

Axe = Callable[..., None]
Shot = Callable[[Page, str], Path]
HEADERS = (
    "numero_de_carnet;remis_le;lieu;intervenant;commune;categorie;prestation;age;sexe;pcs;francais;handicap;"
    "notice_lue;opposition"
)
ROWS = 20_000
THIN = "\u202f"


def long_table() -> bytes:
    """Booklets that nobody knows, one wrong cell more on the last line."""
    lines = [
        f"INCONNU-{n:06d};14/03/2023;;;Strasbourg;bases;formation;45_59;femme;5;nr;non;oui;non" for n in range(ROWS)
    ]
    return "\r\n".join([HEADERS, *lines]).encode()


def test_a_long_table_goes_through_the_worker_and_its_refusals_are_read(
    own_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot
) -> None:
    page = open_window(own_site, width=360, height=800).login("intervenant")
    page.get_by_role("link", name="Attributions", exact=True).click()
    page.get_by_role("link", name="Importer ou exporter des attributions").click()
    axe(page)
    page.get_by_role("link", name="Importer").first.click()
    axe(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "attributions.csv", "mimeType": "text/csv", "buffer": long_table()}
    )
    page.get_by_role("button", name="Voir ce que l’import ferait").click()
    expect(page.get_by_text("Vous pouvez quitter cette page")).to_be_visible()
    expect(page.get_by_text("Rien n’a été écrit")).to_be_visible(timeout=120_000)
    expect(page.get_by_text(f"20{THIN}000 lignes sont refusées")).to_be_visible()
    expect(page.get_by_text("n’est pas dans votre structure").first).to_be_visible()
    axe(page)
    shot(page, "import-refuse")


def test_a_short_table_is_seen_then_written(own_site: Stack, open_window: OpenWindow, axe: Axe, shot: Shot) -> None:
    page = open_window(own_site).login("eurometropole")
    page.goto(f"{own_site.url}/admin/pass/echanges/")
    axe(page)
    page.goto(f"{own_site.url}/admin/pass/echanges/plages/")
    data = "premier_numero;dernier_numero;recu_le;perime_le;remarque\r\nZZ-000001;ZZ-000010;01/03/2023;31/12/2025;"
    page.locator("input[type=file]").set_input_files({"name": "p.csv", "mimeType": "text/csv", "buffer": data.encode()})
    page.get_by_role("button", name="Voir ce que l’import ferait").click()
    expect(page.get_by_text("Rien n’est encore écrit")).to_be_visible()
    axe(page)
    shot(page, "import-a-confirmer")
    page.get_by_role("button", name="Importer 1 plage").click()
    expect(page.get_by_text("Import terminé.").first).to_be_visible()
