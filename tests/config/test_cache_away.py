"""Redis is away: the pages are read without their cache, nobody meets an error of the server."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cms.pages.setup import create_site
from passnum.config import broker
from passnum.core import redis_cache
from passnum.core.redis_cache import PAUSE_SECONDS
from passnum.exchange.enums import ImportState, Kind
from tests.exchange.files import as_csv, attribution, sent, written
from tests.quotas.stock import brought
from tests.scene import PASSWORD, Scene, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def away(settings: Any) -> None:
    # Nothing ever listens to port 1.
    settings.CACHES = {"default": broker.redis_cache("redis://127.0.0.1:1/0")}


def test_what_is_asked_of_a_cache_that_is_away_is_not_there() -> None:
    cache.set("a", 1)
    assert (cache.get("a", 2), cache.add("a", 1), cache.has_key("a"), cache.get_many(["a"])) == (2, False, False, {})
    assert (cache.touch("a"), cache.delete("a"), cache.set_many({"a": 1}), cache.get_or_set("a", 3)) == (
        False, False, ["a"], 3,
    )  # fmt: skip
    cache.delete_many(["a"])
    with pytest.raises(ValueError, match="a"):
        cache.incr("a")


def test_a_cache_that_does_not_answer_is_waited_for_once(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CACHES = {"default": broker.redis_cache(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")}
        assert cache.get("a", 2) == 2
        start = time.monotonic()
        assert [cache.get("a", 2) for _ in range(10)] == [2] * 10
        assert time.monotonic() - start < PAUSE_SECONDS / 5


def test_after_a_pause_it_is_asked_again(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_cache, "PAUSE_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(5)
        settings.CACHES = {"default": broker.redis_cache(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")}
        cache.get("a")
        silent.accept()[0].close()
        time.sleep(0.3)
        cache.get("a")
        silent.accept()[0].close()


def test_the_pages_without_account_are_read(client: Client) -> None:
    create_site()
    assert client.get("/").status_code == 200
    for name in ("network", "retention", "account_login", "receipt:enter", "receipt:explain"):
        assert client.get(reverse(name)).status_code == 200, name


def test_a_wrong_code_is_said_wrong(client: Client) -> None:
    assert client.post(reverse("receipt:enter"), {"code": "ABCD-EFGH-JKMN-P"}).status_code == 422


def test_signing_in_waits_until_attempts_can_be_counted_again(scene: Scene, client: Client) -> None:
    answer = client.post(reverse("account_login"), {"login": scene.alpha.referent.email, "password": PASSWORD})
    assert answer.status_code == 429
    assert "Attendez quelques minutes" in answer.content.decode()


def test_an_import_is_checked_written_and_shown(scene: Scene) -> None:
    house = scene.alpha
    brought(scene.ems, house, 1, 3)
    data = as_csv(Kind.ATTRIBUTIONS, [attribution(house, "EMS-000001")])
    row = sent(house.intervenant, Kind.ATTRIBUTIONS, house.partner, data)
    client = signed_in(house.intervenant)
    assert client.get(reverse("portal:exchange_progress", args=[row.public_id])).status_code == 200
    assert written(house.intervenant, row).state == ImportState.FAIT
    assert client.get(reverse("portal:exchange_import", args=[row.public_id])).status_code == 200


def test_the_supervisor_is_told(client: Client) -> None:
    assert client.get(reverse("health")).status_code == 500
