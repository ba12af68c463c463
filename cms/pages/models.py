"""Public pages: home, standard page, news, places, kits and logos."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site

from cms.kits.catalogue import Catalogue
from cms.kits.forms import KitFilterForm
from cms.pages.blocks import FEATURES, BodyBlock
from cms.pages.places import PlaceSearch
from passnum.core import clock
from passnum.distribution.models import FiguresRelease
from passnum.distribution.releasing import released_tables

NEWS_ON_HOME = 3


def trail(page: Page, request: HttpRequest) -> list[tuple[str, str]]:
    """The way back to the home page, this page last. No query for a child of the home page, one for a deeper page."""
    site = Site.find_for_request(request)
    root = site.root_page if site else page.get_root()
    between = page.get_ancestors().filter(depth__gt=root.depth) if page.depth > root.depth + 1 else ()
    middle = [(above.title, above.get_url(request) or "") for above in between]
    return [(root.title, "/"), *middle, (page.title, "")]


class HomePage(Page):
    """What the Pass is, and two doors: people who look for help, professionals."""

    introduction = models.TextField(
        "le Pass numérique en trois phrases", help_text="Phrases courtes, sans sigle.", max_length=600
    )
    people_door = models.CharField("porte du public", max_length=80, default="Je cherche de l’aide près de chez moi")
    people_text = models.CharField("sous-titre", max_length=160, blank=True)
    people_page = models.ForeignKey(
        Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="mène à"
    )
    professionals_door = models.CharField("porte des professionnels", max_length=80, default="Je suis un professionnel")
    professionals_text = models.CharField("sous-titre", max_length=160, blank=True)
    professionals_page = models.ForeignKey(
        Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="mène à"
    )
    body = StreamField(BodyBlock(required=False), verbose_name="contenu", blank=True)

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.StandardPage", "pages.NewsIndexPage", "pages.PlacesPage", "pages.KitsPage"]
    template = "pages/home.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [FieldPanel("people_door"), FieldPanel("people_text"), FieldPanel("people_page")], heading="Porte du public"
        ),
        MultiFieldPanel(
            [FieldPanel("professionals_door"), FieldPanel("professionals_text"), FieldPanel("professionals_page")],
            heading="Porte des professionnels",
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = "page d’accueil"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        places = PlacesPage.objects.live().child_of(self).first()
        shown = {"places_page": places, "news": published_news()[:NEWS_ON_HOME]}
        return {**super().get_context(request, *args, **kwargs), **shown}


class StandardPage(Page):
    """A page of text and blocks."""

    introduction = models.CharField("introduction", max_length=300, blank=True)
    body = StreamField(BodyBlock(required=False), verbose_name="contenu", blank=True)

    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    template = "pages/standard.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    class Meta:
        verbose_name = "page standard"
        verbose_name_plural = "pages standard"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "trail": trail(self, request)}


class NewsIndexPage(Page):
    """The news of the network, the last ones first."""

    introduction = models.CharField("introduction", max_length=300, blank=True)

    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.NewsPage"]
    template = "pages/news_index.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "page des actualités"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        listed = {"news": published_news()[:100], "trail": trail(self, request)}
        return {**super().get_context(request, *args, **kwargs), **listed}


class NewsPage(Page):
    """One piece of news, with its date."""

    dated_on = models.DateField("date", default=clock.today)
    summary = models.CharField(
        "résumé", max_length=240, help_text="Une ou deux phrases, reprises sur la page d’accueil."
    )
    body = StreamField(BodyBlock(required=False), verbose_name="contenu", blank=True)

    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "pages/news.html"
    content_panels = [*Page.content_panels, FieldPanel("dated_on"), FieldPanel("summary"), FieldPanel("body")]

    class Meta:
        verbose_name = "actualité"
        verbose_name_plural = "actualités"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "trail": trail(self, request)}


def published_news() -> models.QuerySet[NewsPage]:
    """Published news, the last ones first."""
    return NewsPage.objects.live().order_by("-dated_on", "-pk")


class PlacesPage(Page):
    """Places where Pass are handed out: the map as a list, with a search by commune or postal code."""

    introduction = models.CharField("introduction", max_length=300, blank=True)

    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    template = "pages/places.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "page des lieux"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        search = PlaceSearch(request.GET.get("commune", ""), request.GET.get("page", "1"))
        return {**super().get_context(request, *args, **kwargs), "search": search, "trail": trail(self, request)}


class StatisticsPage(Page):
    """« Chiffres »: the figures that EMS has published, small ones hidden."""

    introduction = models.CharField("introduction", max_length=300, blank=True)

    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    template = "pages/statistics.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "page des chiffres"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The publication asked for, or the latest."""
        rows = list(FiguresRelease.objects.all())
        asked = request.GET.get("periode", "")
        release = next((row for row in rows if str(row.public_id) == asked), rows[0] if rows else None)
        return {
            **super().get_context(request, *args, **kwargs),
            "trail": trail(self, request),
            "release": release,
            "tables": released_tables(release) if release else [],
            "others": [row for row in rows if release and row.pk != release.pk],
        }


class KitsPage(Page):
    """Communication kits and logos, to find and download."""

    introduction = RichTextField("introduction", features=FEATURES, blank=True)

    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    template = "pages/kits.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "page des kits et logos"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        form = KitFilterForm(request.GET)
        found = {"form": form, "catalogue": Catalogue(form), "trail": trail(self, request)}
        return {**super().get_context(request, *args, **kwargs), **found}
