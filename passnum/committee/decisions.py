"""What the committee decided, and the thing that each decision became (art. 5, 8, 11, 12)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from passnum.committee.minutes_states import DecisionKind
from passnum.conventions.models import Convention
from passnum.partners.models import User


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, actor: User) -> DecisionQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(meeting__convention__in=Convention.objects.visible_to(actor))

    def to_do(self) -> DecisionQuerySet:
        """« À traiter »: those that have become nothing yet."""
        return self.filter(settled_at__isnull=True)


class Decision(models.Model):
    """A decision taken in a meeting. It holds the link to what it became, never the reverse."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(
        "committee.CommitteeMeeting", on_delete=models.PROTECT, related_name="decisions", verbose_name="comité"
    )
    kind = models.CharField("nature", max_length=16, choices=DecisionKind.choices)
    text = models.TextField("décision")
    taken_on = models.DateField("prise le")
    target_kind = models.CharField("devenue", max_length=40, blank=True)
    target_public_id = models.UUIDField("identifiant", null=True, blank=True)
    settled_at = models.DateTimeField("traitée le", null=True, blank=True)
    settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="traitée par"
    )
    settled_words = models.TextField("suite donnée", blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision du comité"
        verbose_name_plural = "décisions des comités"
        ordering = ["-taken_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="decision_says_something",
                violation_error_message="Écrivez la décision.",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, target_public_id__isnull=True)
                | (
                    Q(settled_at__isnull=False, settled_by__isnull=False)
                    & (Q(target_public_id__isnull=False) & ~Q(target_kind="") | ~Q(settled_words=""))
                ),
                name="decision_settled_leads_somewhere",
                violation_error_message="Une décision traitée mène à ce qu’elle est devenue, ou dit sa suite.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.text[:80]}"
