"""« Où utiliser le Pass », the public page: who is shown, in which order, for what."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from tests.network.examples import place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def shown(client: Client, **asked: str) -> str:
    return html.unescape(client.get("/reseau/", asked).content.decode())


def test_only_places_qualified_and_in_the_network_are_shown(client: Client) -> None:
    place(nom="Dans le réseau")
    place(nom="Hors réseau", network_joined_on=None)
    place(nom="Sans qualification", qualified_by="", qualified_since=None)
    page = shown(client)
    assert "Dans le réseau" in page
    assert "Hors réseau" not in page
    assert "Sans qualification" not in page


@pytest.mark.parametrize("words", ["Vendenheim", "67550"])
def test_the_nearest_of_a_commune_or_a_postal_code_comes_first(client: Client, words: str) -> None:
    place(nom="Atelier du Sud")
    place(nom="Atelier du Nord", commune="Vendenheim", code_postal="67550", code_insee="67506")
    page = shown(client, commune=words)
    assert page.index("Atelier du Nord") < page.index("Atelier du Sud")
    assert "tout près" in page


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"aide": "assistance"}, {"services": ["Aide aux démarches administratives"]}),
        ({"langue": "tr"}, {"languages": ["tr"]}),
        ({"acces": "on"}, {"accessibility": ["fauteuil"]}),
        ({"gratuit": "on"}, {"remaining_charge": "aucun"}),
        ({"ouvert": "5"}, {"horaires": "Sa 09:00-12:00"}),
    ],
)
def test_only_what_answers_the_choices_is_shown(
    client: Client, asked: dict[str, str], answer: dict[str, object]
) -> None:
    place(nom="Atelier qui ne répond pas")
    place(nom="Atelier qui répond", **answer)
    page = shown(client, **asked)
    assert "Atelier qui répond" in page
    assert "Atelier qui ne répond pas" not in page


def test_hours_are_told_in_french(client: Client) -> None:
    place(horaires="Mo-Fr 09:00-12:00,14:00-18:30")
    page = shown(client).replace("\xa0", " ").replace("\u202f", " ")
    assert "de 9 h à 12 h et de 14 h à 18 h 30" in page


def test_an_unknown_commune_is_told(client: Client) -> None:
    place()
    assert "n’est pas dans la liste" in shown(client, commune="Paris")


def test_strange_choices_ask_for_nothing(client: Client) -> None:
    place(nom="Atelier du Moulin")
    assert "Atelier du Moulin" in shown(client, aide="<x>", ouvert="99", langue="zz", page="zéro")


def test_the_page_calls_no_other_site(client: Client) -> None:
    place()
    page = shown(client)
    assert "https://" not in page.replace("http://testserver", "")
