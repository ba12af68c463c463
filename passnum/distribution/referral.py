"""« Orientation » (art. 4): the mediation place a person was sent to, and what came of it. Nothing of the person."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from passnum.distribution.attribution import Attribution
from passnum.network.models import MediationPlace
from passnum.partners.enums import Role
from passnum.partners.models import Membership, User

#: Steps of the follow-up, in their order: field, words.
STEPS = (
    ("appointment_on", "Rendez-vous pris"),
    ("came_on", "Venue au lieu"),
    ("first_used_on", "Premier Pass utilisé"),
    ("gave_up_on", "Abandon"),
)


def _after_referral(field: str) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": F("referred_on")})


def _before_giving_up(field: str) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__lte": F("gave_up_on")})


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, actor: User) -> ReferralQuerySet:
        """Those of the partners where the actor is an intervenant social now, and nobody else."""
        houses = Membership.objects.active().filter(user_id=actor.pk, role=Role.INTERVENANT).values("partner")
        return self.filter(attribution__convention__partner__in=houses)


class Referral(models.Model):
    """One person sent to one place; changing the place replaces the row's place and clears what had followed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attribution = models.OneToOneField(Attribution, on_delete=models.CASCADE, related_name="referral")
    place = models.ForeignKey(
        MediationPlace, on_delete=models.PROTECT, related_name="referrals", verbose_name="lieu de médiation"
    )
    referred_on = models.DateField("orienté le")
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="noté par"
    )
    recorded_at = models.DateTimeField("noté le", auto_now=True)
    appointment_on = models.DateField("rendez-vous pris le", null=True, blank=True)
    came_on = models.DateField("venu le", null=True, blank=True)
    first_used_on = models.DateField("premier Pass utilisé le", null=True, blank=True)
    gave_up_on = models.DateField("abandon le", null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "orientation"
        verbose_name_plural = "orientations"
        constraints = [
            models.CheckConstraint(
                condition=_after_referral("appointment_on")
                & _after_referral("came_on")
                & _after_referral("first_used_on")
                & _after_referral("gave_up_on"),
                name="referral_followed_afterwards",
                violation_error_message="Le suivi ne peut pas être daté d’avant l’orientation.",
            ),
            models.CheckConstraint(
                condition=Q(came_on__isnull=True) | Q(first_used_on__isnull=True) | Q(first_used_on__gte=F("came_on")),
                name="referral_came_before_using",
                violation_error_message="Le premier Pass ne peut pas être utilisé avant la venue.",
            ),
            models.CheckConstraint(
                condition=Q(gave_up_on__isnull=True) | Q(first_used_on__isnull=True),
                name="referral_used_or_gave_up",
                violation_error_message="Un Pass a été utilisé : ce n’est pas un abandon. Gardez l’une des deux dates.",
            ),
            models.CheckConstraint(
                condition=Q(gave_up_on__isnull=True)
                | (_before_giving_up("appointment_on") & _before_giving_up("came_on")),
                name="referral_gave_up_last",
                violation_error_message="L’abandon vient en dernier : rien ne le suit, ni rendez-vous ni venue.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.place)
