"""A characteristic of the beneficiaries that EMS adds to those of article 6, without code: closed and versioned."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from passnum.distribution.enums import ContentState


class CharacteristicQuerySet(models.QuerySet["Characteristic"]):
    def current(self) -> CharacteristicQuerySet:
        """Those asked today, with their choices."""
        return self.filter(state=ContentState.PUBLIE).prefetch_related("choices")


class Characteristic(models.Model):
    """One version of a question with a closed list; « ne souhaite pas répondre » always comes with it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(
        "code",
        max_length=30,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", "Lettres minuscules sans accent, par exemple equipement.")],
        help_text="Le même d’une version à l’autre.",
    )
    version = models.PositiveSmallIntegerField("version", default=1)
    state = models.CharField("état", max_length=10, choices=ContentState.choices, default=ContentState.BROUILLON)
    label = models.CharField("question", max_length=120)
    help = models.CharField("aide pour l’entretien", max_length=300, blank=True)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)

    objects = CharacteristicQuerySet.as_manager()

    class Meta:
        verbose_name = "caractéristique"
        verbose_name_plural = "caractéristiques"
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="characteristic_version_unique",
                violation_error_message="Cette version existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state=ContentState.PUBLIE), name="characteristic_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} (version {self.version})"


class CharacteristicChoice(models.Model):
    """One item of the closed list."""

    characteristic = models.ForeignKey(
        Characteristic, on_delete=models.CASCADE, related_name="choices", verbose_name="caractéristique"
    )
    number = models.PositiveSmallIntegerField("ordre")
    label = models.CharField("libellé", max_length=120)
    frozen = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "choix"
        verbose_name_plural = "choix"
        ordering = ["characteristic", "number"]
        constraints = [
            models.UniqueConstraint(fields=["characteristic", "number"], name="characteristic_choice_number_unique"),
        ]

    def __str__(self) -> str:
        return self.label


def characteristics_in_use() -> list[Characteristic]:
    """Those asked today, with their choices: content of the scheme, the same for all."""
    return list(Characteristic.objects.current())
