"""A day on which both parties agree: one proposes it, the other accepts; the legal date stays written (art. 7)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from passnum.conventions.enums import AgreedOn, ProposalAnswer, Side
from passnum.conventions.obligation import Obligation
from passnum.partners.models import User


class DayProposalQuerySet(models.QuerySet["DayProposal"]):
    def visible_to(self, actor: User) -> DayProposalQuerySet:
        """Those of the obligations the actor may read."""
        return self.filter(obligation__in=Obligation.objects.visible_to(actor))

    def waiting(self) -> DayProposalQuerySet:
        """Those that the other party has not answered."""
        return self.filter(answer=ProposalAnswer.EN_ATTENTE)


class DayProposal(models.Model):
    """One day proposed by one party for one obligation: a new date, or more time for what both owe."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="day_proposals")
    about = models.CharField("objet", max_length=10, choices=AgreedOn.choices)
    day = models.DateField("jour proposé")
    reason = models.TextField("motif")
    side = models.CharField("proposé par", max_length=10, choices=Side.choices)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_as = models.CharField("en qualité de", max_length=160)
    proposed_at = models.DateTimeField("proposé le")
    answer = models.CharField(
        "réponse", max_length=10, choices=ProposalAnswer.choices, default=ProposalAnswer.EN_ATTENTE
    )
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_as = models.CharField("réponse en qualité de", max_length=160, blank=True)
    answered_at = models.DateTimeField("réponse le", null=True, blank=True)
    answer_reason = models.TextField("motif de la réponse", blank=True)

    objects = DayProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "date proposée à l’autre partie"
        verbose_name_plural = "dates proposées à l’autre partie"
        ordering = ["obligation", "-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(answer=ProposalAnswer.EN_ATTENTE),
                name="day_proposal_one_at_a_time",
                violation_error_message="Une date est déjà proposée pour cette obligation : répondez-y d’abord.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="day_proposal_has_a_reason",
                violation_error_message="Une proposition porte un motif.",
            ),
            models.CheckConstraint(
                condition=Q(answer=ProposalAnswer.EN_ATTENTE)
                | (Q(answered_at__isnull=False) & (Q(answered_by__isnull=False) | Q(answer=ProposalAnswer.DEPASSEE))),
                name="day_proposal_answered_is_dated",
                violation_error_message="Une réponse dit qui et quand.",
            ),
            models.CheckConstraint(
                condition=~Q(answer=ProposalAnswer.REFUSEE) | ~Q(answer_reason=""),
                name="day_proposal_declined_with_a_reason",
                violation_error_message="Un refus porte un motif.",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=[ProposalAnswer.ACCEPTEE, ProposalAnswer.REFUSEE])
                | ~Q(answered_by=F("proposed_by")),
                name="day_proposal_answered_by_another",
                violation_error_message="L’autre partie répond à une date proposée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()} : {self.day:%d/%m/%Y}"
