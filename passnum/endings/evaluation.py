"""The final evaluation over the whole duration, concluded together, then frozen (art. 8)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from passnum.conventions.models import Convention
from passnum.core.storage import private_storage
from passnum.partners.models import User


class FinalEvaluationQuerySet(models.QuerySet["FinalEvaluation"]):
    def visible_to(self, actor: User) -> FinalEvaluationQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(convention__in=Convention.objects.visible_to(actor))


def evaluation_path(evaluation: FinalEvaluation, filename: str) -> str:
    """Path in the private storage."""
    return f"conventions/{evaluation.convention.public_id}/evaluation-finale-{evaluation.sha256}.pdf"


class FinalEvaluation(models.Model):
    """What both parties conclude. `revision` grows at each saving: a stale page is recognised and refused."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    convention = models.OneToOneField(
        Convention, on_delete=models.PROTECT, related_name="final_evaluation", verbose_name="convention"
    )
    conclusions = models.TextField("conclusions", blank=True)
    revision = models.PositiveIntegerField("révision", default=0)
    ems_agreed_on = models.DateField("accord de l’Eurométropole le", null=True, blank=True)
    ems_agreed_as = models.CharField("en qualité de", max_length=160, blank=True)
    partner_agreed_on = models.DateField("accord de la structure le", null=True, blank=True)
    partner_agreed_as = models.CharField("en qualité de", max_length=160, blank=True)
    figures = models.JSONField("chiffres arrêtés", null=True, blank=True)
    file = models.FileField("document", upload_to=evaluation_path, storage=private_storage, blank=True)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    concluded_on = models.DateField("conclue le", null=True, blank=True)

    objects = FinalEvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = "évaluation finale"
        verbose_name_plural = "évaluations finales"
        constraints = [
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True)
                | (
                    Q(ems_agreed_on__isnull=False)
                    & Q(partner_agreed_on__isnull=False)
                    & ~Q(sha256="")
                    & ~Q(file="")
                    & Q(figures__isnull=False)
                ),
                name="evaluation_concluded_together",
                violation_error_message="L’évaluation finale se conclut avec l’accord des deux parties (art. 8).",
            ),
        ]

    def __str__(self) -> str:
        return f"Évaluation finale · {self.convention.reference}"
