"""A characteristic of the beneficiaries that EMS adds to those of article 6, without code: closed and versioned."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from passnum.core.communes import fold
from passnum.core.errors import InvalidInput
from passnum.distribution.enums import ContentState

#: What is never asked nor offered as a choice, in folded words: article 4 forbids them as criteria.
CRITERIA = {
    "revenu": "les revenus",
    "salaire": "les revenus",
    "quotient familial": "les revenus",
    "quartier": "le quartier",
    "qpv": "le quartier",
    "titre de sejour": "le titre de séjour",
    "nationalite": "la nationalité",
    "religion": "la religion",
}
#: What no question asks for: it would tell who the person is.
IDENTITY = {
    "date de naissance": "la date de naissance",
    "adresse": "l’adresse",
    "numero de telephone": "le téléphone",
    "courriel": "l’adresse électronique",
    "nom": "le nom",
    "prenom": "le nom",
    "securite sociale": "le numéro de sécurité sociale",
}


def refuse_forbidden(label: str, *others: str) -> None:
    """Raises InvalidInput when a question or its choices ask for a forbidden criterion, or the question who one is."""
    question, everything = _words(label), " ".join(_words(text) for text in (label, *others))
    found = [what for sign, what in CRITERIA.items() if f" {sign}" in everything]
    found += [what for sign, what in IDENTITY.items() if f" {sign} " in question]
    if found:
        raise InvalidInput(
            f"On ne demande pas {found[0]} : l’article 4 n’en fait pas un critère, et aucune identité n’est gardée.",
            field="label",
        )


def _words(text: str) -> str:
    return f" {fold(text)} "


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
