"""Reporting periods, deliverables and what they hold, as the référent fills them."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from passnum.conventions.models import Convention
from passnum.core.storage import private_storage
from passnum.deliverables.dossier import Dossier, DossierQuerySet, Remark
from passnum.deliverables.enums import DeliverableKind, DeliverableState
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_administrator

__all__ = [
    "ActionProgramme",
    "Attachment",
    "Deliverable",
    "Dossier",
    "DossierQuerySet",
    "IndicatorReport",
    "Remark",
    "ReportingPeriod",
    "Submission",
    "SurveyReport",
]


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def visible_to(self, actor: User) -> ReportingPeriodQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(convention__in=Convention.objects.visible_to(actor))

    def open(self) -> ReportingPeriodQuerySet:
        """Those whose deliverables have not reached EMS yet, or came back from it."""
        return self.exclude(
            dossiers__state__in=["transmis", "en_examen", "approuve", "approuve_avec_reserves", "archive"]
        )


class ReportingPeriod(models.Model):
    """« Campagne »: the elapsed annual period the deliverables cover, and when they are due (art. 7)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    convention = models.ForeignKey(
        Convention, on_delete=models.PROTECT, related_name="periods", verbose_name="convention"
    )
    year = models.PositiveSmallIntegerField("exercice")
    first_day = models.DateField("premier jour de la période")
    last_day = models.DateField("dernier jour de la période")
    days_explanation = models.CharField("pourquoi ces jours", max_length=200, blank=True)
    committee_on = models.DateField("date du comité de suivi", null=True, blank=True)
    due_on = models.DateField("échéance", null=True, blank=True)
    due_explanation = models.CharField("calcul de l’échéance", max_length=200, blank=True)
    due_article = models.CharField("article", max_length=20, blank=True)
    first_transmitted_on = models.DateField(
        "première transmission complète",
        null=True,
        blank=True,
        help_text="L’échéance de l’article 7 est tenue ce jour-là.",
    )

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne"
        verbose_name_plural = "campagnes"
        ordering = ["-year", "convention"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "year"],
                name="period_unique_per_year",
                violation_error_message="La campagne de cet exercice est déjà ouverte pour cette convention.",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="period_days_in_order",
                violation_error_message="Le dernier jour de la période ne peut pas précéder le premier.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | (~Q(due_explanation="") & ~Q(due_article="")),
                name="period_due_date_has_a_source",
                violation_error_message="Une échéance dit d’où elle vient : calcul et article.",
            ),
            models.CheckConstraint(
                condition=Q(committee_on__isnull=True) | Q(committee_on__gt=F("last_day")),
                name="period_over_before_committee",
                violation_error_message="Le comité examine une période révolue : il se tient après son dernier jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"Exercice {self.year} · {self.convention.partner}"

    @property
    def is_rolling(self) -> bool:
        """Whether it covers twelve rolling months: a civil year ends with December."""
        return self.last_day != date(self.year, 12, 31)


class DeliverableQuerySet(models.QuerySet["Deliverable"]):
    def visible_to(self, actor: User) -> DeliverableQuerySet:
        """Those of the periods the actor may read."""
        return self.filter(period__in=ReportingPeriod.objects.visible_to(actor))


class Deliverable(models.Model):
    """« Livrable » of a period. `revision` grows at each save: a stale page is recognised and refused."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, related_name="deliverables", verbose_name="campagne"
    )
    kind = models.CharField("nature", max_length=20, choices=DeliverableKind.choices)
    state = models.CharField("état", max_length=20, choices=DeliverableState.choices, default=DeliverableState.ATTENDU)
    revision = models.PositiveIntegerField("révision", default=0)
    saved_at = models.DateTimeField("enregistré le", null=True, blank=True)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        verbose_name = "livrable"
        verbose_name_plural = "livrables"
        ordering = ["period", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "kind"],
                name="deliverable_unique_per_kind",
                violation_error_message="Ce livrable existe déjà pour cette campagne.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period.year}"


class ActionProgramme(models.Model):
    """« Programme d’actions »: done outside the Pass, and planned (art. 6). Sober HTML, cleaned on the way in."""

    deliverable = models.OneToOneField(Deliverable, on_delete=models.CASCADE, related_name="programme")
    actions_done = models.TextField("actions réalisées en dehors du Pass numérique", blank=True)
    projects = models.TextField("projets que la structure souhaite réaliser", blank=True)

    class Meta:
        verbose_name = "programme d’actions"
        verbose_name_plural = "programmes d’actions"

    def __str__(self) -> str:
        return f"programme nᵒ {self.pk}"


class IndicatorReport(models.Model):
    """Words of the « rapport d’indicateurs »; its numbers are the aggregated figures of the exercice."""

    deliverable = models.OneToOneField(Deliverable, on_delete=models.CASCADE, related_name="indicators")
    comment = models.TextField("commentaire", blank=True)

    class Meta:
        verbose_name = "rapport d’indicateurs"
        verbose_name_plural = "rapports d’indicateurs"

    def __str__(self) -> str:
        return f"rapport nᵒ {self.pk}"


class SurveyReport(models.Model):
    """Results of the yearly satisfaction survey (art. 6), as counts of answers."""

    deliverable = models.OneToOneField(Deliverable, on_delete=models.CASCADE, related_name="survey")
    method = models.CharField("méthode", max_length=300, blank=True)
    invited = models.PositiveIntegerField("personnes sollicitées", null=True, blank=True)
    respondents = models.PositiveIntegerField("réponses reçues", null=True, blank=True)
    very_satisfied = models.PositiveIntegerField("très satisfaites", default=0)
    satisfied = models.PositiveIntegerField("satisfaites", default=0)
    unsatisfied = models.PositiveIntegerField("peu satisfaites", default=0)
    very_unsatisfied = models.PositiveIntegerField("pas du tout satisfaites", default=0)
    no_opinion = models.PositiveIntegerField("sans avis", default=0)
    comment = models.TextField("enseignements", blank=True)

    class Meta:
        verbose_name = "résultats d’enquête"
        verbose_name_plural = "résultats d’enquêtes"

    def __str__(self) -> str:
        return f"enquête nᵒ {self.pk}"


def attachment_path(attachment: Attachment, filename: str) -> str:
    """Path in the private storage: random, without the sender's name."""
    return f"pieces/{attachment.public_id}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, actor: User) -> AttachmentQuerySet:
        """Those of the actor's partners. EMS reads them in the transmitted file alone, never in a draft."""
        if is_ems_administrator(actor):
            return self.none()
        return self.filter(deliverable__in=Deliverable.objects.visible_to(actor))

    def current(self) -> AttachmentQuerySet:
        """Those that the draft holds now."""
        return self.filter(removed_at__isnull=True)


class Attachment(models.Model):
    """A file joined to a deliverable, checked by content. Removed from the draft, it stays for past submissions."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="attachments")
    file = models.FileField("fichier", upload_to=attachment_path, storage=private_storage)
    name = models.CharField("nom", max_length=160)
    media_type = models.CharField("type", max_length=120)
    size = models.PositiveIntegerField("taille (octets)")
    sha256 = models.CharField("empreinte", max_length=64)
    added_at = models.DateTimeField("ajoutée le")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deliverable", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="attachment_not_joined_twice",
                violation_error_message="Ce fichier est déjà joint à ce livrable.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, actor: User) -> SubmissionQuerySet:
        """Those of the actor's partners; for EMS, those of a dossier that was transmitted (art. 6)."""
        visible = self.filter(deliverable__in=Deliverable.objects.visible_to(actor))
        if is_ems_administrator(actor):
            return visible.filter(dossiers__in=Dossier.objects.visible_to(actor)).distinct()
        return visible


class Submission(models.Model):
    """« Remise »: what was handed in, frozen as canonical JSON with its SHA-256. Never changed, never deleted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField("remise nᵒ")
    submitted_at = models.DateTimeField("remis le")
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    content = models.TextField("contenu")
    sha256 = models.CharField("empreinte", max_length=64)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "remise"
        verbose_name_plural = "remises"
        ordering = ["deliverable", "number"]
        constraints = [
            models.UniqueConstraint(fields=["deliverable", "number"], name="submission_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable} (remise nᵒ {self.number})"
