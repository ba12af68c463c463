"""The list of places: only where a Pass may be handed out today, found by commune or postal code."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from cms.pages.models import HomePage
from passnum.conventions.enums import ConventionState
from passnum.partners.models import DistributionPlace, Partner


def read(client: Client, words: str = "") -> str:
    return html.unescape(client.get("/lieux/", {"commune": words} if words else {}).content.decode())


@pytest.fixture
def place(scene: Any, site: HomePage) -> DistributionPlace:
    """A place in Hœnheim, of a partner whose convention is in force."""
    partner = next(house.partner for house in vars(scene).values() if hasattr(house, "convention"))
    return DistributionPlace.objects.create(
        partner=partner,
        name="Antenne du canal",
        address="3 rue du Canal",
        postal_code="67800",
        commune_insee="67204",
        commune_name="Hœnheim",
    )


@pytest.mark.parametrize("words", ["", "hoenheim", "HŒNHEIM", "67800", "678"])
def test_place_is_found_by_its_commune_or_postal_code(place: DistributionPlace, client: Client, words: str) -> None:
    found = read(client, words)
    assert "Antenne du canal" in found
    assert "3 rue du Canal" in found


def test_place_of_another_commune_is_left_out(place: DistributionPlace, client: Client) -> None:
    answer = read(client, "plobsheim").split("Les lieux les plus proches")[0]
    assert "Antenne du canal" not in answer


def test_a_commune_without_a_place_is_named_and_told_the_nearest_one(place: DistributionPlace, client: Client) -> None:
    found = read(client, "67204")
    assert "« 67204 » (Achenheim)" in found.replace("\xa0", " ")
    assert re.search(r"Antenne du canal</strong>[^<]*<span[^>]*>\(environ \d+", found)


def test_closed_place_is_not_shown(place: DistributionPlace, client: Client) -> None:
    DistributionPlace.objects.filter(pk=place.pk).update(is_active=False)
    assert "Antenne du canal" not in read(client)


def test_place_of_a_partner_without_convention_in_force_is_not_shown(place: DistributionPlace, client: Client) -> None:
    place.partner.conventions.update(state=ConventionState.EN_PREPARATION)
    assert "Antenne du canal" not in read(client)


def test_place_of_an_inactive_partner_is_not_shown(place: DistributionPlace, client: Client) -> None:
    Partner.objects.filter(pk=place.partner_id).update(is_active=False)
    assert "Antenne du canal" not in read(client)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("plobsheim", "Pas encore de lieu dans cette commune."),
        ("67115", "Pas encore de lieu dans cette commune."),
        ("paris", "Cette commune n’est pas dans la liste."),
    ],
)
def test_empty_answer_says_why_and_what_to_do(
    place: DistributionPlace, client: Client, words: str, answer: str
) -> None:
    found = read(client, words)
    assert answer in found
    assert "Voir tous les lieux" in found


def test_what_was_typed_is_shown_and_never_run(place: DistributionPlace, client: Client) -> None:
    page = client.get("/lieux/", {"commune": "<script>alert(1)</script>"})
    assert b"<script>alert" not in page.content


def test_page_number_that_does_not_exist_shows_the_list(place: DistributionPlace, client: Client) -> None:
    assert "Antenne du canal" in client.get("/lieux/", {"page": "zéro"}).content.decode()
