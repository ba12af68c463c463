"""An obligation of one party, with its dates, its evidence and the time granted by the other party."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import PurePosixPath

from django.db import models
from django.db.models import F, Q

from passnum.conventions.enums import Debtor, EvidenceKind, Nature, ObligationStatus
from passnum.conventions.register import RULES, Rule
from passnum.core.storage import private_storage
from passnum.partners.models import User


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def visible_to(self, actor: User) -> ObligationQuerySet:
        """Those of the conventions the actor may read."""
        from passnum.conventions.models import Convention

        return self.filter(convention__in=Convention.objects.visible_to(actor))

    def with_history(self) -> ObligationQuerySet:
        """With what `status` and the screens read: convention, evidence, tolerances, former dates."""
        return self.select_related("convention__partner").prefetch_related("evidence", "tolerances", "dates")

    def in_order(self) -> ObligationQuerySet:
        """By legal date, those without a date last, then in the order of the register."""
        return self.order_by(F("due_on").asc(nulls_last=True), "rule", "occurrence")


class Obligation(models.Model):
    """One occurrence of one rule for one convention. Its status on a day is computed, never stored."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    convention = models.ForeignKey(
        "conventions.Convention", on_delete=models.PROTECT, related_name="obligations", verbose_name="convention"
    )
    rule = models.CharField("règle", max_length=5, choices=[(rule.id, rule.title) for rule in RULES.values()])
    occurrence = models.CharField("occurrence", max_length=80)
    label = models.CharField("intitulé", max_length=160)
    debtor = models.CharField("débiteur", max_length=10, choices=Debtor.choices)
    nature = models.CharField("nature", max_length=12, choices=Nature.choices)
    anchor = models.CharField("date dont elle dépend", max_length=160)
    anchor_on = models.DateField("jour dont elle dépend", null=True, blank=True)
    opens_on = models.DateField("à partir du", null=True, blank=True)
    due_on = models.DateField("échéance", null=True, blank=True)
    explanation = models.CharField("calcul", max_length=300, blank=True)
    article = models.CharField("article", max_length=20)
    awaits_agreement = models.BooleanField(
        "date à convenir",
        default=False,
        help_text="Le comité a été avancé : la nouvelle date serait déjà passée, les deux parties en conviennent une.",
    )
    legal_on = models.DateField(
        "échéance du texte",
        null=True,
        blank=True,
        help_text="Celle que le texte donnerait, quand les parties ont à convenir d’une autre, ou en ont convenu.",
    )
    met_on = models.DateField("respectée le", null=True, blank=True)
    waived_on = models.DateField("dispensée le", null=True, blank=True)
    waiver_reason = models.TextField("motif de la dispense", blank=True)
    withdrawn_on = models.DateField("sans objet depuis le", null=True, blank=True)
    withdrawal_reason = models.TextField("motif", blank=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = "obligation"
        verbose_name_plural = "obligations"
        ordering = ["convention", "rule", "occurrence"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "rule", "occurrence"],
                name="obligation_unique_per_occurrence",
                violation_error_message="Cette obligation existe déjà pour cette convention.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | ~Q(explanation=""),
                name="obligation_due_date_is_explained",
                violation_error_message="Une échéance dit son calcul.",
            ),
            models.CheckConstraint(
                condition=Q(waived_on__isnull=True)
                | (Q(rule="OB-14", occurrence__endswith="/mention-ems") & ~Q(waiver_reason="")),
                name="obligation_waived_where_allowed",
                violation_error_message="Seule la mention de l’Eurométropole (art. 9) peut être dispensée, "
                "avec un motif.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawal_reason=""),
                name="obligation_withdrawn_with_a_reason",
                violation_error_message="Une obligation sans objet dit pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} · {self.label}"

    @property
    def definition(self) -> Rule:
        """The rule of the register it comes from."""
        return RULES[self.rule]

    @property
    def facet(self) -> str:
        """Key of the facet it is about; empty for the whole rule."""
        return self.occurrence.partition("/")[2] if self.definition.facets else ""

    def tolerance_on(self, on: date) -> Tolerance | None:
        """The time granted that still runs that day, the longest first."""
        running = [row for row in self.tolerances.all() if row.granted_on <= on <= row.until]
        return max(running, key=lambda row: row.until, default=None)

    def status(self, on: date) -> ObligationStatus:
        """Where it stands that day; the legal date stays what it is, whatever was tolerated."""
        if self.withdrawn_on is not None and self.withdrawn_on <= on:
            return ObligationStatus.SANS_OBJET
        if self.waived_on is not None and self.waived_on <= on:
            return ObligationStatus.DISPENSEE
        if self.met_on is not None and self.met_on <= on:
            late = self.due_on is not None and self.met_on > self.due_on
            return ObligationStatus.RESPECTEE_TARD if late else ObligationStatus.RESPECTEE
        if self.due_on is None:
            return ObligationStatus.SANS_DELAI
        if on <= self.due_on:
            return ObligationStatus.OUVERTE
        if self.nature == Nature.FACULTE:
            return ObligationStatus.EXPIREE
        return ObligationStatus.TOLEREE if self.tolerance_on(on) else ObligationStatus.EN_RETARD


class ObligationDate(models.Model):
    """One date an obligation had, the first included: a changed anchor adds a row and forgets none."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="dates")
    anchor = models.CharField("date dont elle dépend", max_length=160)
    anchor_on = models.DateField("jour dont elle dépend", null=True, blank=True)
    due_on = models.DateField("échéance", null=True, blank=True)
    explanation = models.CharField("calcul", max_length=300, blank=True)
    reason = models.TextField("motif du changement", blank=True)
    recorded_at = models.DateTimeField("enregistrée le")

    class Meta:
        verbose_name = "date d’obligation"
        verbose_name_plural = "dates d’obligations"
        ordering = ["obligation", "pk"]

    def __str__(self) -> str:
        return self.explanation or self.anchor


def evidence_path(evidence: Evidence, filename: str) -> str:
    """Path in the private storage: of the name given by the sender, only the extension is kept."""
    extension = PurePosixPath(filename).suffix.lower()
    return f"conventions/{evidence.obligation.convention.public_id}/preuves/{uuid.uuid4().hex}{extension}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, actor: User) -> EvidenceQuerySet:
        """Those of the obligations the actor may read."""
        return self.filter(obligation__in=Obligation.objects.visible_to(actor))

    def standing(self) -> EvidenceQuerySet:
        """Those not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Evidence(models.Model):
    """What shows that an obligation is met: a thing of Passnum by kind, public id and digest, a file, or a fact."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField("nature", max_length=20, choices=EvidenceKind.choices)
    target = models.UUIDField("chose désignée", null=True, blank=True)
    label = models.CharField("intitulé", max_length=300)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    file = models.FileField("fichier", upload_to=evidence_path, storage=private_storage, blank=True)
    file_name = models.CharField("nom du fichier", max_length=160, blank=True)
    happened_on = models.DateField("date du fait")
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    declared_as = models.CharField("en qualité de", max_length=160)
    recorded_at = models.DateTimeField("enregistrée le")
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    withdrawal_reason = models.TextField("motif du retrait", blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "preuve"
        verbose_name_plural = "preuves"
        ordering = ["obligation", "happened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "kind", "target"],
                condition=Q(target__isnull=False, withdrawn_at__isnull=True),
                name="evidence_once_per_target",
                violation_error_message="Cette preuve est déjà versée.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""),
                name="evidence_withdrawn_with_a_reason",
                violation_error_message="Le retrait d’une preuve porte un motif.",
            ),
            models.CheckConstraint(
                condition=Q(file="") | ~Q(sha256=""),
                name="evidence_file_has_a_digest",
                violation_error_message="Un fichier versé porte son empreinte.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Tolerance(models.Model):
    """« Tolérance »: more time granted by the other party, with a reason; the legal date stays (DOMAIN, 6b)."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="tolerances")
    until = models.DateField("jusqu’au")
    reason = models.TextField("motif")
    granted_on = models.DateField("accordée le")
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_as = models.CharField("en qualité de", max_length=160)

    class Meta:
        verbose_name = "tolérance"
        verbose_name_plural = "tolérances"
        ordering = ["obligation", "-until"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="tolerance_has_a_reason",
                violation_error_message="Une tolérance porte un motif.",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("granted_on")),
                name="tolerance_not_in_the_past",
                violation_error_message="Une tolérance ne s’accorde pas pour un jour passé.",
            ),
        ]

    def __str__(self) -> str:
        return f"jusqu’au {self.until:%d/%m/%Y}"
