"""How long a session lasts: without an act, and in any case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db

SPACE = "/espace/"
STAY = "/compte/rester/"


@pytest.fixture
def clock(settings: Any) -> Iterator[Any]:
    """A clock that moves when told; an hour without an act ends a session."""
    settings.PASSNUM_IDLE_SECONDS = 3600
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def is_signed_in(client: Client) -> bool:
    return client.get(SPACE).status_code == 200


def test_an_hour_without_an_act_ends_the_session_and_the_login_leads_back(scene: Scene, clock: Any) -> None:
    client = signed_in(scene.alpha.referent)
    assert is_signed_in(client)
    clock.shift(timedelta(minutes=61))
    answer = client.get(f"{SPACE}?a=1", follow=True)
    assert answer.redirect_chain[-1][0] == "/compte/login/?next=/espace/%3Fa%3D1"
    assert "après 1 heure sans activité" in answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_each_act_puts_the_end_off_until_ten_hours_have_passed(scene: Scene, clock: Any) -> None:
    client = signed_in(scene.alpha.referent)
    for _ in range(13):
        assert is_signed_in(client)
        clock.shift(timedelta(minutes=45))
    assert is_signed_in(client)
    clock.shift(timedelta(minutes=30))
    assert not is_signed_in(client)


def test_a_page_that_asks_by_itself_does_not_put_the_end_off(scene: Scene, clock: Any) -> None:
    client = signed_in(scene.alpha.referent)
    assert is_signed_in(client)
    status = reverse("portal:dossier_status", args=[scene.compiled(scene.alpha).public_id])
    clock.shift(timedelta(minutes=50))
    assert client.get(status, headers={"HX-Request": "true"}).status_code == 200
    clock.shift(timedelta(minutes=20))
    assert client.get(status, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert not is_signed_in(client)


def test_staying_is_an_act_and_says_how_long_the_session_lasts(scene: Scene, clock: Any) -> None:
    client = signed_in(scene.alpha.referent)
    assert is_signed_in(client)
    clock.shift(timedelta(minutes=58))
    assert client.post(STAY).json() == {"seconds": 3600}
    clock.shift(timedelta(minutes=58))
    assert is_signed_in(client)


def test_a_draft_sent_too_late_is_told_in_words(scene: Scene, clock: Any) -> None:
    client = signed_in(scene.alpha.referent)
    assert is_signed_in(client)
    clock.shift(timedelta(hours=2))
    answer = client.post(STAY, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert "a pris fin" in answer.json()["message"]


def test_what_is_posted_too_late_leads_back_to_its_page(scene: Scene, clock: Any) -> None:
    client = signed_in(scene.alpha.referent)
    assert is_signed_in(client)
    clock.shift(timedelta(hours=2))
    answer = client.post("/espace/equipe/", headers={"Referer": "http://testserver/espace/equipe/"})
    assert answer["Location"] == "/compte/login/?next=/espace/equipe/"


@pytest.mark.parametrize("who", ["referent", "ems"])
def test_pages_of_signed_in_people_carry_the_warning(scene: Scene, who: str) -> None:
    user = scene.ems if who == "ems" else scene.alpha.referent
    page = signed_in(user).get("/admin/" if who == "ems" else SPACE).content.decode()
    assert 'data-session-warning="300"' in page


def test_pages_of_strangers_carry_no_warning(client: Client) -> None:
    assert "data-session-warning" not in client.get("/compte/login/").content.decode()
