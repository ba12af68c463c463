"""Reading the environment of a production."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from passnum.config import environment
from tests.config.production_environment import VARIABLES


def manage(*arguments: str, **variables: str | None) -> subprocess.CompletedProcess[str]:
    """Run a command on production settings; a variable given as None is taken away."""
    chosen = {**os.environ, **VARIABLES, **variables}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env={name: value for name, value in chosen.items() if value is not None},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("name", [name for name in VARIABLES if name != "DJANGO_SETTINGS_MODULE"])
def test_production_names_the_variable_that_is_missing_in_one_line(name: str) -> None:
    done = manage("check", **{name: None})
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert f"La variable d’environnement {name} manque" in done.stderr


def test_production_settings_satisfy_every_deployment_check() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_files_in_s3_need_no_folder() -> None:
    done = manage("check", PASSNUM_DATA=None, S3_BUCKET="pass")
    assert done.returncode == 0, done.stderr


def test_the_demonstration_is_refused_in_production() -> None:
    done = manage("load_demo")
    assert done.returncode != 0
    assert "La démonstration ne se charge pas en production" in done.stderr


def test_a_database_address_is_read_with_its_escapes_and_its_socket() -> None:
    read = environment.postgresql("postgresql://jean%40x:p%2Fw@db.example:6543/pass?sslmode=require")
    assert (read["USER"], read["PASSWORD"]) == ("jean@x", "p/w")
    assert (read["HOST"], read["PORT"], read["NAME"]) == ("db.example", "6543", "pass")
    assert read["OPTIONS"] == {"sslmode": "require"}
    assert environment.postgresql("postgresql://u@/pass?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://u:p@mail.example", 587, True, False),
        ("smtps://u:p@mail.example", 465, False, True),
        ("smtp+tls://mail.example:2525", 2525, True, False),
    ],
)
def test_a_mail_address_says_how_the_connection_is_protected(url: str, port: int, tls: bool, ssl: bool) -> None:
    read = environment.smtp(url)
    assert (read["EMAIL_PORT"], read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (port, tls, ssl)


@pytest.mark.parametrize("url", ["mysql://u:secret@h/b", "postgresql://u:secret@h:port/b", "secret"])
def test_a_wrong_database_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL ne se lit pas") as refusal:
        environment.postgresql(url)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(("text", "value"), [("1", True), ("oui", True), ("0", False), ("non", False), ("", False)])
def test_a_flag_is_read_in_words_or_figures(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("ESSAI", text)
    assert environment.flag("ESSAI", default=True) is value


def test_a_flag_that_says_neither_yes_nor_no_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESSAI", "peut-être")
    with pytest.raises(ImproperlyConfigured, match="ESSAI vaut « peut-être »"):
        environment.flag("ESSAI", default=True)
