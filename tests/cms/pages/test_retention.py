"""The table of retention: what everyone reads is what the clock enforces."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from cms.pages.models import HomePage
from passnum.distribution.draft import AttributionDraft
from passnum.oversight.retention import Retention, enforce, table
from tasks.retention import enforce_retention
from tasks.schedule import SCHEDULE
from tests.distribution.register import begun
from tests.scene import Scene, signed_in_afresh

pytestmark = pytest.mark.django_db


def words(answer: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer)).split())


def test_everyone_reads_the_table_that_is_enforced(client: Client) -> None:
    page = words(client.get("/durees-de-conservation/").content.decode())
    for rule in table():
        assert words(rule.what)[:60] in page
    assert page.count("Passnum, chaque heure") == sum(rule.enforce is not None for rule in table())


def test_reading_the_table_forgets_nothing(scene: Scene, client: Client) -> None:
    draft = begun(scene.alpha)
    AttributionDraft.objects.filter(pk=draft.pk).update(updated_at=timezone.now() - timedelta(hours=25))
    client.get("/durees-de-conservation/")
    assert AttributionDraft.objects.exists()


def test_the_page_about_personal_data_says_what_is_kept_and_leads_to_the_table(site: HomePage, client: Client) -> None:
    page = client.get("/donnees-personnelles/").content.decode()
    assert 'href="/durees-de-conservation/"' in page
    assert "handicap" in page


def test_the_years_are_those_of_the_settings(client: Client, settings: object) -> None:
    settings.PASSNUM_PROFILE_YEARS = 5  # type: ignore[attr-defined]
    assert "5 ans après la fin de la convention" in words(client.get("/durees-de-conservation/").content.decode())


def test_the_clock_applies_the_table_every_hour() -> None:
    assert SCHEDULE["enforce-retention"]["task"] == enforce_retention.name
    assert SCHEDULE["enforce-retention"]["schedule"] == 3600.0


def test_what_was_noted_of_an_ended_session_goes_and_an_open_one_stays(scene: Scene) -> None:
    open_one, ended = signed_in_afresh(scene.alpha.referent), signed_in_afresh(scene.beta.referent)
    for client in (open_one, ended):
        client.get("/espace/")
    assert UserSession.objects.count() == 2
    Session.objects.filter(session_key=ended.session.session_key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )
    assert enforce_retention() == 1
    assert UserSession.objects.get().user == scene.alpha.referent
    assert open_one.get("/espace/").status_code == 200


def test_a_line_that_fails_keeps_no_other_from_being_applied() -> None:
    applied: list[str] = []

    def fails() -> int:
        raise RuntimeError("la base ne répond pas")

    def applies() -> int:
        applied.append("oui")
        return 1

    rules = [Retention("a", "", "", "", fails), Retention("b", "", "", ""), Retention("c", "", "", "", applies)]
    with pytest.raises(ExceptionGroup):
        enforce(rules)
    assert applied == ["oui"]
