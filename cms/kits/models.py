"""Communication kits and logos of the network (art. 5, 9): Wagtail snippets on Wagtail documents and images."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, PreviewableMixin, RevisionMixin, WorkflowMixin

from cms.kits.enums import NAMED_KINDS, ItemKind, Language, LogoVariant
from passnum.core import clock

ARTICLE_9_RULES = (
    "Gardez la mention de l’Eurométropole de Strasbourg, le logo du réseau et la mention du soutien de l’État (art. 9)."
)
LOGO_RULES = (
    "Ne changez ni les couleurs ni les proportions. Laissez autour du logo une marge égale à la hauteur de ses lettres."
)


class Publication(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """What kits and logos share: drafts, versions, moderation, locks, preview, an identity for other packages."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "kits/preview.html"


class CommunicationKit(Publication):
    """« Kit de communication »: a set of supports to download, with the rules of their use."""

    title = models.CharField("titre", max_length=120, help_text="L’usage du kit : « Accueil du public ».")
    description = models.TextField("description", max_length=600, help_text="À quoi sert ce kit, et pour qui.")
    rules = models.TextField(
        "règles d’usage",
        max_length=600,
        default=ARTICLE_9_RULES,
        help_text="Ce qu’il faut garder, ce que l’on peut changer.",
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("rules"),
        InlinePanel("items", label="support", heading="Supports", min_num=1),
    ]

    class Meta:
        verbose_name = "kit de communication"
        verbose_name_plural = "kits de communication"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), "kits": [self]}


class KitItem(Orderable):
    """One support of a kit: a document, with its nature, format, language and version."""

    kit = ParentalKey(CommunicationKit, on_delete=models.CASCADE, related_name="items")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("nature", max_length=20, choices=ItemKind.choices)
    title = models.CharField(
        "titre", max_length=120, help_text="Ce qui distingue ce support : « Affiche pour l’accueil »."
    )
    document = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="fichier",
        help_text="PDF pour l’impression, DOCX ou ODT pour ce qui se complète.",
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="aperçu",
        help_text="Une image du support (facultatif).",
    )
    paper_format = models.CharField("format", max_length=40, blank=True, help_text="A3, 80 × 80 mm, 1200 × 300 pixels…")
    language = models.CharField("langue", max_length=5, choices=Language.choices, default=Language.FRANCAIS)
    version = models.CharField("version", max_length=20, default="1")
    dated_on = models.DateField("date de cette version", default=clock.today)

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("language")]),
        FieldPanel("title"),
        FieldPanel("document"),
        FieldPanel("picture"),
        FieldRowPanel([FieldPanel("paper_format"), FieldPanel("version"), FieldPanel("dated_on")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "support"
        verbose_name_plural = "supports"

    def __str__(self) -> str:
        return self.title

    @property
    def named(self) -> str:
        """The support as a button says it: « l’affiche A3 »."""
        return f"{NAMED_KINDS[ItemKind(self.kind)]} {self.paper_format}".strip()


class LogoAsset(Publication):
    """« Logo du réseau » in one rendering: « Démarches en ligne ? Ici on vous aide », its files, its rules of use."""

    title = models.CharField("titre", max_length=120, default="Démarches en ligne ? Ici on vous aide")
    variant = models.CharField("rendu", max_length=20, choices=LogoVariant.choices)
    rules = models.TextField("règles d’usage", max_length=600, default=LOGO_RULES)
    version = models.CharField("version", max_length=20, default="1")
    dated_on = models.DateField("date de cette version", default=clock.today)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="aperçu",
    )

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("variant"), FieldPanel("version"), FieldPanel("dated_on")]),
        FieldPanel("rules"),
        FieldPanel("picture"),
        InlinePanel("files", label="fichier", heading="Fichiers", min_num=1),
    ]

    class Meta:
        verbose_name = "logo du réseau"
        verbose_name_plural = "logos du réseau"
        ordering = ["title", "variant"]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_variant_display()})"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), "logos": [self]}


class LogoFile(Orderable):
    """One file of a logo, for one use."""

    logo = ParentalKey(LogoAsset, on_delete=models.CASCADE, related_name="files")
    use = models.CharField("usage", max_length=60, help_text="« pour l’impression », « pour l’écran ».")
    document = models.ForeignKey(
        "wagtaildocs.Document", on_delete=models.PROTECT, related_name="+", verbose_name="fichier"
    )

    panels = [FieldPanel("use"), FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = "fichier"
        verbose_name_plural = "fichiers"

    def __str__(self) -> str:
        return self.use
