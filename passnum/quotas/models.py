"""Yearly quota of booklets per convention, with its basis (art. 5)."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from passnum.conventions.models import Convention
from passnum.core import scheme
from passnum.partners.models import User
from passnum.quotas.delivery import Delivery, DeliveryDiscrepancy, Restitution, StockCount, StockCountLine
from passnum.quotas.enums import QuotaBasis
from passnum.quotas.ledger import Account, Booklet, Movement, Operation

__all__ = [
    "Account",
    "Booklet",
    "Delivery",
    "DeliveryDiscrepancy",
    "Movement",
    "Operation",
    "Quota",
    "Restitution",
    "StockCount",
    "StockCountLine",
]


class QuotaQuerySet(models.QuerySet["Quota"]):
    def visible_to(self, actor: User) -> QuotaQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(convention__in=Convention.objects.visible_to(actor))


class Quota(models.Model):
    """« Dotation annuelle »: the booklets (10 Pass, 100 €) a partner may receive in a year."""

    convention = models.ForeignKey(
        Convention, on_delete=models.PROTECT, related_name="quotas", verbose_name="convention"
    )
    year = models.PositiveSmallIntegerField("exercice")
    booklets = models.PositiveIntegerField("carnets", help_text="Un carnet = 10 Pass = 100 €.")
    basis = models.CharField("base du calcul", max_length=20, choices=QuotaBasis.choices)
    basis_figure = models.PositiveIntegerField(
        "chiffre retenu", validators=[MinValueValidator(1)], help_text="Personnes accueillies par an."
    )
    basis_source = models.CharField(
        "source du chiffre", max_length=200, help_text="Par exemple : rapport d’activité 2022, réunion de lancement."
    )
    launch_meeting_on = models.DateField("réunion de lancement", null=True, blank=True)
    received_booklets = models.PositiveIntegerField("carnets livrés", default=0)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        verbose_name = "quota"
        verbose_name_plural = "quotas"
        ordering = ["-year", "convention"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "year"],
                name="quota_unique_per_year",
                violation_error_message="Cette convention a déjà un quota pour cet exercice.",
            ),
            models.CheckConstraint(
                condition=Q(booklets__gte=1) & Q(booklets__lte=scheme.PROGRAMME_BOOKLET_CAP),
                name="quota_within_programme",
                violation_error_message=f"Un quota va de 1 à {scheme.PROGRAMME_BOOKLET_CAP} carnets : "
                "c’est tout le programme (300 000 €).",
            ),
            models.CheckConstraint(
                condition=Q(received_booklets__lte=models.F("booklets")),
                name="quota_received_within",
                violation_error_message="Les carnets livrés ne peuvent pas dépasser le quota.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.convention.partner} · {self.year} · {self.booklets} carnets"
