"""The committee of a convention: its members, their rules, its meetings (art. 7)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from passnum.committee.enums import DATED_STATES, MeetingKind, MeetingState, MemberQuality, Silence
from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.partners.models import User


class MeetingQuerySet(models.QuerySet["CommitteeMeeting"]):
    def visible_to(self, actor: User) -> MeetingQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(convention__in=Convention.objects.visible_to(actor))


class CommitteeMeeting(models.Model):
    """« Comité de suivi »: one meeting, ordinary (fourth quarter) or not."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    convention = models.ForeignKey(
        Convention, on_delete=models.PROTECT, related_name="meetings", verbose_name="convention"
    )
    kind = models.CharField("nature", max_length=16, choices=MeetingKind.choices, default=MeetingKind.ORDINAIRE)
    year = models.PositiveSmallIntegerField("année")
    state = models.CharField("état", max_length=10, choices=MeetingState.choices, default=MeetingState.A_FIXER)
    held_on = models.DateField("date", null=True, blank=True)
    starts_at = models.TimeField("heure", null=True, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    fixed_on = models.DateField("date fixée ensemble le", null=True, blank=True)
    late_reason = models.TextField("pourquoi la date a été fixée tard", blank=True)
    cancel_reason = models.TextField("motif de l’annulation", blank=True)
    sequence = models.PositiveIntegerField("version de l’invitation", default=0)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "comité de suivi"
        verbose_name_plural = "comités de suivi"
        ordering = ["-year", "-held_on"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=sorted(DATED_STATES)) | (Q(held_on__isnull=False) & Q(fixed_on__isnull=False)),
                name="meeting_fixed_has_its_date",
                violation_error_message="Un comité fixé porte sa date, et le jour où elle a été fixée.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MeetingKind.ORDINAIRE)
                | Q(held_on__isnull=True)
                | (Q(held_on__month__gte=10) & Q(held_on__year=F("year"))),
                name="meeting_ordinary_in_fourth_quarter",
                violation_error_message="Un comité ordinaire se tient au 4ᵉ trimestre de son année (art. 7).",
            ),
            models.UniqueConstraint(
                fields=["convention", "year"],
                condition=Q(kind=MeetingKind.ORDINAIRE) & ~Q(state=MeetingState.ANNULE),
                name="meeting_one_ordinary_per_year",
                violation_error_message="Cette convention a déjà son comité ordinaire de l’année.",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.ANNULE) | ~Q(cancel_reason=""),
                name="meeting_cancelled_with_a_reason",
                violation_error_message="Une annulation porte un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year} · {self.convention.partner}"


class CommitteeMember(models.Model):
    """A person who sits for one side, with the delegation that lets a delegate sit (the seat is delegable, art. 7)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    convention = models.ForeignKey(
        Convention, on_delete=models.PROTECT, related_name="committee_members", verbose_name="convention"
    )
    side = models.CharField("partie", max_length=10, choices=Side.choices)
    quality = models.CharField("qualité", max_length=14, choices=MemberQuality.choices)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="compte"
    )
    name = models.CharField("nom", max_length=160)
    title = models.CharField("fonction", max_length=120, blank=True)
    email = models.EmailField("adresse électronique")
    delegation_act = models.CharField("acte de délégation", max_length=160, blank=True)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "membre du comité"
        verbose_name_plural = "membres du comité"
        ordering = ["convention", "side", "quality", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(quality=MemberQuality.DELEGUE) | ~Q(delegation_act=""),
                name="member_delegate_has_an_act",
                violation_error_message="Une personne déléguée porte l’acte de sa délégation (art. 7).",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="member_ends_after_start",
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CommitteeRules(models.Model):
    """How the members validate the minutes; recorded before the first meeting, else unanimity of those present."""

    convention = models.OneToOneField(
        Convention, on_delete=models.PROTECT, related_name="committee_rules", verbose_name="convention"
    )
    quorum = models.PositiveSmallIntegerField("membres dont l’avis est nécessaire")
    silence = models.CharField("silence", max_length=10, choices=Silence.choices)
    refusal_blocks = models.BooleanField("un refus suffit à bloquer", default=True)
    delay_days = models.PositiveSmallIntegerField("délai pour répondre (jours)")
    recorded_on = models.DateField("enregistrées le")

    class Meta:
        verbose_name = "règle du comité"
        verbose_name_plural = "règles des comités"
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum__gte=1) & Q(delay_days__gte=1),
                name="committee_rules_positive",
                violation_error_message="Le quorum et le délai comptent au moins un membre et un jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"Règle du comité · {self.convention}"
