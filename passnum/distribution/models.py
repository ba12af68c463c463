"""Aggregated figures of a partner's distribution over a year: totals and margins (art. 6). Margins stay margins."""

from __future__ import annotations

from django.db import models

from passnum.conventions.models import Convention
from passnum.distribution.attribution import Attribution, IndicatorCount, Receipt, SensitiveProfile
from passnum.distribution.characteristic import Characteristic, CharacteristicChoice
from passnum.distribution.draft import AttributionDraft, CharacteristicAnswer, Diagnosis
from passnum.distribution.enums import Dimension
from passnum.distribution.notice import Notice
from passnum.distribution.questionnaire import Answer, Question, Questionnaire
from passnum.distribution.referral import Referral
from passnum.distribution.release import FiguresRelease, ReleasedCell
from passnum.distribution.survey import SurveyAnswer
from passnum.partners.models import User

__all__ = [
    "AggregatedCount",
    "AggregatedFigures",
    "Answer",
    "Attribution",
    "AttributionDraft",
    "Characteristic",
    "CharacteristicAnswer",
    "CharacteristicChoice",
    "Diagnosis",
    "FiguresRelease",
    "IndicatorCount",
    "Notice",
    "Question",
    "Questionnaire",
    "Receipt",
    "Referral",
    "ReleasedCell",
    "SensitiveProfile",
    "SurveyAnswer",
]


class AggregatedFiguresQuerySet(models.QuerySet["AggregatedFigures"]):
    def visible_to(self, actor: User) -> AggregatedFiguresQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(convention__in=Convention.objects.visible_to(actor))


class AggregatedFigures(models.Model):
    """Totals of one exercice: booklets handed out and beneficiaries. One booklet each (art. 4), so the two agree."""

    convention = models.ForeignKey(
        Convention, on_delete=models.PROTECT, related_name="aggregated_figures", verbose_name="convention"
    )
    year = models.PositiveSmallIntegerField("exercice")
    booklets_handed_out = models.PositiveIntegerField("carnets remis", default=0)
    beneficiaries = models.PositiveIntegerField("bénéficiaires", default=0)
    typed_by_hand = models.BooleanField("saisi à la main", default=True)

    objects = AggregatedFiguresQuerySet.as_manager()

    class Meta:
        verbose_name = "chiffres de distribution"
        verbose_name_plural = "chiffres de distribution"
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "year"],
                name="figures_unique_per_year",
                violation_error_message="Les chiffres de cet exercice existent déjà.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.convention.partner} · {self.year}"


class AggregatedCount(models.Model):
    """Beneficiaries counted for one modality of one dimension."""

    figures = models.ForeignKey(AggregatedFigures, on_delete=models.CASCADE, related_name="counts")
    dimension = models.CharField("caractéristique", max_length=20, choices=Dimension.choices)
    modality = models.CharField("modalité", max_length=20)
    beneficiaries = models.PositiveIntegerField("bénéficiaires", default=0)

    class Meta:
        verbose_name = "effectif"
        verbose_name_plural = "effectifs"
        constraints = [
            models.UniqueConstraint(fields=["figures", "dimension", "modality"], name="count_unique_per_modality"),
        ]

    def __str__(self) -> str:
        return f"{self.get_dimension_display()} · {self.modality} : {self.beneficiaries}"
