"""Production settings with a real PostgreSQL and a real Redis, behind a proxy that ends the encryption."""

from __future__ import annotations

import pytest
import requests

from passnum.demo.accounts import ACCOUNTS, DEMO_PASSWORD
from tests.config.production_environment import VARIABLES
from tests.services.stack import LiveStack, Stack

PROXY = {"Host": "pass.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


def in_production(stack: Stack) -> Stack:
    """The same database and broker under production settings; call it before the web server starts."""
    own = {name: stack.environment[name] for name in ("DATABASE_URL", "REDIS_URL", "PASSNUM_DATA")}
    stack.environment |= VARIABLES | own | {"STATIC_ROOT": str(stack.folder / "static")}
    del stack.environment["PASSNUM_TODAY"]
    return stack


@pytest.fixture
def production(live_stack: LiveStack) -> Stack:
    return in_production(live_stack("postgresql", demo=False, web=False, worker=False))


def test_production_answers_through_its_proxy_and_only_encrypted(production: Stack) -> None:
    production.manage("check", "--deploy", "--database", "default", "--fail-level", "WARNING")
    production.manage("collectstatic", "--noinput", "--verbosity", "0")
    production.manage("create_site")
    production.start_web()

    plain = requests.get(f"{production.url}/compte/login/", headers={"Host": "pass.example"}, allow_redirects=False)
    assert (plain.status_code, plain.headers["Location"]) == (301, "https://pass.example/compte/login/")

    page = requests.get(f"{production.url}/compte/login/", headers=PROXY, timeout=30)
    assert page.status_code == 200
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert "Secure" in page.headers["Set-Cookie"]
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]

    other = requests.get(f"{production.url}/", headers=PROXY | {"Host": "ailleurs.example"}, timeout=30)
    assert other.status_code == 400
    workshop = requests.get(f"{production.url}/atelier/composants/", headers=PROXY, timeout=30)
    assert workshop.status_code == 404
    health = requests.get(f"{production.url}/sante/", headers={"Host": "pass.example"}, timeout=30)
    assert (health.status_code, health.text.count(": OK")) == (200, 4)


def test_production_refuses_a_database_that_holds_the_demonstration(live_stack: LiveStack) -> None:
    stack = in_production(live_stack("postgresql", demo=True, web=False, worker=False))
    for command in (["check", "--database", "default"], ["migrate"]):
        with pytest.raises(AssertionError, match=r"demo\.E001") as refusal:
            stack.manage(*command)
        assert DEMO_PASSWORD not in str(refusal.value)
        assert f"{len(ACCOUNTS)} compte(s) de la démonstration" in str(refusal.value)
