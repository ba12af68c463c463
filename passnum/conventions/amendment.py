"""An amendment (« avenant »): which articles change, its decision, its signature, its effect (art. 11)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from passnum.conventions.enums import AMENDMENT_RECEIVED, AmendmentState, ChangeKind
from passnum.core.storage import private_storage
from passnum.partners.models import User

#: The general objectives of the first part: no amendment touches them (art. 11).
OBJECTIVES_ARTICLE = 3
#: Articles of the first part that an amendment may touch, once the warning is read (an extension is one).
FIRST_PART_ARTICLES = frozenset({1, 2})
DURATION_ARTICLE = 2


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def visible_to(self, actor: User) -> AmendmentQuerySet:
        """Those of the conventions the actor may read."""
        from passnum.conventions.models import Convention

        return self.filter(convention__in=Convention.objects.visible_to(actor))

    def received(self) -> AmendmentQuerySet:
        """Those whose signed copy EMS holds."""
        return self.filter(state__in=AMENDMENT_RECEIVED)


def amendment_copy_path(amendment: Amendment, filename: str) -> str:
    """Path in the private storage: the name given by the sender is kept out of it."""
    return f"conventions/{amendment.convention.public_id}/avenants/{uuid.uuid4().hex}.pdf"


class Amendment(models.Model):
    """One amendment. Its signature, receipt and effect are each dated; nothing is recalculated backwards."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    convention = models.ForeignKey(
        "conventions.Convention", on_delete=models.PROTECT, related_name="amendments", verbose_name="convention"
    )
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("objet", max_length=200)
    reasons = models.TextField("motifs")
    state = models.CharField(
        "état", max_length=16, choices=AmendmentState.choices, default=AmendmentState.EN_PREPARATION
    )
    first_part_acknowledged = models.BooleanField("modification de la première partie assumée", default=False)
    new_last_year = models.PositiveSmallIntegerField("nouveau dernier exercice", null=True, blank=True)
    decision = models.UUIDField("décision du comité", null=True, blank=True)
    decision_reference = models.CharField("décision", max_length=200, blank=True)
    decided_on = models.DateField("décidé en comité le", null=True, blank=True)
    sent_on = models.DateField("envoyé pour signature le", null=True, blank=True)
    partner_signed_on = models.DateField("signé par la structure le", null=True, blank=True)
    ems_signed_on = models.DateField("signé par l’Eurométropole le", null=True, blank=True)
    received_on = models.DateField("exemplaire signé reçu le", null=True, blank=True)
    effective_on = models.DateField("prend effet le", null=True, blank=True)
    signed_copy = models.FileField(
        "exemplaire signé", upload_to=amendment_copy_path, storage=private_storage, blank=True
    )
    signed_copy_sha256 = models.CharField("empreinte de l’exemplaire signé", max_length=64, blank=True)
    abandon_reason = models.TextField("motif de l’abandon", blank=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = "avenant"
        verbose_name_plural = "avenants"
        ordering = ["convention", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number"],
                name="amendment_number_unique",
                violation_error_message="Un avenant porte déjà ce numéro.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decide", "envoye", "signe", "recu", "en_effet"])
                | (Q(decided_on__isnull=False) & ~Q(decision_reference="")),
                name="amendment_decided_in_committee",
                violation_error_message="Un avenant est défini en comité : sa décision et sa date sont nécessaires "
                "(art. 11).",
            ),
            models.CheckConstraint(
                condition=(
                    (Q(sent_on__isnull=True) | Q(sent_on__gte=F("decided_on")))
                    & (Q(partner_signed_on__isnull=True) | Q(partner_signed_on__gte=F("decided_on")))
                    & (Q(ems_signed_on__isnull=True) | Q(ems_signed_on__gte=F("decided_on")))
                ),
                name="amendment_signed_after_decision",
                violation_error_message="Un avenant s’envoie et se signe après sa décision en comité (art. 11).",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signe", "recu", "en_effet"]) | Q(partner_signed_on__isnull=False),
                name="amendment_signed_has_signature",
                violation_error_message="Un avenant signé porte la date de signature de la structure.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(AMENDMENT_RECEIVED))
                | (Q(received_on__isnull=False) & Q(effective_on__isnull=False) & ~Q(signed_copy_sha256="")),
                name="amendment_received_has_copy",
                violation_error_message="Un avenant ne prend effet qu’à partir de l’exemplaire signé reçu.",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("partner_signed_on")),
                name="amendment_received_after_signature",
                violation_error_message="L’exemplaire signé ne peut pas être reçu avant sa signature.",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True) | Q(effective_on__gte=F("received_on")),
                name="amendment_effect_not_backwards",
                violation_error_message="Un avenant ne prend pas effet avant d’être reçu : rien ne se recalcule "
                "en arrière.",
            ),
            models.CheckConstraint(
                condition=~Q(state=AmendmentState.ABANDONNE) | ~Q(abandon_reason=""),
                name="amendment_abandoned_with_a_reason",
                violation_error_message="Un abandon porte un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Avenant nᵒ {self.number} · {self.convention.reference}"


class AmendmentChange(models.Model):
    """What the amendment does to one article: the text it replaces, and the new one."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField("nature", max_length=10, choices=ChangeKind.choices)
    article = models.PositiveSmallIntegerField("article")
    title = models.CharField("titre", max_length=160)
    former_text = models.TextField("texte remplacé", blank=True)
    new_text = models.TextField("nouveau texte", blank=True)

    class Meta:
        verbose_name = "modification d’article"
        verbose_name_plural = "modifications d’articles"
        ordering = ["amendment", "article"]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "article"],
                name="change_one_per_article",
                violation_error_message="Cet avenant modifie déjà cet article.",
            ),
            models.CheckConstraint(
                condition=~Q(article=OBJECTIVES_ARTICLE),
                name="change_never_the_objectives",
                violation_error_message="Un avenant ne peut pas remettre en cause les objectifs généraux de la "
                "première partie (art. 3 et 11).",
            ),
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.SUPPRIME, new_text="") | (~Q(kind=ChangeKind.SUPPRIME) & ~Q(new_text="")),
                name="change_has_its_text",
                violation_error_message="Une modification porte le nouveau texte de l’article.",
            ),
        ]

    def __str__(self) -> str:
        return f"Article {self.article}"
