"""The pack of papers of a meeting, frozen with the digests of what it names (art. 7)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from passnum.conventions.models import Convention
from passnum.core.storage import private_storage
from passnum.partners.models import User


class PaperPackQuerySet(models.QuerySet["PaperPack"]):
    def visible_to(self, actor: User) -> PaperPackQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(meeting__convention__in=Convention.objects.visible_to(actor))


def pack_path(pack: PaperPack, filename: str) -> str:
    """Path in the private storage."""
    return f"comites/{pack.meeting.public_id}/seance-{uuid.uuid4().hex}.pdf"


class PaperPack(models.Model):
    """Agenda, transmitted file, map of the obligations that day, last decisions: written once, never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.OneToOneField(
        "committee.CommitteeMeeting", on_delete=models.PROTECT, related_name="pack", verbose_name="comité"
    )
    frozen_at = models.DateTimeField("figé le")
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="figé par")
    #: JSON text exactly as hashed: bytes matter, so it is not a JSON field.
    content = models.TextField("contenu")
    content_sha256 = models.CharField("empreinte du contenu", max_length=64)
    file = models.FileField("fichier", upload_to=pack_path, storage=private_storage, max_length=200)
    pdf_sha256 = models.CharField("empreinte du fichier", max_length=64)

    objects = PaperPackQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier de séance"
        verbose_name_plural = "dossiers de séance"
        constraints = [
            models.CheckConstraint(
                condition=~Q(content_sha256="") & ~Q(pdf_sha256="") & ~Q(content="") & ~Q(file=""),
                name="paper_pack_has_its_digests",
                violation_error_message="Un dossier de séance porte son contenu, son fichier et leurs empreintes.",
            ),
        ]

    def __str__(self) -> str:
        return f"Dossier de séance · {self.meeting}"
