"""The public page of kits and logos: found, named, downloaded."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from cms.kits.models import CommunicationKit, LogoAsset
from passnum.demo.communication import load_communication


def read(client: Client, **asked: str) -> str:
    return (
        html.unescape(client.get("/kits/", asked).content.decode()).replace("\u202f", "\u00a0").replace("\u00a0", " ")
    )


def test_button_names_the_support_its_format_and_its_size(kit: CommunicationKit, client: Client) -> None:
    page = read(client)
    assert "Télécharger l’affiche A3 (PDF, 1,2 Mo)" in page
    assert "Version 1 du " in page


def test_the_three_mentions_of_article_9_stand_beside_the_downloads(kit: CommunicationKit, client: Client) -> None:
    page = read(client)
    for mention in ("citée comme partenaire", "Démarches en ligne ? Ici on vous aide", "le soutien de l’État"):
        assert mention in page


def test_file_is_downloaded_and_never_shown_in_the_browser(kit: CommunicationKit, client: Client) -> None:
    answer = client.get(kit.items.get().document.url)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_draft_kit_is_not_on_the_page(kit: CommunicationKit, client: Client) -> None:
    kit.unpublish()
    page = read(client)
    assert "Accueil du public" not in page
    assert "Aucun support n’est publié pour l’instant." in page


@pytest.mark.parametrize(
    "asked", [{"recherche": "ACCUEIL"}, {"recherche": "a3"}, {"nature": "affiche"}, {"nature": "inventée"}]
)
def test_support_answers_a_search_by_word_or_nature(
    kit: CommunicationKit, client: Client, asked: dict[str, str]
) -> None:
    assert "Affiche de l’accueil" in read(client, **asked)


@pytest.mark.parametrize("asked", [{"recherche": "girafe"}, {"nature": "sticker"}, {"nature": "logo"}])
def test_search_without_answer_offers_all_the_supports(
    kit: CommunicationKit, client: Client, asked: dict[str, str]
) -> None:
    page = read(client, **asked)
    assert "Affiche de l’accueil" not in page
    assert "Voir tous les supports" in page


def test_demonstration_offers_kits_and_three_renderings_of_the_logo(site: None, client: Client) -> None:
    load_communication()
    page = read(client)
    assert page.count("Télécharger le logo") == 6
    assert "Télécharger le courrier d’accompagnement A4 (PDF" in page
    for kit in CommunicationKit.objects.all():
        for item in kit.items.all():
            assert client.get(item.document.url).status_code == 200


def test_demonstration_is_made_once(site: None) -> None:
    load_communication()
    before = {(logo.public_id, logo.title) for logo in LogoAsset.objects.all()}
    load_communication()
    assert {(logo.public_id, logo.title) for logo in LogoAsset.objects.all()} == before
