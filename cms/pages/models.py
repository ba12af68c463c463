"""Public pages: home, standard page, places, kits and logos."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.kits.models import CommunicationKit, LogoAsset
from cms.pages.blocks import FEATURES, BodyBlock
from passnum.core.communes import fold, matches
from passnum.partners.models import DistributionPlace


class HomePage(Page):
    """What the Pass is, and two doors: people who look for help, professionals."""

    introduction = models.TextField(
        "le Pass numérique en trois phrases", help_text="Phrases courtes, sans sigle.", max_length=600
    )
    people_door = models.CharField("porte du public", max_length=80, default="Je cherche de l’aide près de chez moi")
    people_text = models.CharField("sous-titre", max_length=160, blank=True)
    professionals_door = models.CharField("porte des professionnels", max_length=80, default="Je suis un professionnel")
    professionals_text = models.CharField("sous-titre", max_length=160, blank=True)
    body = StreamField(BodyBlock(required=False), verbose_name="contenu", blank=True)

    max_count = 1
    subpage_types = ["pages.StandardPage", "pages.PlacesPage", "pages.KitsPage"]
    template = "pages/home.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldPanel("people_door"),
                FieldPanel("people_text"),
                FieldPanel("professionals_door"),
                FieldPanel("professionals_text"),
            ],
            heading="Deux portes",
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = "page d’accueil"


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
        context = super().get_context(request, *args, **kwargs)
        words = request.GET.get("commune", "").strip()[:80]
        places = (
            DistributionPlace.objects.filter(is_active=True, partner__is_active=True)
            .select_related("partner")
            .order_by("commune_name", "name")
        )
        found = [p for p in places if matches(words, name=p.commune_name, postal_code=p.postal_code)]
        return context | {
            "words": words,
            "places": found,
            "communes": sorted({p.commune_name for p in places}, key=fold),
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
        context = super().get_context(request, *args, **kwargs)
        words = request.GET.get("recherche", "").strip()[:80]
        kits = CommunicationKit.objects.filter(live=True).prefetch_related("items__document")
        logos = LogoAsset.objects.filter(live=True).select_related("document")
        if words:
            kits = [kit for kit in kits if fold(words) in fold(f"{kit.title} {kit.description}")]
            logos = [logo for logo in logos if fold(words) in fold(f"{logo.title} {logo.rules}")]
        return context | {"words": words, "kits": kits, "logos": logos}
