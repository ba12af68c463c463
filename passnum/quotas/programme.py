"""The programme that the booklets are paid from: budget, co-financing, budget per year, operators of the Pass.

All of it is data: the State's operator went into liquidation in January 2024; a programme can follow another.
"""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from passnum.core import scheme
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_reader

_WHOLE = 100


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, actor: User) -> ProgrammeQuerySet:
        """The programme is EMS's: partners read their own quotas."""
        return self if is_ems_reader(actor) else self.none()

    def of_year(self, year: int) -> ProgrammeQuerySet:
        return self.filter(first_year__lte=year, last_year__gte=year)


class Programme(models.Model):
    """« Programme »: so many euros over so many years, hence so many booklets and not one more.

    `allocated_booklets` is the sum of the quotas, kept by triggers: the database itself refuses a quota beyond the cap.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("nom", max_length=120)
    first_year = models.PositiveSmallIntegerField("premier exercice")
    last_year = models.PositiveSmallIntegerField("dernier exercice")
    budget_euros = models.PositiveIntegerField("budget (en euros)", default=scheme.PROGRAMME_BUDGET_EUROS)
    face_value_euros = models.PositiveSmallIntegerField(
        "valeur d’un Pass (en euros)", default=scheme.PASS_VALUE_EUROS, validators=[MinValueValidator(1)]
    )
    allocated_booklets = models.PositiveIntegerField("carnets attribués par les quotas", default=0, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "programme"
        verbose_name_plural = "programmes"
        ordering = ["-first_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="programme_years_in_order",
                violation_error_message="Le dernier exercice ne peut pas précéder le premier.",
            ),
            models.CheckConstraint(
                condition=Q(face_value_euros__gte=1),
                name="programme_face_value",
                violation_error_message="Un Pass vaut au moins 1 €.",
            ),
            models.CheckConstraint(
                condition=Q(
                    budget_euros__gte=F("allocated_booklets") * F("face_value_euros") * scheme.PASS_PER_BOOKLET
                ),
                name="programme_within_budget",
                violation_error_message="Les quotas déjà fixés dépasseraient le budget du programme.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def booklet_value_euros(self) -> int:
        """What a booklet is worth, in euros."""
        return scheme.PASS_PER_BOOKLET * self.face_value_euros

    @property
    def booklet_cap(self) -> int:
        """Booklets that the budget buys at face value: no sum of quotas may pass it."""
        return self.budget_euros // self.booklet_value_euros

    @property
    def booklets_left(self) -> int:
        """Booklets that no quota has taken yet."""
        return self.booklet_cap - self.allocated_booklets

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)


class CofinancingShare(models.Model):
    """Who pays which part of the programme, in whole per cent; together they make 100."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="shares")
    financer = models.CharField("financeur", max_length=120)
    percent = models.PositiveSmallIntegerField("part (%)", validators=[MinValueValidator(1), MaxValueValidator(_WHOLE)])

    class Meta:
        verbose_name = "part de cofinancement"
        verbose_name_plural = "parts de cofinancement"
        ordering = ["-percent", "financer"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "financer"],
                name="share_once_per_financer",
                violation_error_message="Ce financeur a déjà sa part.",
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=1) & Q(percent__lte=_WHOLE),
                name="share_is_a_percentage",
                violation_error_message="Une part va de 1 à 100 %.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.financer} : {self.percent} %"

    @property
    def euros(self) -> int:
        """The share in euros, rounded down."""
        return self.programme.budget_euros * self.percent // _WHOLE


class YearlyBudget(models.Model):
    """What the programme foresees for one year, in euros."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="yearly_budgets")
    year = models.PositiveSmallIntegerField("exercice")
    euros = models.PositiveIntegerField("budget (en euros)")

    class Meta:
        verbose_name = "budget annuel"
        verbose_name_plural = "budgets annuels"
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year"],
                name="budget_once_per_year",
                violation_error_message="Cet exercice a déjà son budget.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme} · {self.year}"


class Operator(models.Model):
    """« Opérateur »: who issues the Pass. Its end is a fact with its date, and nothing of the past changes with it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("nom", max_length=120, unique=True)
    contact = models.TextField("contact", blank=True)
    started_on = models.DateField("depuis le", null=True, blank=True)
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    ended_because = models.CharField(
        "raison de la fin", max_length=200, blank=True, help_text="Par exemple : liquidation judiciaire."
    )

    class Meta:
        verbose_name = "opérateur"
        verbose_name_plural = "opérateurs"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="operator_ends_after_it_starts",
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
            models.CheckConstraint(
                condition=Q(ended_because="") | Q(ended_on__isnull=False),
                name="operator_end_is_dated",
                violation_error_message="Une fin porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
