"""The frame of the pages: way in for keyboards, footer, errors, accounts."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.scene import Scene, signed_in


@pytest.mark.django_db
def test_page_that_does_not_exist_says_what_to_do() -> None:
    response = Client().get("/page/qui/manque/")
    assert response.status_code == 404
    assert "Cette page est introuvable" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"])
def test_error_page_is_drawn_without_any_context(name: str) -> None:
    assert 'lang="fr"' in render_to_string(name)


def test_failure_page_needs_no_other_template() -> None:
    from django.template.loader import get_template

    source = get_template("500.html").template.source
    assert "{% extends" not in source
    assert "{% load" not in source


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/compte/login/", "/compte/password/reset/"])
def test_pages_of_accounts_have_the_frame_of_the_site(path: str) -> None:
    html = Client().get(path).content.decode()
    assert 'class="skip-link"' in html
    assert 'id="contenu"' in html
    assert "/accessibilite/" in html


def test_message_of_a_refusal_is_announced() -> None:
    from django.contrib.messages.storage.base import Message

    request = RequestFactory().get("/")
    html = render_to_string("base.html", {"messages": [Message(40, "Refusé")], "request": request})
    assert 'role="alert"' in html
    assert "Refusé" in html


@pytest.mark.django_db
def test_no_word_of_the_menu_leads_an_intervenant_to_a_closed_door(scene: Scene) -> None:
    client = signed_in(scene.alpha.intervenant)
    page = client.get(reverse("portal:home")).content.decode()
    menu = page.split('class="site-nav__list"')[1].split("</ul>")[0]
    addresses = re.findall(r'href="(/espace/[^"]*)"', menu)
    assert reverse("portal:attributions") in addresses
    assert {client.get(address).status_code for address in addresses} == {200}
