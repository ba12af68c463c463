"""The public site as it is on the first day: pages made once, never overwritten."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from cms.pages.models import HomePage, KitsPage, PlacesPage, StandardPage
from cms.pages.site_texts import HOME, PAGES
from passnum.partners.enums import GROUP_COMMUNICATION


@transaction.atomic
def create_site() -> bool:
    """Make the home page and the pages that every screen's footer leads to. False when they are there already."""
    grant_communication()
    if HomePage.objects.exists():
        return False
    root = Page.get_first_root_node()
    for welcome in root.get_children().filter(slug="home"):
        Site.objects.filter(root_page=welcome).delete()
        welcome.specific.delete()
    root = Page.objects.get(pk=root.pk)
    home = root.add_child(instance=HomePage(slug="accueil", **HOME))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": home, "site_name": settings.WAGTAIL_SITE_NAME},
    )
    home.add_child(
        instance=PlacesPage(
            title="Trouver un lieu",
            slug="lieux",
            introduction="Les lieux où un intervenant social peut vous remettre un Pass numérique.",
        )
    )
    home.add_child(
        instance=KitsPage(
            title="Kits et logos",
            slug="kits",
            introduction="<p>Affiches, stickers et courriers pour faire connaître le Pass numérique.</p>",
        )
    )
    for slug, (title, introduction, blocks) in PAGES.items():
        home.add_child(instance=StandardPage(title=title, slug=slug, introduction=introduction, body=blocks))
    return True


def grant_communication() -> None:
    """The communication staff publish pages, documents, images, kits and logos."""
    group = Group.objects.get(name=GROUP_COMMUNICATION)
    root = Page.get_first_root_node()
    for codename in ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    collection = Collection.get_first_root_node()
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        for action in ("add", "change", "choose"):
            permission = Permission.objects.get(content_type__app_label=app, codename=f"{action}_{model}")
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="kits", content_type__model__in=["communicationkit", "logoasset"]
        )
    )
