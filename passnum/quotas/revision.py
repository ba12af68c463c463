"""What happened to a quota, and how a partner shares it out: revisions (only added), booklets per place."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.partners.models import DistributionPlace, User


class QuotaRevisionQuerySet(models.QuerySet["QuotaRevision"]):
    def visible_to(self, actor: User) -> QuotaRevisionQuerySet:
        """Those of the quotas of the conventions the actor may read."""
        return self.filter(quota__convention__in=Convention.objects.visible_to(actor))


class QuotaRevision(models.Model):
    """The number fixed, or changed: from how many booklets to how many, why, by which decision. Never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    quota = models.ForeignKey("quotas.Quota", on_delete=models.PROTECT, related_name="revisions")
    from_booklets = models.PositiveIntegerField("carnets avant", null=True, blank=True)
    to_booklets = models.PositiveIntegerField("carnets après")
    reason = models.TextField("motif")
    decision_public_id = models.UUIDField("décision du comité", null=True, blank=True)
    decision_label = models.CharField("décision", max_length=300, blank=True)
    decided_on = models.DateField("décidé le")
    recorded_at = models.DateTimeField("enregistré le", default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="enregistré par")

    objects = QuotaRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "révision du quota"
        verbose_name_plural = "révisions du quota"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_booklets__isnull=True) | ~Q(from_booklets=F("to_booklets")),
                name="revision_changes_something",
                violation_error_message="Une révision change le nombre de carnets.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="revision_says_why",
                violation_error_message="Une révision porte son motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quota} : {self.from_booklets or '—'} → {self.to_booklets}"


class PlaceQuotaQuerySet(models.QuerySet["PlaceQuota"]):
    def visible_to(self, actor: User) -> PlaceQuotaQuerySet:
        """Those of the quotas of the conventions the actor may read."""
        return self.filter(quota__convention__in=Convention.objects.visible_to(actor))


class PlaceQuota(models.Model):
    """« Sous-quota »: the part of a quota that the partner means for one of its places, in booklets.

    `Quota.shared_booklets` is their sum, kept by triggers: the database refuses to share out more than the quota.
    """

    quota = models.ForeignKey("quotas.Quota", on_delete=models.PROTECT, related_name="place_quotas")
    place = models.ForeignKey(
        DistributionPlace, on_delete=models.PROTECT, related_name="place_quotas", verbose_name="lieu"
    )
    booklets = models.PositiveIntegerField("carnets")

    objects = PlaceQuotaQuerySet.as_manager()

    class Meta:
        verbose_name = "sous-quota"
        verbose_name_plural = "sous-quotas"
        ordering = ["place__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["quota", "place"],
                name="place_quota_once",
                violation_error_message="Ce lieu a déjà sa part du quota.",
            ),
            models.CheckConstraint(
                condition=Q(booklets__gte=1),
                name="place_quota_of_something",
                violation_error_message="Une part compte au moins un carnet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} : {self.booklets} carnets"
