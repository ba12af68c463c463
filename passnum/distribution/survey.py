"""The yearly satisfaction survey answered with the code of a receipt: without account, without a name (art. 6)."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db import models, transaction

from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.distribution.attribution import Attribution


class Satisfaction(models.TextChoices):
    """What the person thinks of the help received."""

    VERY_SATISFIED = "very_satisfied", "Très satisfaisante"
    SATISFIED = "satisfied", "Satisfaisante"
    UNSATISFIED = "unsatisfied", "Peu satisfaisante"
    VERY_UNSATISFIED = "very_unsatisfied", "Pas du tout satisfaisante"
    NO_OPINION = "no_opinion", "Sans avis"


class SurveyAnswer(models.Model):
    """One answer per receipt; it changes as long as the data are open, and goes with them."""

    attribution = models.OneToOneField(Attribution, on_delete=models.CASCADE, related_name="survey_answer")
    satisfaction = models.CharField("avis sur l’aide reçue", max_length=20, choices=Satisfaction.choices)
    answered_on = models.DateField("répondu le")

    class Meta:
        verbose_name = "réponse à l’enquête"
        verbose_name_plural = "réponses à l’enquête"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(satisfaction__in=Satisfaction.values),
                name="survey_answer_in_its_list",
                violation_error_message="Choisissez une des réponses proposées.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_satisfaction_display()


@transaction.atomic
def answer_survey(*, attribution: Attribution, satisfaction: str) -> SurveyAnswer:
    """Keep the answer of the holder of the receipt; a later one replaces it.

    Raises InvalidInput for an answer of no list, WrongState where the person's answers are not kept.
    """
    row = Attribution.objects.select_for_update(of=("self",)).get(pk=attribution.pk)
    gone = row.cancelled_at or row.erased_at or row.forgotten_at
    if gone is not None or row.objection:
        raise WrongState("Aucune réponse n’est gardée pour ce reçu : l’enquête ne peut pas l’être non plus.")
    if satisfaction not in Satisfaction.values:
        raise InvalidInput("Choisissez une des réponses proposées.", field="satisfaction")
    values = {"satisfaction": satisfaction, "answered_on": clock.today()}
    return SurveyAnswer.objects.update_or_create(attribution=row, defaults=values)[0]


def answers_counted(convention: Convention, *, first: date, last: date) -> Counter[str]:
    """Answers by their code, of the people who received a booklet in the period (both days included)."""
    rows = SurveyAnswer.objects.filter(
        attribution__convention=convention,
        attribution__cancelled_at__isnull=True,
        attribution__handed_out_on__gte=first,
        attribution__handed_out_on__lte=last,
    )
    return Counter(rows.values_list("satisfaction", flat=True))
