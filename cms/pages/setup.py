"""The public site as it is on the first day: pages made once, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from cms.pages.models import HomePage, KitsPage, NewsIndexPage, PlacesPage, StandardPage, StatisticsPage
from cms.pages.site_texts import HOME, HOME_BODY, KITS, NEWS, PAGES, PLACES, STATISTICS

Blocks = Iterable[tuple[str, Any]]


@transaction.atomic
def create_site() -> bool:
    """Make the home page and the pages that every screen's footer leads to. False when they are there already."""
    if HomePage.objects.exists():
        return False
    home = _replace_welcome()
    targets = {
        "lieux": home.add_child(instance=PlacesPage(slug="lieux", **PLACES)),
        "kits": home.add_child(instance=KitsPage(slug="kits", **KITS)),
    }
    home.add_child(instance=StatisticsPage(slug="chiffres", **STATISTICS))
    home.add_child(instance=NewsIndexPage(slug="actualites", **NEWS))
    for slug, (title, introduction, blocks) in PAGES.items():
        page = StandardPage(
            title=title,
            slug=slug,
            introduction=introduction,
            search_description=introduction,
            body=_linked(blocks, targets),
        )
        targets[slug] = home.add_child(instance=page)
    home.people_page, home.professionals_page = targets["lieux"], targets["professionnels"]
    home.body = _linked(HOME_BODY, targets)
    home.save()
    return True


def _replace_welcome() -> HomePage:
    """The home page, in the place of Wagtail's « Welcome »; the site answers to the host of the settings."""
    root = Page.get_first_root_node()
    for welcome in root.get_children().filter(slug="home"):
        Site.objects.filter(root_page=welcome).delete()
        welcome.specific.delete()
    root = Page.objects.get(pk=root.pk)
    home = root.add_child(instance=HomePage(slug="accueil", **HOME))
    address = urlsplit(settings.PASSNUM_BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "root_page": home,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    return home


def _linked(blocks: Blocks, targets: dict[str, Page]) -> list[tuple[str, Any]]:
    """The blocks, with the slugs that buttons lead to turned into pages."""
    return [
        (kind, {**value, "page": targets[value["page"]]} if kind == "action" and value["page"] else value)
        for kind, value in blocks
    ]
