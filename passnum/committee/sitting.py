"""What is noted while the committee meets: who is there, the objectives one by one, the opinion (art. 3, 7)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from passnum.committee.minutes_states import Continuing, Presence, Reached
from passnum.conventions.models import Convention
from passnum.partners.models import User


class SittingQuerySet(models.QuerySet["Sitting"]):
    def visible_to(self, actor: User) -> SittingQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(meeting__convention__in=Convention.objects.visible_to(actor))


class Sitting(models.Model):
    """The notes of one meeting, saved as a draft with a revision: a stale page overwrites nothing."""

    meeting = models.OneToOneField(
        "committee.CommitteeMeeting", on_delete=models.PROTECT, related_name="sitting", verbose_name="comité"
    )
    revision = models.PositiveIntegerField("révision", default=0)
    adjustments = models.TextField("ajustements décidés", blank=True)
    continuing = models.CharField("avis sur la poursuite", max_length=12, choices=Continuing.choices, blank=True)
    continuing_words = models.TextField("motifs de l’avis", blank=True)
    other_business = models.TextField("questions diverses", blank=True)
    saved_at = models.DateTimeField("enregistré le", null=True, blank=True)
    saved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="enregistré par"
    )

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        verbose_name_plural = "séances"

    def __str__(self) -> str:
        return f"Séance · {self.meeting}"


class ObjectiveReview(models.Model):
    """How far one of the three objectives of article 3 is reached, and why there is a gap."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="reviews", verbose_name="séance")
    objective = models.PositiveSmallIntegerField("objectif")
    reached = models.CharField("atteinte", max_length=16, choices=Reached.choices, blank=True)
    assessment = models.TextField("appréciation", blank=True)
    causes = models.TextField("causes des écarts", blank=True)

    class Meta:
        verbose_name = "évaluation d’un objectif"
        verbose_name_plural = "évaluation des objectifs"
        ordering = ["sitting", "objective"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "objective"],
                name="review_once_per_objective",
                violation_error_message="Cet objectif est déjà évalué.",
            ),
            models.CheckConstraint(
                condition=Q(objective__in=[1, 2, 3]),
                name="review_of_article_three",
                violation_error_message="L’article 3 compte trois objectifs.",
            ),
        ]

    def __str__(self) -> str:
        return f"Objectif {self.objective}"


class Attendance(models.Model):
    """Whether a member was there, or represented, and by whom."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="attendances", verbose_name="séance")
    member = models.ForeignKey(
        "committee.CommitteeMember", on_delete=models.PROTECT, related_name="+", verbose_name="membre"
    )
    presence = models.CharField("présence", max_length=10, choices=Presence.choices)
    represented_by = models.CharField("représentation par", max_length=160, blank=True)

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        ordering = ["sitting", "member"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "member"],
                name="attendance_once_per_member",
                violation_error_message="La présence de ce membre est déjà notée.",
            ),
            models.CheckConstraint(
                condition=Q(presence=Presence.REPRESENTE) & ~Q(represented_by="")
                | ~Q(presence=Presence.REPRESENTE) & Q(represented_by=""),
                name="attendance_names_who_represents",
                violation_error_message="Indiquez qui représente la personne absente.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} : {self.get_presence_display()}"
