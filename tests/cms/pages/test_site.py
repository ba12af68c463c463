"""The public site as a visitor meets it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page, Site

from cms.pages.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from cms.pages.setup import create_site
from passnum.demo.communication import load_communication

PATHS = ["/", "/lieux/", "/kits/", "/actualites/", "/le-pass/", "/professionnels/", "/guide/"]
FOOTER = ["/accessibilite/", "/mentions-legales/", "/donnees-personnelles/", "/contact/"]


@pytest.mark.parametrize("path", PATHS + FOOTER)
def test_every_page_of_the_first_day_answers_with_one_title(site: HomePage, client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1


@pytest.mark.parametrize("path", PATHS + FOOTER)
def test_the_texts_of_a_page_are_read_without_their_tags(site: HomePage, client: Client, path: str) -> None:
    load_communication()
    html = client.get(path).content.decode()
    assert "&lt;" not in html
    if path in FOOTER:
        assert re.search(r'<div class="prose">\s*<(p|ul)', html)


@pytest.mark.parametrize("path", [*PATHS, "/contact/"])
def test_a_page_has_nothing_inline_nor_from_another_host(site: HomePage, client: Client, path: str) -> None:
    load_communication()
    html = client.get(path).content.decode()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", html)
    assert not re.search(r'(?:src|action)="(?:https?:)?//', html)


@pytest.mark.parametrize("path", PATHS)
def test_a_cold_page_costs_at_most_twelve_queries_and_little_to_carry(
    site: HomePage, client: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    load_communication()
    client.get(path)
    cache.clear()
    with django_assert_max_num_queries(12):
        page = client.get(path)
    assert len(page.content) < 40_000


def test_home_says_what_the_pass_is_and_opens_two_doors(site: HomePage, client: Client) -> None:
    html = client.get("/").content.decode()
    assert "un carnet de dix chèques" in html
    doors = re.findall(r'class="door" href="([^"]+)".*?door__title">([^<]+)', html, re.DOTALL)
    assert doors == [
        ("/lieux/", "Je cherche de l’aide près de chez moi"),
        ("/professionnels/", "Je suis un professionnel"),
    ]


def test_door_whose_page_is_withdrawn_leads_to_the_login(site: HomePage, client: Client) -> None:
    StandardPage.objects.get(slug="professionnels").unpublish()
    html = client.get("/").content.decode()
    assert re.findall(r'class="door" href="([^"]+)"', html) == ["/lieux/", "/compte/login/"]


def test_welcome_page_of_wagtail_is_gone(site: HomePage) -> None:
    assert not Page.objects.filter(slug="home").exists()
    assert Site.objects.get().root_page_id == site.pk


def test_making_the_site_again_keeps_what_was_written(site: HomePage) -> None:
    page = StandardPage.objects.get(slug="contact")
    page.title = "Nous écrire"
    page.save()
    assert create_site() is False
    assert StandardPage.objects.get(slug="contact").title == "Nous écrire"


def test_accessibility_statement_does_not_claim_conformity(site: HomePage, client: Client) -> None:
    html = client.get("/accessibilite/").content.decode()
    assert "pas encore été audité" in html
    assert "Défenseur des droits" in html


def test_home_shows_published_news_and_no_draft(site: HomePage, client: Client) -> None:
    index = NewsIndexPage.objects.get()
    index.add_child(instance=NewsPage(title="Parue", slug="parue", summary="Une nouvelle."))
    index.add_child(instance=NewsPage(title="En cours d’écriture", slug="brouillon", summary="Rien.", live=False))
    html = client.get("/").content.decode()
    assert "Parue" in html
    assert "En cours d’écriture" not in html


def test_news_without_any_page_says_so(site: HomePage, client: Client) -> None:
    assert "Pas encore d’actualité" in client.get("/actualites/").content.decode()


def test_page_has_its_description_and_its_address_for_search_engines(site: HomePage, client: Client) -> None:
    html = client.get("/le-pass/").content.decode()
    assert '<meta name="description" content="Un carnet de dix' in html
    assert re.search(r'<link rel="canonical" href="http://[^"]+/le-pass/">', html)


def test_tree_holds_each_kind_of_page_in_its_place() -> None:
    assert NewsPage.allowed_parent_page_models() == [NewsIndexPage]
    assert HomePage not in HomePage.allowed_subpage_models()
    assert NewsPage.allowed_subpage_models() == []
