"""« Import »: one file that someone sent, what it would do, and what it did. Rows are all written, or none."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from passnum.core import clock
from passnum.core.storage import private_storage
from passnum.exchange.enums import ALIVE, ImportState, Kind
from passnum.partners.models import Partner, User


class TableImportQuerySet(models.QuerySet["TableImport"]):
    def visible_to(self, actor: User) -> TableImportQuerySet:
        """One's own only: a file of attributions is for who sent it."""
        return self.filter(actor_id=actor.pk)


class TableImport(models.Model):
    """One file to bring in. The file goes when the import ends; the counts stay, the refusals for a while."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("nature", max_length=20, choices=Kind.choices)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="envoyé par")
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="structure"
    )
    state = models.CharField("état", max_length=20, choices=ImportState.choices, default=ImportState.RECU)
    file_name = models.CharField("fichier", max_length=120)
    extension = models.CharField("format", max_length=8)
    sha256 = models.CharField("empreinte", max_length=64)
    file = models.FileField(storage=private_storage, upload_to="imports", max_length=200, blank=True)
    staged = models.FileField(storage=private_storage, upload_to="imports", max_length=200, blank=True)
    columns = models.JSONField("colonnes du fichier", default=list, help_text="Dans l’ordre du modèle.")
    rows = models.PositiveIntegerField("lignes", default=0)
    created = models.PositiveIntegerField("à créer", default=0)
    changed = models.PositiveIntegerField("à modifier", default=0)
    unchanged = models.PositiveIntegerField("inchangées", default=0)
    refused = models.PositiveIntegerField("refusées", default=0)
    message = models.TextField("message", blank=True, help_text="Ce qui concerne le fichier entier.")
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    held_at = models.DateTimeField("pris en charge le", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", default=clock.now, editable=False)
    #: Real time, whatever the business day: a file that nobody confirms goes after a while.
    kept_since = models.DateTimeField("gardé depuis", auto_now_add=True)
    checked_at = models.DateTimeField("vérifié le", null=True, blank=True)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)

    objects = TableImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[ImportState.A_CONFIRMER, ImportState.ECRITURE, ImportState.FAIT])
                | Q(refused=0, message=""),
                name="import_confirmed_only_without_refusal",
                violation_error_message="Un import dont une ligne est refusée n’écrit rien.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ImportState.ECRITURE, ImportState.FAIT]) | Q(confirmed_at__isnull=False),
                name="import_written_once_confirmed",
                violation_error_message="Un import s’écrit quand la personne qui l’a envoyé l’a confirmé.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ALIVE) | Q(finished_at__isnull=False),
                name="import_ended_on_a_day",
                violation_error_message="Un import terminé dit quand.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.file_name}"


class ImportProblem(models.Model):
    """Why one row is refused: its number in the file, the column, the value and the remedy."""

    table_import = models.ForeignKey(TableImport, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField("ligne")
    column = models.CharField("colonne", max_length=80, blank=True)
    value = models.CharField("valeur", max_length=80, blank=True)
    message = models.CharField("à corriger", max_length=500)

    class Meta:
        verbose_name = "ligne refusée"
        verbose_name_plural = "lignes refusées"
        ordering = ["line", "pk"]

    def __str__(self) -> str:
        return f"Ligne {self.line} : {self.message}"
