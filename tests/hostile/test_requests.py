"""Requests that no browser of ours would send: refused with 4xx and French words, never with 500."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["/page%00/", "/media/images/a%00.png", "/espace/?x=%00", "/admin/pass/lieux/?q=%00", "/documents/1/%00"],
)
def test_an_address_with_a_nul_character_is_a_bad_request(scene: Scene, address: str) -> None:
    answer = signed_in(scene.ems).get(address)
    assert answer.status_code == 400
    assert "n’a pas pu être comprise" in answer.content.decode()


def test_a_cookie_with_a_nul_character_is_a_bad_request() -> None:
    answer = Client().get("/compte/login/", HTTP_COOKIE='sessionid="aaaaaaaaaaaaaaaa\\000aaaaaaaaaaaaaaa"')
    assert answer.status_code == 400


@pytest.mark.parametrize("revision", ["", "²", "9" * 5000, "-1", "a\x00b"])
@pytest.mark.parametrize("screen", ["deliverable", "deliverable_autosave", "deliverable_submit", "deliverable_reprise"])
def test_a_revision_that_is_no_number_is_refused(scene: Scene, screen: str, revision: str) -> None:
    row = scene.filled(scene.alpha, "programme")
    answer = signed_in(scene.alpha.referent).post(
        reverse(f"portal:{screen}", args=[row.public_id]), {"revision": revision, "agreed": "on"}
    )
    assert answer.status_code in {409, 422}
    row.refresh_from_db()
    assert row.state == "brouillon"
