"""What stands beside an attribution: the diagnosis kept, the added characteristics, the draft of the interview."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

from django.db import models

from passnum.core.secrecy import decrypt, encrypt
from passnum.distribution.attribution import Attribution
from passnum.distribution.characteristic import Characteristic, CharacteristicChoice
from passnum.distribution.questionnaire import Answer, Questionnaire
from passnum.partners.enums import Role
from passnum.partners.models import DistributionPlace, Membership, User

#: A draft left behind, and a code that nobody wrote down, live this long (real time).
KEPT_FOR = timedelta(hours=24)


class Diagnosis(models.Model):
    """What is kept of the conversation: the version of the questionnaire, and the level reached at the simulation.

    The other answers are gone with the draft: they served to propose, and the proposal is on the attribution.
    """

    attribution = models.OneToOneField(Attribution, on_delete=models.CASCADE, related_name="diagnosis")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    simulation_level = models.ForeignKey(
        Answer, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="niveau atteint"
    )

    class Meta:
        verbose_name = "diagnostic"
        verbose_name_plural = "diagnostics"

    def __str__(self) -> str:
        return str(self.attribution_id)


class CharacteristicAnswer(models.Model):
    """The choice of one person for one added characteristic; None for « ne souhaite pas répondre »."""

    attribution = models.ForeignKey(Attribution, on_delete=models.CASCADE, related_name="characteristics")
    characteristic = models.ForeignKey(Characteristic, on_delete=models.PROTECT, related_name="answers")
    choice = models.ForeignKey(
        CharacteristicChoice, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="réponse"
    )

    class Meta:
        verbose_name = "réponse à une caractéristique"
        verbose_name_plural = "réponses aux caractéristiques"
        constraints = [
            models.UniqueConstraint(fields=["attribution", "characteristic"], name="characteristic_answered_once"),
        ]

    def __str__(self) -> str:
        return str(self.characteristic_id)


class AttributionDraftQuerySet(models.QuerySet["AttributionDraft"]):
    def visible_to(self, actor: User) -> AttributionDraftQuerySet:
        """The actor's own, at the partners where he or she is still an intervenant social."""
        houses = Membership.objects.active().filter(user_id=actor.pk, role=Role.INTERVENANT).values("partner")
        return self.filter(intervenant_id=actor.pk, place__partner__in=houses)

    def under_way(self) -> AttributionDraftQuerySet:
        return self.filter(attribution__isnull=True)

    def untouched(self) -> AttributionDraftQuerySet:
        """Those in which nothing was typed yet."""
        return self.under_way().filter(sealed="")


class AttributionDraft(models.Model):
    """An interview under way: what was typed, encrypted, until the booklet is handed out (24 hours at the most).

    Its public identifier becomes that of the attribution: a form sent twice hands out one booklet. Afterwards it only
    keeps the code of the receipt, encrypted, until the intervenant has given it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    intervenant = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(DistributionPlace, on_delete=models.CASCADE, related_name="+", verbose_name="lieu")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, null=True, related_name="+")
    sealed = models.TextField(editable=False, default="")
    sealed_code = models.TextField(editable=False, default="")
    attribution = models.OneToOneField(
        Attribution, on_delete=models.CASCADE, null=True, blank=True, related_name="draft", verbose_name="attribution"
    )
    started_at = models.DateTimeField("commencé le", auto_now_add=True)
    updated_at = models.DateTimeField("enregistré le", auto_now=True)

    objects = AttributionDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "attribution en cours"
        verbose_name_plural = "attributions en cours"
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed so far, by field name."""
        found: dict[str, Any] = json.loads(decrypt(self.sealed)) if self.sealed else {}
        return found

    def keep(self, values: dict[str, Any]) -> None:
        """Replace what was typed; the caller saves."""
        self.sealed = encrypt(json.dumps(values, ensure_ascii=False)) if values else ""

    @property
    def code(self) -> str:
        """The code of the receipt, as long as it has not been given."""
        return decrypt(self.sealed_code) if self.sealed_code else ""
