"""How a date is fixed together (art. 7): proposals, confirmations of both sides, requests for a meeting, agenda."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from passnum.committee.enums import MeetingKind, ProposalOutcome, RequestAnswer
from passnum.conventions.enums import Side
from passnum.core import clock
from passnum.partners.models import User

MEETING = "committee.CommitteeMeeting"


class ProposalQuerySet(models.QuerySet["DateProposal"]):
    def visible_to(self, actor: User) -> ProposalQuerySet:
        """Those of the conventions the actor may read."""
        from passnum.conventions.models import Convention

        return self.filter(meeting__convention__in=Convention.objects.visible_to(actor))

    def waiting(self) -> ProposalQuerySet:
        """Those that may still be confirmed."""
        return self.filter(outcome=ProposalOutcome.OUVERTE)


class DateProposal(models.Model):
    """One date proposed by one side. Proposing is that side's confirmation; the other side's fixes the date."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(MEETING, on_delete=models.PROTECT, related_name="proposals", verbose_name="comité")
    day = models.DateField("date")
    starts_at = models.TimeField("heure")
    place = models.CharField("lieu", max_length=200, blank=True)
    side = models.CharField("proposée par", max_length=10, choices=Side.choices)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_as = models.CharField("en qualité de", max_length=200)
    proposed_at = models.DateTimeField("proposée le")
    reason = models.TextField("motif du déplacement", blank=True)
    outcome = models.CharField("suite", max_length=10, choices=ProposalOutcome.choices, default=ProposalOutcome.OUVERTE)
    outcome_at = models.DateTimeField("suite donnée le", null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "date proposée"
        verbose_name_plural = "dates proposées"
        ordering = ["meeting", "day", "starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "day", "starts_at"],
                condition=Q(outcome=ProposalOutcome.OUVERTE),
                name="proposal_once_while_open",
                violation_error_message="Cette date est déjà proposée.",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(outcome=ProposalOutcome.RETENUE),
                name="proposal_one_date_stands",
                violation_error_message="Ce comité a déjà sa date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class DateConfirmation(models.Model):
    """A side agrees to a date: who, in which quality, when."""

    proposal = models.ForeignKey(DateProposal, on_delete=models.PROTECT, related_name="confirmations")
    side = models.CharField("partie", max_length=10, choices=Side.choices)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_as = models.CharField("en qualité de", max_length=200)
    confirmed_at = models.DateTimeField("confirmée le")

    class Meta:
        verbose_name = "confirmation"
        verbose_name_plural = "confirmations"
        ordering = ["proposal", "confirmed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "side"],
                name="confirmation_once_per_side",
                violation_error_message="Cette partie a déjà confirmé la date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} · {self.proposal}"


class RequestQuerySet(models.QuerySet["MeetingRequest"]):
    def visible_to(self, actor: User) -> RequestQuerySet:
        """Those of the conventions the actor may read."""
        from passnum.conventions.models import Convention

        return self.filter(convention__in=Convention.objects.visible_to(actor))

    def unanswered(self) -> RequestQuerySet:
        """Those that stay in sight until the other party answers (art. 7)."""
        return self.filter(answer=RequestAnswer.EN_ATTENTE)

    def awaiting_answer_of(self, side: Side) -> RequestQuerySet:
        """Those made by the other side, without an answer."""
        return self.unanswered().exclude(side=side)


class MeetingRequest(models.Model):
    """A dated, reasoned request of one party for a further meeting (art. 7), or a special one (art. 12)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    convention = models.ForeignKey(
        "conventions.Convention", on_delete=models.PROTECT, related_name="meeting_requests", verbose_name="convention"
    )
    kind = models.CharField(
        "nature", max_length=16, choices=[choice for choice in MeetingKind.choices if choice[0] != "ordinaire"]
    )
    reason = models.TextField("motif")
    wished_on = models.DateField("date souhaitée", null=True, blank=True)
    end_wished_on = models.DateField("fin anticipée envisagée le", null=True, blank=True)
    side = models.CharField("demandée par", max_length=10, choices=Side.choices)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_as = models.CharField("en qualité de", max_length=200)
    requested_at = models.DateTimeField("demandée le")
    answer = models.CharField("réponse", max_length=10, choices=RequestAnswer.choices, default=RequestAnswer.EN_ATTENTE)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_as = models.CharField("réponse en qualité de", max_length=200, blank=True)
    answered_at = models.DateTimeField("réponse le", null=True, blank=True)
    answer_reason = models.TextField("motif de la réponse", blank=True)
    meeting = models.OneToOneField(
        MEETING, on_delete=models.PROTECT, null=True, blank=True, related_name="request", verbose_name="comité"
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de réunion"
        verbose_name_plural = "demandes de réunion"
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="request_has_a_reason",
                violation_error_message="Une demande de réunion porte un motif (art. 7).",
            ),
            models.CheckConstraint(
                condition=~Q(answer=RequestAnswer.REFUSEE) | ~Q(answer_reason=""),
                name="request_refused_with_a_reason",
                violation_error_message="Un refus porte un motif.",
            ),
            models.CheckConstraint(
                condition=~Q(answer=RequestAnswer.ACCEPTEE) | Q(meeting__isnull=False),
                name="request_accepted_has_a_meeting",
                violation_error_message="Une demande acceptée ouvre une réunion.",
            ),
            models.CheckConstraint(
                condition=Q(kind=MeetingKind.SPECIAL, end_wished_on__isnull=False)
                | Q(kind=MeetingKind.EXTRAORDINAIRE, end_wished_on__isnull=True),
                name="request_special_names_the_end",
                violation_error_message="Une réunion spécifique dit la fin anticipée qu’elle examine (art. 12).",
            ),
        ]

    def __str__(self) -> str:
        return f"Demande du {clock.day_of(self.requested_at):%d/%m/%Y} · {self.convention.partner}"


class AgendaPoint(models.Model):
    """One point of the agenda, in its order."""

    meeting = models.ForeignKey(MEETING, on_delete=models.CASCADE, related_name="agenda", verbose_name="comité")
    position = models.PositiveSmallIntegerField("rang")
    title = models.CharField("point", max_length=300)

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "ordre du jour"
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="agenda_position_unique",
                violation_error_message="Deux points ne peuvent pas avoir le même rang.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
