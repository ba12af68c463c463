"""Kits and logos in the admin: who writes, who reads, and how a version is published."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.kits.models import CommunicationKit, KitItem, LogoAsset
from cms.pages.models import HomePage, StandardPage
from tests.scene import person


def address(model: Any, view: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def form(kit: CommunicationKit, **changes: Any) -> dict[str, Any]:
    """What the edit form of a kit posts."""
    item = kit.items.get()
    row = {
        "id": item.pk or "",
        "kind": item.kind,
        "title": item.title,
        "document": item.document_id,
        "picture": "",
        "paper_format": item.paper_format,
        "language": item.language,
        "version": item.version,
        "dated_on": item.dated_on.isoformat(),
    }
    values = {"title": kit.title, "description": kit.description, "rules": kit.rules}
    initial = 1 if item.pk else 0
    return nested_form_data(values | {"items": inline_formset([row], initial=initial)} | changes)


def test_communication_creates_and_publishes_a_kit(kit: CommunicationKit, publisher: Client) -> None:
    item = kit.items.get()
    copy = CommunicationKit(title="Nouveau kit", description="Pour la rentrée.")
    copy.items.add(KitItem(kind=item.kind, title="Affiche de rentrée", document=item.document, dated_on=item.dated_on))
    answer = publisher.post(address(CommunicationKit, "add"), form(copy) | {"action-publish": "action-publish"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert CommunicationKit.objects.get(title="Nouveau kit").live


def test_change_saved_as_a_draft_leaves_the_public_page_as_it_was(
    kit: CommunicationKit, publisher: Client, client: Client
) -> None:
    answer = publisher.post(address(CommunicationKit, "edit", kit.pk), form(kit) | {"title": "Titre de travail"})
    assert answer.status_code == 302
    assert "Titre de travail" not in client.get("/kits/").content.decode()
    kit.refresh_from_db()
    assert kit.has_unpublished_changes
    assert kit.get_latest_revision_as_object().title == "Titre de travail"


def test_support_keeps_its_identity_through_versions(kit: CommunicationKit, publisher: Client) -> None:
    before = kit.items.get().public_id
    publisher.post(
        address(CommunicationKit, "edit", kit.pk), form(kit) | {"title": "Accueil", "action-publish": "action-publish"}
    )
    assert CommunicationKit.objects.get(title="Accueil").items.get().public_id == before


def test_locked_kit_is_not_changed_by_another_person(kit: CommunicationKit, publisher: Client) -> None:
    kit.locked, kit.locked_by = True, person("autre")
    kit.save()
    publisher.post(address(CommunicationKit, "edit", kit.pk), form(kit) | {"title": "Forcé"})
    kit.refresh_from_db()
    assert kit.get_latest_revision_as_object().title == "Accueil du public"


def test_administrators_read_kits_and_write_none(kit: CommunicationKit, reader: Client) -> None:
    assert reader.get(address(CommunicationKit, "list")).status_code == 200
    assert reader.get(address(CommunicationKit, "inspect", kit.pk)).status_code == 200
    reader.post(address(CommunicationKit, "edit", kit.pk), form(kit) | {"title": "Forcé"})
    assert CommunicationKit.objects.get().title == "Accueil du public"
    assert not kit.revisions.exists()


@pytest.mark.parametrize("model", [CommunicationKit, LogoAsset])
def test_a_person_outside_ems_does_not_enter(site: None, model: Any) -> None:
    client = Client()
    client.force_login(person("partenaire"))
    assert client.get(address(model, "list")).status_code in {302, 403}


def test_moderation_is_the_communication_staff_s_for_pages_kits_and_logos(site: None) -> None:
    workflow = Workflow.objects.get(active=True)
    home = HomePage.objects.get()
    assert home.get_workflow() == workflow
    assert CommunicationKit.get_default_workflow() == workflow
    assert LogoAsset.get_default_workflow() == workflow
    groups = workflow.tasks.get().specific.groups.values_list("name", flat=True)
    assert list(groups) == ["Communication EMS"]


def test_groups_of_wagtail_s_example_are_gone(db: None) -> None:
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


def test_communication_writes_and_publishes_a_page(publisher: Client) -> None:
    home = HomePage.objects.get()
    answer = publisher.post(
        reverse("wagtailadmin_pages:add", args=["pages", "standardpage", home.pk]),
        nested_form_data(
            {
                "title": "Nouvelle page",
                "slug": "nouvelle-page",
                "introduction": "",
                "body": {"count": "0"},
                "action-publish": "action-publish",
            }
        ),
    )
    assert answer.status_code == 302
    assert StandardPage.objects.get(slug="nouvelle-page").live


def test_administrators_of_ems_do_not_write_pages(reader: Client) -> None:
    home = Page.objects.get(slug="accueil")
    assert reader.get(reverse("wagtailadmin_pages:edit", args=[home.pk])).status_code == 302


@pytest.mark.parametrize("model", [CommunicationKit, LogoAsset])
def test_forms_of_the_admin_open(kit: CommunicationKit, publisher: Client, model: Any) -> None:
    assert publisher.get(address(model, "add")).status_code == 200


def test_draft_is_previewed_as_the_public_page_shows_it(kit: CommunicationKit, publisher: Client) -> None:
    preview = address(CommunicationKit, "preview_on_edit", kit.pk)
    assert publisher.post(preview, form(kit) | {"title": "Essai"}).json()["is_valid"]
    html = publisher.get(preview, {"mode": ""}).content.decode()
    assert "Essai" in html
    assert "Affiche de l’accueil" in html


def test_admin_bears_the_name_of_the_house(publisher: Client) -> None:
    html = publisher.get(reverse("wagtailadmin_home")).content.decode()
    assert "Bienvenue dans l’espace de gestion du Pass numérique" in html
    assert "Tenir à jour les kits de communication" in html
    assert "Passnum, espace de gestion</title>" in html
