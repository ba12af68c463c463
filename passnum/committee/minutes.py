"""The minutes of a committee, version by version, and what each member said of them (art. 7)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from passnum.committee.minutes_states import LIVE_STATES, MinutesState
from passnum.committee.validation_rule import Answer, Rule
from passnum.conventions.models import Convention
from passnum.core.storage import private_storage
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_reader


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def visible_to(self, actor: User) -> MinutesQuerySet:
        """All for EMS; the partner reads the versions submitted to the members."""
        rows = self.filter(meeting__convention__in=Convention.objects.visible_to(actor))
        return rows if is_ems_reader(actor) else rows.exclude(state=MinutesState.REDACTION)


def minutes_path(minutes: Minutes, filename: str) -> str:
    """Path in the private storage."""
    return f"comites/{minutes.meeting.public_id}/compte-rendu-{minutes.version}-{uuid.uuid4().hex}.pdf"


class Minutes(models.Model):
    """One version of the minutes. Once submitted its text stays; once validated nothing of it changes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(
        "committee.CommitteeMeeting", on_delete=models.PROTECT, related_name="minutes", verbose_name="comité"
    )
    version = models.PositiveSmallIntegerField("version")
    state = models.CharField("état", max_length=24, choices=MinutesState.choices, default=MinutesState.REDACTION)
    text = models.TextField("texte")
    revision = models.PositiveIntegerField("révision", default=0)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="rédigé par")
    submitted_at = models.DateTimeField("soumis le", null=True, blank=True)
    answers_by = models.DateField("réponses jusqu’au", null=True, blank=True)
    # The members' rule as it was at the submission; no quorum: unanimity of those present.
    quorum = models.PositiveSmallIntegerField("avis nécessaires", null=True, blank=True)
    silence_agrees = models.BooleanField("le silence vaut accord", default=False)
    refusal_blocks = models.BooleanField("un refus suffit à bloquer", default=True)
    settled_at = models.DateTimeField("décidé le", null=True, blank=True)
    outcome = models.CharField("calcul", max_length=300, blank=True)
    file = models.FileField("fichier", upload_to=minutes_path, storage=private_storage, max_length=200, blank=True)
    pdf_sha256 = models.CharField("empreinte du fichier", max_length=64, blank=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = "compte rendu"
        verbose_name_plural = "comptes rendus"
        ordering = ["meeting", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "version"],
                name="minutes_version_unique",
                violation_error_message="Cette version vient d’être rédigée : rechargez la page.",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(state__in=sorted(LIVE_STATES)),
                name="minutes_one_live_version",
                violation_error_message="Une version de ce compte rendu est déjà en cours.",
            ),
            models.CheckConstraint(
                condition=Q(state=MinutesState.REDACTION, submitted_at__isnull=True)
                | (~Q(state=MinutesState.REDACTION) & Q(submitted_at__isnull=False)),
                name="minutes_submitted_when",
                violation_error_message="Un compte rendu soumis porte le moment où il l’a été.",
            ),
            models.CheckConstraint(
                condition=~Q(state=MinutesState.VALIDE)
                | (Q(settled_at__isnull=False) & ~Q(pdf_sha256="") & ~Q(file="") & ~Q(outcome="")),
                name="minutes_validated_are_sealed",
                violation_error_message="Un compte rendu validé porte son fichier, son empreinte et le calcul.",
            ),
        ]

    def __str__(self) -> str:
        return f"Compte rendu · {self.meeting} · version {self.version}"

    @property
    def rule(self) -> Rule | None:
        """The members' rule that applies to this version; None: unanimity of those present."""
        return None if self.quorum is None else Rule(self.quorum, self.silence_agrees, self.refusal_blocks)


class MemberOpinion(models.Model):
    """The one answer of a member to one version; a person represented answers all the same."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="opinions", verbose_name="compte rendu")
    member = models.ForeignKey(
        "committee.CommitteeMember", on_delete=models.PROTECT, related_name="+", verbose_name="membre"
    )
    present = models.BooleanField("présent ou représenté")
    answer = models.CharField("avis", max_length=10, choices=Answer.choices, blank=True)
    words = models.TextField("commentaire ou motif", blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="répondu par"
    )

    class Meta:
        verbose_name = "avis d’un membre"
        verbose_name_plural = "avis des membres"
        ordering = ["minutes", "member__side", "member__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "member"],
                name="opinion_once_per_member",
                violation_error_message="Chaque membre se prononce une fois par version.",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False) & Q(answered_by__isnull=False)),
                name="opinion_says_who_and_when",
                violation_error_message="Un avis porte son auteur et son moment.",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=[Answer.REFUSE, Answer.COMMENTE]) | ~Q(words=""),
                name="opinion_refusal_has_its_reason",
                violation_error_message="Un refus porte son motif, un commentaire ses mots.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} : {self.get_answer_display()}"
