"""A dispute: amicable ways first, then only the administrative court of Strasbourg (art. 13)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.endings.enums import AmicableWay, DisputeState
from passnum.partners.models import User


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def visible_to(self, actor: User) -> DisputeQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(convention__in=Convention.objects.visible_to(actor))


class Dispute(models.Model):
    """A disagreement on the interpretation or the application of the convention."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    convention = models.ForeignKey(
        Convention, on_delete=models.PROTECT, related_name="disputes", verbose_name="convention"
    )
    opened_by = models.CharField("à l’initiative de", max_length=10, choices=Side.choices)
    opened_on = models.DateField("ouvert le")
    subject = models.TextField("objet")
    state = models.CharField("état", max_length=10, choices=DisputeState.choices, default=DisputeState.AMIABLE)
    tribunal_on = models.DateField("tribunal saisi le", null=True, blank=True)
    closed_on = models.DateField("clos le", null=True, blank=True)
    outcome = models.TextField("issue", blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = "litige"
        verbose_name_plural = "litiges"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=DisputeState.TRIBUNAL) | Q(tribunal_on__isnull=False),
                name="dispute_in_court_has_its_date",
                violation_error_message="La saisine du tribunal porte sa date.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="dispute_closed_after_opening",
                violation_error_message="Un litige ne se clôt pas avant d’être ouvert.",
            ),
            models.CheckConstraint(
                condition=~Q(state=DisputeState.CLOS) | (Q(closed_on__isnull=False) & ~Q(outcome="")),
                name="dispute_closed_says_its_outcome",
                violation_error_message="Un litige clos dit son issue.",
            ),
        ]

    def __str__(self) -> str:
        return f"Litige du {self.opened_on:%d/%m/%Y} · {self.convention.reference}"


class AmicableStep(models.Model):
    """One attempt to settle."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="steps")
    way = models.CharField("voie", max_length=12, choices=AmicableWay.choices)
    happened_on = models.DateField("le")
    text = models.TextField("ce qui en est sorti")
    recorded_as = models.CharField("par", max_length=160)

    class Meta:
        verbose_name = "démarche amiable"
        verbose_name_plural = "démarches amiables"
        ordering = ["happened_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_way_display()} du {self.happened_on:%d/%m/%Y}"
