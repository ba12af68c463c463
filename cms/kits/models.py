"""Communication kits and logos of the network (art. 5, 9): Wagtail snippets on Wagtail documents."""

from __future__ import annotations

import uuid

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, RevisionMixin, WorkflowMixin


class ItemKind(models.TextChoices):
    AFFICHE = "affiche", "Affiche"
    STICKER = "sticker", "Sticker"
    COURRIER = "courrier", "Courrier d’accompagnement"
    BANDEAU = "bandeau", "Bandeau web"
    AUTRE = "autre", "Autre support"


class CommunicationKit(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """A set of supports to download: posters, stickers, cover letters."""

    title = models.CharField("titre", max_length=120)
    description = models.TextField("description", max_length=600, help_text="À quoi sert ce kit, et pour qui.")
    rules = models.TextField(
        "règles d’usage",
        max_length=600,
        blank=True,
        default="Citez l’Eurométropole de Strasbourg comme partenaire, gardez le logo du réseau et la mention du "
        "soutien de l’État (art. 9).",
    )
    updated_on = models.DateField("mis à jour le", auto_now=True)

    panels = [
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("rules"),
        InlinePanel("items", label="support", heading="Supports"),
    ]

    class Meta:
        verbose_name = "kit de communication"
        verbose_name_plural = "kits de communication"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class KitItem(Orderable):
    """One support of a kit: a Wagtail document with its kind, format and version."""

    kit = ParentalKey(CommunicationKit, on_delete=models.CASCADE, related_name="items")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("nature", max_length=20, choices=ItemKind.choices)
    title = models.CharField("titre", max_length=120)
    document = models.ForeignKey("wagtaildocs.Document", on_delete=models.PROTECT, related_name="+")
    paper_format = models.CharField("format", max_length=40, blank=True, help_text="A3, A5, 80 × 80 mm…")
    version = models.CharField("version", max_length=20, default="1")

    panels = [
        FieldPanel("kind"),
        FieldPanel("title"),
        FieldPanel("document"),
        FieldPanel("paper_format"),
        FieldPanel("version"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "support"
        verbose_name_plural = "supports"

    def __str__(self) -> str:
        return self.title


class LogoAsset(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """A version of the logo of the network, « Démarches en ligne ? Ici on vous aide », with its rules of use."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField("titre", max_length=120)
    variant = models.CharField("variante", max_length=80, help_text="Couleur, noir, fond sombre…")
    document = models.ForeignKey("wagtaildocs.Document", on_delete=models.PROTECT, related_name="+")
    rules = models.TextField("règles d’usage", max_length=600)
    version = models.CharField("version", max_length=20, default="1")
    updated_on = models.DateField("mis à jour le", auto_now=True)

    panels = [
        FieldPanel("title"),
        FieldPanel("variant"),
        FieldPanel("document"),
        FieldPanel("rules"),
        FieldPanel("version"),
    ]

    class Meta:
        verbose_name = "logo du réseau"
        verbose_name_plural = "logos du réseau"
        ordering = ["title", "variant"]

    def __str__(self) -> str:
        return f"{self.title} ({self.variant})"
