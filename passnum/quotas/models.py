"""Yearly quota of booklets per convention, with its basis (art. 5)."""

from __future__ import annotations

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from passnum.conventions.models import Convention
from passnum.core import french, scheme
from passnum.core.storage import private_storage
from passnum.partners.models import User
from passnum.quotas.delivery import Delivery, DeliveryDiscrepancy, Restitution, StockCount, StockCountLine
from passnum.quotas.enums import QuotaBasis
from passnum.quotas.ledger import Account, Booklet, Movement, Operation
from passnum.quotas.programme import CofinancingShare, Operator, Programme, YearlyBudget
from passnum.quotas.purchases import Purchase
from passnum.quotas.revision import PlaceQuota, QuotaRevision

__all__ = [
    "Account",
    "Booklet",
    "CofinancingShare",
    "Delivery",
    "DeliveryDiscrepancy",
    "Movement",
    "Operation",
    "Operator",
    "PlaceQuota",
    "Programme",
    "Purchase",
    "Quota",
    "QuotaRevision",
    "Restitution",
    "StockCount",
    "StockCountLine",
    "YearlyBudget",
]


def launch_meeting_path(quota: Quota, _filename: str) -> str:
    """Named by the public identifier: nothing of what the sender called it."""
    return f"quotas/{quota.public_id}/{uuid.uuid4().hex}"


class QuotaQuerySet(models.QuerySet["Quota"]):
    def visible_to(self, actor: User) -> QuotaQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(convention__in=Convention.objects.visible_to(actor))


class Quota(models.Model):
    """« Dotation annuelle »: the booklets (10 Pass, 100 €) a partner may receive in a year."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        related_name="quotas",
        verbose_name="programme",
        # Blank in forms: the service finds it by the year.
        blank=True,
        editable=False,
    )
    convention = models.ForeignKey(
        Convention, on_delete=models.PROTECT, related_name="quotas", verbose_name="convention"
    )
    year = models.PositiveSmallIntegerField("exercice")
    booklets = models.PositiveIntegerField("carnets", help_text="Un carnet = 10 Pass = 100 €.")
    basis = models.CharField("base du calcul", max_length=20, choices=QuotaBasis.choices)
    basis_figure = models.PositiveIntegerField(
        "chiffre retenu",
        validators=[MinValueValidator(1)],
        help_text="Personnes accueillies par an, ou ce que compte le chiffre pour ce type de public.",
    )
    basis_public = models.CharField(
        "type de public accueilli",
        max_length=160,
        blank=True,
        help_text="Si la base est le type de public, et ce que compte le chiffre. "
        "Par exemple : demandeurs d’asile, places d’hébergement.",
    )
    basis_source = models.CharField(
        "source du chiffre", max_length=200, help_text="Par exemple : rapport d’activité 2022, réunion de lancement."
    )
    launch_meeting_on = models.DateField("réunion de lancement", null=True, blank=True)
    launch_meeting_people = models.CharField("présents à la réunion de lancement", max_length=400, blank=True)
    launch_meeting_file = models.FileField(
        "relevé de la réunion", upload_to=launch_meeting_path, storage=private_storage, blank=True
    )
    launch_meeting_file_name = models.CharField("nom du fichier", max_length=200, blank=True)
    launch_meeting_sha256 = models.CharField("empreinte du relevé", max_length=64, blank=True)
    received_booklets = models.PositiveIntegerField("carnets livrés", default=0)
    shared_booklets = models.PositiveIntegerField("carnets répartis entre les lieux", default=0, editable=False)

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
            models.CheckConstraint(
                condition=Q(shared_booklets__lte=models.F("booklets")),
                name="quota_shared_within",
                violation_error_message="Les parts des lieux ne peuvent pas dépasser le quota.",
            ),
            models.CheckConstraint(
                condition=Q(basis_public="") | Q(basis=QuotaBasis.PUBLIC),
                name="quota_public_only_as_a_basis",
                violation_error_message="Le type de public ne se précise que s’il est la base du calcul.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.convention.partner} · {self.year} · {self.booklets} carnets"

    @property
    def basis_in_words(self) -> str:
        """« 1 440 personnes accueillies par an »; for a type of public, the figure is not said to be of persons."""
        if self.basis == QuotaBasis.PERSONNES:
            return f"{french.counted(self.basis_figure, 'personne accueillie', 'personnes accueillies')} par an"
        figure = french.number(self.basis_figure)
        return f"type de public{f' ({self.basis_public})' if self.basis_public else ''}, chiffre retenu\u00a0: {figure}"

    @property
    def least_booklets(self) -> int:
        """A revision goes no lower: what was delivered, and what the partner has shared out between its places."""
        return max(self.received_booklets, self.shared_booklets, 1)
