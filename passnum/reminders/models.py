"""Reminders already claimed: a unique row is taken before a mail is written, so that none goes out twice."""

from __future__ import annotations

from django.db import models


class ReminderClaim(models.Model):
    """One occurrence of one reminder for one person. The key says which."""

    key = models.CharField("clé", max_length=200, unique=True)
    claimed_at = models.DateTimeField("réclamé le")

    class Meta:
        verbose_name = "rappel envoyé"
        verbose_name_plural = "rappels envoyés"
        ordering = ["-claimed_at"]

    def __str__(self) -> str:
        return self.key
