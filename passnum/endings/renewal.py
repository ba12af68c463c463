"""Renewal: a faculty, proposed by the committee on the Council's agenda six months before the end (art. 8)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from passnum.conventions.models import Convention
from passnum.endings.enums import Opinion, RenewalState
from passnum.partners.models import User


class RenewalQuerySet(models.QuerySet["Renewal"]):
    def visible_to(self, actor: User) -> RenewalQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(convention__in=Convention.objects.visible_to(actor))


class Renewal(models.Model):
    """The path from the committee's opinion to the next convention."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    convention = models.OneToOneField(
        Convention, on_delete=models.PROTECT, related_name="renewal", verbose_name="convention"
    )
    state = models.CharField("état", max_length=12, choices=RenewalState.choices, default=RenewalState.PREPAREE)
    opened_on = models.DateField("ouverte le")
    context = models.TextField("évolution du contexte")
    opinion = models.CharField("avis du comité", max_length=12, choices=Opinion.choices, blank=True)
    opinion_on = models.DateField("avis rendu le", null=True, blank=True)
    meeting = models.UUIDField("comité qui a rendu l’avis", null=True, blank=True)
    proposed_on = models.DateField("inscrite à l’ordre du jour le", null=True, blank=True)
    council_on = models.DateField("séance du Conseil", null=True, blank=True)
    decided_on = models.DateField("décision du Conseil le", null=True, blank=True)
    decision_reference = models.CharField("délibération", max_length=160, blank=True)
    abandon_reason = models.TextField("motif de l’abandon", blank=True)
    next_convention = models.OneToOneField(
        Convention,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renews",
        verbose_name="nouvelle convention",
    )

    objects = RenewalQuerySet.as_manager()

    class Meta:
        verbose_name = "renouvellement"
        verbose_name_plural = "renouvellements"
        ordering = ["-opened_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposed_on__isnull=True) | (Q(opinion_on__isnull=False) & ~Q(opinion="")),
                name="renewal_proposed_by_the_committee",
                violation_error_message="Le renouvellement se propose sur l’avis du comité (art. 8).",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RenewalState.ADOPTEE, RenewalState.REFUSEE])
                | (Q(decided_on__isnull=False) & Q(proposed_on__isnull=False) & Q(decided_on__gte=F("proposed_on"))),
                name="renewal_decided_after_proposal",
                violation_error_message="Le Conseil décide après l’inscription à son ordre du jour.",
            ),
            models.CheckConstraint(
                condition=~Q(state=RenewalState.ABANDONNEE) | ~Q(abandon_reason=""),
                name="renewal_abandoned_with_a_reason",
                violation_error_message="Un abandon porte un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Renouvellement · {self.convention.reference}"
