"""Termination: its cause, its letter, its committee, its decision, its effect (art. 12)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from passnum.committee.models import CommitteeMeeting
from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.core.storage import private_storage
from passnum.endings.enums import DECIDED_STATES, LIVE_STATES, Cause, TerminationState
from passnum.partners.models import User


class TerminationQuerySet(models.QuerySet["Termination"]):
    def visible_to(self, actor: User) -> TerminationQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(convention__in=Convention.objects.visible_to(actor))

    def live(self) -> TerminationQuerySet:
        return self.filter(state__in=LIVE_STATES)


def letter_path(termination: Termination, filename: str) -> str:
    """Path in the private storage: the name given by the sender is kept out of it."""
    return f"conventions/{termination.convention.public_id}/resiliation/{uuid.uuid4().hex}.pdf"


class Termination(models.Model):
    """One path to the end of a convention. `effect_on` is its last day; it ends then, not when it is typed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    convention = models.ForeignKey(
        Convention, on_delete=models.PROTECT, related_name="terminations", verbose_name="convention"
    )
    cause = models.CharField("cause", max_length=16, choices=Cause.choices)
    opened_by = models.CharField("à l’initiative de", max_length=10, choices=Side.choices)
    opened_on = models.DateField("ouverte le")
    reason = models.TextField("motif")
    wished_on = models.DateField("dernier jour envisagé", null=True, blank=True)
    state = models.CharField("état", max_length=12, choices=TerminationState.choices, default=TerminationState.OUVERTE)

    letter_number = models.CharField("numéro du recommandé", max_length=40, blank=True)
    letter_sent_on = models.DateField("lettre envoyée le", null=True, blank=True)
    letter_presented_on = models.DateField("première présentation le", null=True, blank=True)
    letter_received_on = models.DateField("lettre reçue le", null=True, blank=True)
    letter_file = models.FileField("accusé de réception", upload_to=letter_path, storage=private_storage, blank=True)
    letter_sha256 = models.CharField("empreinte de l’accusé", max_length=64, blank=True)

    meeting = models.ForeignKey(
        CommitteeMeeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="réunion spécifique du comité",
    )
    committee_on = models.DateField("comité spécial tenu le", null=True, blank=True)
    decided_on = models.DateField("décidée le", null=True, blank=True)
    decision = models.TextField("décision", blank=True)
    departure_reason = models.TextField("pourquoi sans les six mois du comité spécial", blank=True)
    effect_on = models.DateField("dernier jour de la convention", null=True, blank=True)
    abandon_reason = models.TextField("motif de l’abandon", blank=True)
    returned_on = models.DateField("Pass restitués le", null=True, blank=True)
    returned_booklets = models.PositiveIntegerField("carnets restitués", null=True, blank=True)
    restitution_confirmed_on = models.DateField("Pass reçus par l’Eurométropole le", null=True, blank=True)
    restitution_confirmed_booklets = models.PositiveIntegerField(
        "carnets reçus par l’Eurométropole", null=True, blank=True
    )

    objects = TerminationQuerySet.as_manager()

    class Meta:
        verbose_name = "résiliation"
        verbose_name_plural = "résiliations"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention"],
                condition=Q(state__in=sorted(LIVE_STATES)),
                name="termination_one_at_a_time",
                violation_error_message="Une résiliation est déjà en cours pour cette convention.",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(meeting__isnull=False),
                name="termination_meeting_examines_one",
                violation_error_message="Cette réunion a examiné une autre résiliation (art. 12).",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(DECIDED_STATES))
                | (Q(decided_on__isnull=False) & Q(effect_on__isnull=False) & ~Q(decision="")),
                name="termination_decided_has_its_dates",
                violation_error_message="Une résiliation décidée porte sa décision, sa date et son dernier jour.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(effect_on__gte=F("opened_on")),
                name="termination_effect_not_before_opening",
                violation_error_message="Une résiliation ne prend pas effet avant d’avoir été ouverte.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(DECIDED_STATES), cause=Cause.MANQUEMENT)
                | Q(letter_presented_on__isnull=False)
                | Q(letter_received_on__isnull=False),
                name="termination_breach_has_its_letter",
                violation_error_message="Un manquement se résilie après une lettre recommandée présentée ou reçue "
                "(art. 12).",
            ),
            models.CheckConstraint(
                condition=Q(effect_on__isnull=True)
                | (
                    (Q(letter_presented_on__isnull=True) | Q(effect_on__gte=F("letter_presented_on")))
                    & (Q(committee_on__isnull=True) | Q(effect_on__gte=F("committee_on")))
                ),
                name="termination_effect_after_letter_and_committee",
                violation_error_message="Une résiliation prend effet après la lettre et le comité (art. 12).",
            ),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("opened_on")),
                name="termination_returned_after_opening",
                violation_error_message="Les Pass reviennent une fois la résiliation ouverte (art. 12).",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(DECIDED_STATES), cause=Cause.ANTICIPEE) | Q(committee_on__isnull=False),
                name="termination_early_end_has_its_committee",
                violation_error_message="Une fin anticipée suppose un comité spécial tenu (art. 12).",
            ),
            models.CheckConstraint(
                condition=Q(letter_presented_on__isnull=True)
                | (Q(letter_sent_on__isnull=False) & Q(letter_presented_on__gte=F("letter_sent_on"))),
                name="termination_letter_presented_after_sending",
                violation_error_message="La lettre n’est pas présentée avant d’être envoyée.",
            ),
            models.CheckConstraint(
                condition=Q(letter_received_on__isnull=True)
                | (Q(letter_sent_on__isnull=False) & Q(letter_received_on__gte=F("letter_sent_on"))),
                name="termination_letter_received_after_sending",
                violation_error_message="La lettre n’est pas reçue avant d’être envoyée.",
            ),
            models.CheckConstraint(
                condition=Q(restitution_confirmed_on__isnull=True)
                | (
                    Q(restitution_confirmed_booklets__isnull=False)
                    & Q(returned_on__isnull=False)
                    & Q(restitution_confirmed_on__gte=F("returned_on"))
                ),
                name="termination_restitution_confirmed_after_return",
                violation_error_message="L’Eurométropole confirme une restitution qu’elle a reçue, avec son nombre "
                "de carnets.",
            ),
            models.CheckConstraint(
                condition=~Q(state=TerminationState.ABANDONNEE) | ~Q(abandon_reason=""),
                name="termination_abandoned_with_a_reason",
                violation_error_message="Un abandon porte un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_cause_display()} · {self.convention.reference}"
