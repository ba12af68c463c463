"""The journal: what was done, by whom, when, from which state to which, and why. One hash chain per convention."""

from __future__ import annotations

import uuid

from django.db import models


class JournalChain(models.Model):
    """Head of one chain: its length and last hash. Locked while an entry is appended."""

    key = models.CharField("chaîne", max_length=64, unique=True)
    length = models.PositiveIntegerField("longueur", default=0)
    head = models.CharField("dernière empreinte", max_length=64, blank=True)

    class Meta:
        verbose_name = "chaîne du journal"
        verbose_name_plural = "chaînes du journal"

    def __str__(self) -> str:
        return self.key


class JournalEntry(models.Model):
    """One act. People appear by pseudonym (public identifier and role), never by name."""

    chain = models.ForeignKey(JournalChain, on_delete=models.PROTECT, related_name="entries", verbose_name="chaîne")
    position = models.PositiveIntegerField("rang")
    recorded_at = models.DateTimeField("enregistré le", help_text="Horloge réelle du serveur.")
    happened_at = models.DateTimeField("date de l’acte", help_text="Horloge métier.")
    actor = models.CharField("auteur", max_length=64, help_text="Identifiant public, ou « système ».")
    actor_role = models.CharField("qualité", max_length=120)
    act = models.CharField("acte", max_length=64)
    subject_kind = models.CharField("objet", max_length=64)
    subject_id = models.UUIDField("identifiant de l’objet", db_index=True)
    from_state = models.CharField("état avant", max_length=40, blank=True)
    to_state = models.CharField("état après", max_length=40, blank=True)
    reason = models.TextField("motif", blank=True)
    evidence = models.CharField("empreinte liée", max_length=64, blank=True)
    previous_hash = models.CharField("empreinte précédente", max_length=64, blank=True)
    hash = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "entrée du journal"
        verbose_name_plural = "journal"
        ordering = ["chain", "position"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="journal_position_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.chain.key} nᵒ {self.position}"


def new_public_id() -> uuid.UUID:
    """Random public identifier: nothing can be guessed or counted from an address."""
    return uuid.uuid4()
