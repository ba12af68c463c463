"""The outbox: a message is a row with a unique key before it is sent. It knows addresses, not partners."""

from __future__ import annotations

from django.db import models


class MessageState(models.TextChoices):
    PENDING = "pending", "En attente"
    SENT = "sent", "Envoyé"
    GIVEN_UP = "given_up", "Abandonné"


class OutboxMessage(models.Model):
    """One mail to one address. The key makes it unique; the Message-ID comes from the key and never changes."""

    key = models.CharField("clé", max_length=255, unique=True)
    to = models.EmailField("destinataire")
    subject = models.CharField("objet", max_length=200)
    body_text = models.TextField("texte")
    body_html = models.TextField("version HTML", blank=True)
    state = models.CharField("état", max_length=12, choices=MessageState.choices, default=MessageState.PENDING)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    not_before = models.DateTimeField("pas avant", null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField("dernière erreur", max_length=300, blank=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    class Meta:
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "created_at"], name="outbox_waiting")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class OutboxAttachment(models.Model):
    """A small file that travels with a message, kept with it until the message goes."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField("nom", max_length=120)
    media_type = models.CharField("type", max_length=120, help_text="Avec ses paramètres : text/calendar; method=…")
    content = models.BinaryField("contenu")

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["message", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "name"],
                name="outbox_attachment_name_once",
                violation_error_message="Ce courriel porte déjà une pièce de ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
