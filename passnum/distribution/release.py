"""Figures published to all: what was shown, and the true figures they came from, kept to protect the next ones.

A publication is never changed: the figures of a period are published once, with the small ones hidden, and later
publications are protected against it (see `suppression`).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from passnum.partners.models import User


class FiguresRelease(models.Model):
    """« Publication de chiffres »: the programme's indicators of a period, small cells hidden."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_day = models.DateField("du")
    last_day = models.DateField("au")
    threshold = models.PositiveSmallIntegerField("seuil (personnes)")
    released_at = models.DateTimeField("publiée le")
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="par")

    class Meta:
        verbose_name = "publication de chiffres"
        verbose_name_plural = "publications de chiffres"
        ordering = ["-released_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="release_in_order",
                violation_error_message="La période finit avant d’avoir commencé.",
            ),
            models.UniqueConstraint(
                fields=["first_day", "last_day"],
                name="release_once_per_period",
                violation_error_message="Les chiffres de cette période sont déjà publiés.",
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=5),
                name="release_threshold_at_least_five",
                violation_error_message="Un effectif de moins de cinq personnes n’est jamais publié.",
            ),
        ]

    def __str__(self) -> str:
        return f"du {self.first_day:%d/%m/%Y} au {self.last_day:%d/%m/%Y}"


class ReleasedCell(models.Model):
    """One number of a publication: as it is (never shown again), and as it was shown (None: hidden)."""

    release = models.ForeignKey(FiguresRelease, on_delete=models.PROTECT, related_name="cells")
    rank = models.PositiveIntegerField("rang")
    dimension = models.CharField("caractéristique", max_length=60)
    dimension_label = models.CharField("intitulé", max_length=160)
    modality = models.CharField("modalité", max_length=40, blank=True)
    label = models.CharField("libellé", max_length=160)
    beneficiaries = models.PositiveIntegerField("bénéficiaires")
    shown = models.PositiveIntegerField("montré", null=True, blank=True)

    class Meta:
        verbose_name = "chiffre publié"
        verbose_name_plural = "chiffres publiés"
        ordering = ["release", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["release", "dimension", "modality"], name="released_cell_once"),
            models.CheckConstraint(
                condition=Q(shown__isnull=True) | Q(shown=F("beneficiaries")),
                name="released_cell_true_or_hidden",
                violation_error_message="Un chiffre publié est exact, ou masqué.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension_label} · {self.label}"
