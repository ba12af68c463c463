"""Two people with the same form of the admin open."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from passnum.partners.models import DistributionPlace, Partner
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db


def opened(client: Client, url: str) -> dict[str, str]:
    """What the browser would send back of the form as it is shown."""
    context = client.get(url).context
    form = context["form"]
    return {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}


def test_what_someone_else_has_changed_meanwhile_is_told_and_not_overwritten(scene: Scene) -> None:
    url = f"/admin/structures/edit/{scene.alpha.partner.pk}/"
    first, second = signed_in(scene.ems), signed_in(scene.ems)
    mine, theirs = opened(first, url), opened(second, url)
    assert second.post(url, theirs | {"short_name": "EUX"}).status_code == 302
    answer = first.post(url, mine | {"short_name": "MOI"})
    assert "Quelqu’un a modifié cette fiche" in answer.content.decode()
    assert Partner.objects.get(pk=scene.alpha.partner.pk).short_name == "EUX"


def test_a_place_is_not_overwritten_either(scene: Scene) -> None:
    place = DistributionPlace.objects.create(
        partner=scene.alpha.partner, name="Accueil", postal_code="67000", commune_insee="67482", commune_name="Ici"
    )
    client, url = signed_in(scene.ems), f"/admin/lieux/edit/{place.pk}/"
    before = opened(client, url)
    DistributionPlace.objects.filter(pk=place.pk).update(name="Accueil du matin")
    assert "Quelqu’un a modifié" in client.post(url, before | {"name": "Accueil du soir"}).content.decode()
    place.refresh_from_db()
    assert place.name == "Accueil du matin"


def test_a_form_sent_without_what_it_was_opened_on_changes_nothing(scene: Scene) -> None:
    client, url = signed_in(scene.ems), f"/admin/structures/edit/{scene.alpha.partner.pk}/"
    client.post(url, opened(client, url) | {"seen": "", "short_name": "MOI"})
    assert Partner.objects.get(pk=scene.alpha.partner.pk).short_name != "MOI"


def test_the_hidden_field_is_on_the_page(scene: Scene) -> None:
    page = signed_in(scene.ems).get(f"/admin/structures/edit/{scene.alpha.partner.pk}/").content.decode()
    assert re.search(r'<input type="hidden" name="seen" value="[0-9a-f]{64}"', page)
