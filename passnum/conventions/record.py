"""What the record of a convention keeps beside its text: contacts, files, and the former texts of its articles."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.db import models
from django.db.models import Q

from passnum.conventions.enums import ContactRole, Side
from passnum.core.storage import private_storage
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_reader


class ContactQuerySet(models.QuerySet["ConventionContact"]):
    def visible_to(self, actor: User) -> ContactQuerySet:
        """Those of the conventions the actor may read."""
        from passnum.conventions.models import Convention

        return self.filter(convention__in=Convention.objects.visible_to(actor))


class ConventionContact(models.Model):
    """A person to write to about the convention, on either side; data protection officers among them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    convention = models.ForeignKey(
        "conventions.Convention", on_delete=models.PROTECT, related_name="contacts", verbose_name="convention"
    )
    side = models.CharField("pour", max_length=10, choices=Side.choices)
    role = models.CharField("au sujet de", max_length=10, choices=ContactRole.choices, default=ContactRole.SUIVI)
    name = models.CharField("nom", max_length=160)
    job_title = models.CharField("fonction", max_length=160, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = "contact"
        verbose_name_plural = "contacts"
        ordering = ["convention", "side", "role", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""),
                name="convention_contact_can_be_reached",
                violation_error_message="Donnez une adresse électronique ou un numéro de téléphone.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"


class FileQuerySet(models.QuerySet["ConventionFile"]):
    def visible_to(self, actor: User) -> FileQuerySet:
        """All for EMS; the partner reads those that were shared with it."""
        from passnum.conventions.models import Convention

        rows = self.filter(convention__in=Convention.objects.visible_to(actor))
        return rows if is_ems_reader(actor) else rows.filter(shared=True, withdrawn_at__isnull=True)

    def current(self) -> FileQuerySet:
        return self.filter(withdrawn_at__isnull=True)


def convention_file_path(row: ConventionFile, filename: str) -> str:
    """Path in the private storage: of the name given by the sender, only the extension is kept."""
    return f"conventions/{row.convention.public_id}/pieces/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()}"


class ConventionFile(models.Model):
    """A checked file of the convention's record, known by its SHA-256. Withdrawn, it is kept and no longer shown."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    convention = models.ForeignKey(
        "conventions.Convention", on_delete=models.PROTECT, related_name="files", verbose_name="convention"
    )
    label = models.CharField("intitulé", max_length=160)
    shared = models.BooleanField("lisible par la structure", default=False)
    name = models.CharField("nom du fichier", max_length=160)
    media_type = models.CharField("type", max_length=120)
    size = models.PositiveIntegerField("taille (octets)")
    sha256 = models.CharField("empreinte", max_length=64)
    file = models.FileField("fichier", upload_to=convention_file_path, storage=private_storage)
    added_at = models.DateTimeField("ajouté le")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="ajouté par")
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce de la convention"
        verbose_name_plural = "pièces de la convention"
        ordering = ["convention", "added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "sha256"],
                condition=Q(withdrawn_at__isnull=True),
                name="convention_file_once",
                violation_error_message="Ce fichier est déjà joint à la convention.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ArticleVersion(models.Model):
    """What an article said before a change: its former title and text, who changed it and when. Never changed."""

    article = models.ForeignKey(
        "conventions.ConventionArticle", on_delete=models.PROTECT, related_name="versions", verbose_name="article"
    )
    number = models.PositiveIntegerField("version")
    title = models.CharField("titre remplacé", max_length=160)
    text = models.TextField("texte remplacé", blank=True)
    replaced_at = models.DateTimeField("remplacé le")
    replaced_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="remplacé par")

    class Meta:
        verbose_name = "version d’un article"
        verbose_name_plural = "versions d’un article"
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"],
                name="article_version_number_unique",
                violation_error_message="Cet article vient d’être modifié par quelqu’un d’autre.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}, version {self.number}"
