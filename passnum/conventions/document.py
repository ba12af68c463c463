"""The versions of the document that goes to signature: each is a file that does not change any more."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from passnum.core.storage import private_storage
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_reader


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    def visible_to(self, actor: User) -> DocumentVersionQuerySet:
        """All for EMS; the partner reads those that were sent to it for signature."""
        from passnum.conventions.models import Convention

        rows = self.filter(convention__in=Convention.objects.visible_to(actor))
        return rows if is_ems_reader(actor) else rows.filter(sent_on__isnull=False)


def document_path(version: DocumentVersion, filename: str) -> str:
    """Path in the private storage."""
    return f"conventions/{version.convention.public_id}/document-{version.number}-{uuid.uuid4().hex}.pdf"


class DocumentVersion(models.Model):
    """The convention set in type at one moment: digest of its text, its file, and the signed scan that answers it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    convention = models.ForeignKey(
        "conventions.Convention", on_delete=models.PROTECT, related_name="document_versions", verbose_name="convention"
    )
    number = models.PositiveIntegerField("version")
    made_at = models.DateTimeField("produite le")
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="produite par"
    )
    text_sha256 = models.CharField("empreinte du texte", max_length=64)
    pdf_sha256 = models.CharField("empreinte du fichier", max_length=64)
    pages = models.PositiveIntegerField("pages")
    file = models.FileField("fichier", upload_to=document_path, storage=private_storage)
    sent_on = models.DateField("envoyée pour signature le", null=True, blank=True)
    called_back_on = models.DateField("rappelée le", null=True, blank=True)
    scan_sha256 = models.CharField("empreinte de l’exemplaire signé", max_length=64, blank=True)
    scan_received_on = models.DateField("exemplaire signé reçu le", null=True, blank=True)

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version du document"
        verbose_name_plural = "versions du document"
        ordering = ["convention", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "number"],
                name="document_version_number_unique",
                violation_error_message="Cette version vient d’être produite : rechargez la page.",
            ),
            models.CheckConstraint(
                condition=Q(scan_sha256="", scan_received_on__isnull=True)
                | (~Q(scan_sha256="") & Q(scan_received_on__isnull=False, sent_on__isnull=False)),
                name="document_version_scan_answers_a_sent_one",
                violation_error_message="L’exemplaire signé répond à une version envoyée pour signature.",
            ),
            models.CheckConstraint(
                condition=Q(called_back_on__isnull=True) | Q(called_back_on__gte=F("sent_on")),
                name="document_version_called_back_after_sent",
                violation_error_message="Une version se rappelle après son envoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.convention.reference}, version {self.number}"

    @property
    def mark(self) -> str:
        """What the code of each page holds of the text: the beginning of its digest."""
        return self.text_sha256[:16]
