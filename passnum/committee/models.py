"""The committee of a convention: its members, their rules, its meetings (art. 7)."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from passnum.committee.decisions import Decision
from passnum.committee.enums import (
    DATED_STATES,
    OPEN_STATES,
    MeetingKind,
    MeetingState,
    MemberQuality,
    ProposalOutcome,
    Silence,
)
from passnum.committee.fixing import AgendaPoint, DateConfirmation, DateProposal, MeetingRequest
from passnum.committee.minutes import MemberOpinion, Minutes
from passnum.committee.papers import PaperPack
from passnum.committee.sitting import Attendance, ObjectiveReview, Sitting
from passnum.conventions.deadlines import committee_date_fixed_by
from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.partners.models import User

__all__ = [
    "AgendaPoint",
    "Attendance",
    "CommitteeMeeting",
    "CommitteeMember",
    "CommitteeRules",
    "DateConfirmation",
    "DateProposal",
    "Decision",
    "MeetingRequest",
    "MemberOpinion",
    "Minutes",
    "ObjectiveReview",
    "PaperPack",
    "Sitting",
]


class MeetingQuerySet(models.QuerySet["CommitteeMeeting"]):
    def visible_to(self, actor: User) -> MeetingQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(convention__in=Convention.objects.visible_to(actor))

    def awaiting_confirmation_of(self, side: Side) -> MeetingQuerySet:
        """Those with a proposed date that this side has not confirmed yet (art. 7)."""
        answered = DateConfirmation.objects.filter(side=side).values("proposal")
        waiting = DateProposal.objects.filter(outcome=ProposalOutcome.OUVERTE).exclude(pk__in=answered)
        return self.filter(state__in=sorted(OPEN_STATES), proposals__in=waiting).distinct()

    def ordinary(self) -> MeetingQuerySet:
        """Those of the fourth quarter that were not cancelled."""
        return self.filter(kind=MeetingKind.ORDINAIRE).exclude(state=MeetingState.ANNULE)


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
    end_wished_on = models.DateField(
        "fin anticipée envisagée le",
        null=True,
        blank=True,
        help_text="Pour une réunion spécifique : le comité se tient au plus tard six mois avant (art. 12).",
    )

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
            models.CheckConstraint(
                condition=Q(kind=MeetingKind.SPECIAL, end_wished_on__isnull=False)
                | (~Q(kind=MeetingKind.SPECIAL) & Q(end_wished_on__isnull=True)),
                name="meeting_special_names_the_end",
                violation_error_message="Une réunion spécifique dit la fin anticipée qu’elle examine (art. 12).",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year} · {self.convention.partner}"

    @property
    def occurrence(self) -> str:
        """Its key among the obligations: the year of an ordinary committee, else « comite/<public id> »."""
        return str(self.year) if self.kind == MeetingKind.ORDINAIRE else f"comite/{self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether dates may still be proposed and confirmed."""
        return self.state in OPEN_STATES

    @property
    def fixed_late(self) -> bool:
        """Whether its date was fixed less than two calendar months before (art. 7)."""
        if self.held_on is None or self.fixed_on is None:
            return False
        return self.fixed_on > committee_date_fixed_by(self.held_on).day


class MemberQuerySet(models.QuerySet["CommitteeMember"]):
    def visible_to(self, actor: User) -> MemberQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(convention__in=Convention.objects.visible_to(actor))

    def sitting_on(self, on: date) -> MemberQuerySet:
        """Those whose seat covers the day; a delegate sits no longer than the presidency that delegated."""
        ends = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        delegator = Q(delegated_by__isnull=True) | (
            Q(delegated_by__starts_on__lte=on)
            & (Q(delegated_by__ends_on__isnull=True) | Q(delegated_by__ends_on__gte=on))
        )
        return self.filter(ends, delegator, starts_on__lte=on)


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
    delegated_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegates",
        verbose_name="présidence qui délègue",
    )
    delegation_act = models.CharField(
        "acte de délégation", max_length=160, blank=True, help_text="Référence et objet de l’acte."
    )
    delegation_on = models.DateField("date de l’acte", null=True, blank=True)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "membre du comité"
        verbose_name_plural = "membres du comité"
        ordering = ["convention", "side", "quality", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(quality=MemberQuality.DELEGUE)
                | (~Q(delegation_act="") & Q(delegation_on__isnull=False) & Q(delegated_by__isnull=False)),
                name="member_delegate_has_an_act",
                violation_error_message="Une personne déléguée porte l’acte de sa délégation, sa date, "
                "et la présidence qui délègue (art. 7).",
            ),
            models.CheckConstraint(
                condition=Q(delegation_on__isnull=True) | Q(starts_on__gte=F("delegation_on")),
                name="member_sits_once_delegated",
                violation_error_message="Une délégation ne vaut qu’à partir de son acte.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="member_ends_after_start",
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """The last day of the seat; a delegation ends with the presidency that gave it."""
        ends = [row.ends_on for row in (self, self.delegated_by) if row is not None and row.ends_on is not None]
        return min(ends, default=None)

    def covers(self, day: date) -> bool:
        """Whether the person sits that day."""
        last = self.last_day
        return self.starts_on <= day and (last is None or day <= last)


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
