"""A file that leaves the house: after the password, the browser is back on its page, and the page gives the file."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.quotas.stock import received
from tests.scene import PASSWORD, Scene, signed_in, signed_in_afresh

pytestmark = pytest.mark.django_db

Case = Callable[[Scene], tuple[Any, str, str]]


def _calendar(scene: Scene) -> tuple[Any, str, str]:
    key = scene.alpha.convention.public_id
    page = reverse("backoffice:calendar", args=[key])
    return scene.ems, f"{reverse('backoffice:calendar_export', args=[key, 'csv'])}?article=7", f"{page}?article=7"


#: Who asks, for which file, from which page.
CASES: dict[str, Case] = {
    "calendar of the structure": lambda scene: (
        scene.alpha.referent,
        f"{reverse('portal:calendar_export', args=['csv'])}?article=7",
        f"{reverse('portal:calendar')}?article=7",
    ),
    "calendar of a convention": _calendar,
    "control tower": lambda scene: (
        scene.ems,
        f"{reverse('backoffice:tower_export', args=['csv'])}?recherche=alpha",
        f"{reverse('backoffice:tower')}?recherche=alpha",
    ),
    "indicators of the structure": lambda scene: (
        scene.alpha.referent,
        f"{reverse('portal:indicators_export', args=['csv'])}?du=2023-01-01&au=2023-06-30",
        f"{reverse('portal:indicators')}?du=2023-01-01&au=2023-06-30",
    ),
    "indicators of EMS": lambda scene: (
        scene.ems,
        f"{reverse('backoffice:indicators_export', args=['csv'])}?du=2023-01-01&au=2023-06-30",
        f"{reverse('backoffice:indicators')}?du=2023-01-01&au=2023-06-30",
    ),
    "rows of the structure": lambda scene: (
        scene.alpha.intervenant,
        reverse("portal:exchange_export", args=["attributions", "csv"]),
        reverse("portal:exchange"),
    ),
    "rows of EMS": lambda scene: (
        scene.ems,
        reverse("backoffice:exchange_export", args=["quotas", "csv"]),
        reverse("backoffice:exchange"),
    ),
    "list of the admin": lambda scene: (scene.ems, "/admin/carnets/?q=EMS&export=csv", "/admin/carnets/?q=EMS"),
}


@pytest.fixture(autouse=True)
def _no_attempts_counted() -> None:
    cache.clear()


@pytest.mark.parametrize("name", CASES)
def test_after_the_password_the_page_comes_back_and_gives_the_file(scene: Scene, name: str) -> None:
    received(scene.ems, 1, 1)
    who, file, page = CASES[name](scene)
    client = signed_in(who)
    asked = client.get(file)["Location"]
    assert asked.startswith("/compte/reauthenticate/")
    assert client.post(asked, {"password": PASSWORD})["Location"] == page
    shown = client.get(page)
    assert shown["Refresh"] == f"1;url={file}"
    assert f'href="{escape(file)}"' in shown.content.decode()
    assert client.get(file)["Content-Disposition"].startswith("attachment")
    assert "Refresh" not in client.get(page), "a file is given once"


def test_no_page_gives_a_file_before_the_password_nor_another_page_after_it(scene: Scene) -> None:
    client = signed_in(scene.ems)
    asked = client.get(reverse("backoffice:tower_export", args=["csv"]))["Location"]
    assert quote(reverse("backoffice:tower"), safe="") in asked
    assert "Refresh" not in client.get(reverse("backoffice:tower"))
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    assert "Refresh" not in client.get(reverse("backoffice:indicators"))
    assert "Refresh" in client.get(reverse("backoffice:tower"))


def test_who_has_just_signed_in_has_the_file_at_once(scene: Scene) -> None:
    for name, case in CASES.items():
        who, file, _ = case(scene)
        assert signed_in_afresh(who).get(file)["Content-Disposition"].startswith("attachment"), name
