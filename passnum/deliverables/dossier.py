"""The dossier: the compiled file of one partner for one period, and what the database itself refuses about it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from passnum.core.storage import private_storage
from passnum.deliverables.enums import (
    CLOSED_STATES,
    TRANSMITTED_STATES,
    VALIDATED_STATES,
    DossierState,
    Side,
)
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_administrator


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, actor: User) -> DossierQuerySet:
        """Those of the actor's partners; for EMS, only those the President has validated and transmitted (art. 6)."""
        from passnum.deliverables.models import ReportingPeriod

        visible = self.filter(period__in=ReportingPeriod.objects.visible_to(actor))
        if is_ems_administrator(actor):
            return visible.filter(transmitted_at__isnull=False)
        return visible

    def live(self) -> DossierQuerySet:
        """Those not replaced by a later version and not waiting for one."""
        return self.exclude(state__in=CLOSED_STATES)

    def to_compile(self) -> DossierQuerySet:
        return self.filter(state=DossierState.EN_COMPILATION)


def dossier_path(dossier: Dossier, filename: str) -> str:
    """Path in the private storage: one name per digest, so that nothing is overwritten."""
    return f"dossiers/{dossier.public_id}/{dossier.compiled_sha256}.pdf"


class Dossier(models.Model):
    """One version of the compiled file. The President validates `compiled_sha256`; `sealed_sha256` is transmitted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    period = models.ForeignKey(
        "deliverables.ReportingPeriod", on_delete=models.PROTECT, related_name="dossiers", verbose_name="campagne"
    )
    version = models.PositiveSmallIntegerField("version")
    state = models.CharField("état", max_length=30, choices=DossierState.choices, default=DossierState.EN_COMPILATION)
    state_since = models.DateTimeField("dans cet état depuis")
    submissions = models.ManyToManyField("deliverables.Submission", related_name="dossiers", verbose_name="remises")

    # Compilation: claimed by one conditional UPDATE with a lease, given up visibly after too many tries.
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField("avancement (%)", default=0)
    progress_label = models.CharField("étape", max_length=80, blank=True)
    failure = models.CharField("échec", max_length=300, blank=True)
    compiled_file = models.FileField(
        "fichier compilé", upload_to=dossier_path, storage=private_storage, max_length=200, blank=True
    )
    compiled_sha256 = models.CharField("empreinte compilée", max_length=64, blank=True)
    compiled_at = models.DateTimeField("compilé le", null=True, blank=True)

    validated_sha256 = models.CharField("empreinte validée", max_length=64, blank=True)
    validated_at = models.DateTimeField("validé le", null=True, blank=True)
    validated_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="validé par"
    )
    validated_as = models.CharField("en qualité de", max_length=160, blank=True)
    sealed_sha256 = models.CharField("empreinte scellée", max_length=64, blank=True)
    transmitted_sha256 = models.CharField("empreinte transmise", max_length=64, blank=True)
    transmitted_at = models.DateTimeField("transmis le", null=True, blank=True)
    archived_sha256 = models.CharField("empreinte archivée", max_length=64, blank=True)
    archived_at = models.DateTimeField("archivé le", null=True, blank=True)

    reason = models.TextField("motif", blank=True, help_text="Motif du renvoi, ou réserves de l’approbation.")

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        verbose_name_plural = "dossiers"
        ordering = ["-period__year", "period", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["period", "version"], name="dossier_version_unique"),
            models.UniqueConstraint(
                fields=["period"],
                condition=~Q(state__in=sorted(CLOSED_STATES)),
                name="dossier_one_live_per_period",
                violation_error_message="Un dossier est déjà en cours pour cette campagne.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[DossierState.EN_COMPILATION, DossierState.CADUC])
                | (~Q(compiled_sha256="") & ~Q(compiled_file="") & Q(compiled_at__isnull=False)),
                name="dossier_compiled_has_file",
                violation_error_message="Ce dossier n’est pas encore compilé.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(VALIDATED_STATES))
                | (
                    Q(validated_sha256=F("compiled_sha256"))
                    & ~Q(validated_sha256="")
                    & Q(validated_at__isnull=False)
                    & Q(validated_by__isnull=False)
                ),
                name="dossier_validation_binds_compiled_file",
                violation_error_message="Rien n’est transmis sans la validation de la présidence "
                "sur ce fichier précis (art. 6).",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(TRANSMITTED_STATES))
                | (Q(transmitted_sha256=F("sealed_sha256")) & ~Q(sealed_sha256="") & Q(transmitted_at__isnull=False)),
                name="dossier_transmits_sealed_file",
                violation_error_message="Le fichier transmis doit être celui que la présidence a validé (art. 6).",
            ),
            models.CheckConstraint(
                condition=~Q(state=DossierState.ARCHIVE)
                | (Q(archived_sha256=F("sealed_sha256")) & Q(archived_at__isnull=False)),
                name="dossier_archives_sealed_file",
                violation_error_message="Le fichier archivé doit être celui qui a été transmis.",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[DossierState.RENVOYE, DossierState.A_CORRIGER, DossierState.APPROUVE_AVEC_RESERVES]
                )
                | ~Q(reason=""),
                name="dossier_sent_back_has_reason",
                violation_error_message="Un renvoi ou une réserve porte toujours un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Dossier {self.period.year}, version {self.version} · {self.period.convention.partner}"


class Remark(models.Model):
    """What has to be corrected in one deliverable: only what is remarked on is reopened."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="remarks")
    deliverable = models.ForeignKey("deliverables.Deliverable", on_delete=models.PROTECT, related_name="remarks")
    side = models.CharField("de la part de", max_length=20, choices=Side.choices)
    text = models.TextField("remarque")
    made_at = models.DateTimeField("faite le")

    class Meta:
        verbose_name = "remarque"
        verbose_name_plural = "remarques"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "deliverable", "side"], name="remark_unique"),
            models.CheckConstraint(condition=~Q(text=""), name="remark_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} : {self.text[:60]}"
