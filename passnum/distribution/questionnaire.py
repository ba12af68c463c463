"""The questionnaire of the diagnosis as versioned content (art. 4): questions, closed answers, what each weighs.

EMS writes a draft, tries it and publishes it: one version is current; the former ones stay as they were asked.
"""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, URLValidator
from django.db import models
from django.db.models import Q

from passnum.distribution.diagnosis import Weighing
from passnum.distribution.enums import ContentState, Outcome, Purpose
from passnum.partners.models import User

#: The most an answer can weigh.
HEAVIEST = 5


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def current(self) -> Questionnaire | None:
        """The published version, with its questions and answers; None before the first."""
        return self.filter(state=ContentState.PUBLIE).prefetch_related("questions__answers").first()


class Questionnaire(models.Model):
    """One version of the questionnaire."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveSmallIntegerField("version", unique=True)
    state = models.CharField("état", max_length=10, choices=ContentState.choices, default=ContentState.BROUILLON)
    introduction = models.TextField(
        "à dire pour commencer", blank=True, help_text="Deux phrases, que l’on peut lire à la personne."
    )
    simulation_url = models.URLField(
        "adresse de la simulation en ligne",
        blank=True,
        validators=[URLValidator(["https"])],
        help_text="Proposée si la personne accepte et si le lieu est équipé. Seul le niveau atteint est gardé. "
        "Laissez vide pour ne pas la proposer.",
    )
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="publié par"
    )

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = "questionnaire"
        verbose_name_plural = "questionnaires"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=ContentState.PUBLIE),
                name="questionnaire_one_current",
                violation_error_message="Un seul questionnaire est en usage à la fois.",
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=ContentState.BROUILLON),
                name="questionnaire_one_draft",
                violation_error_message="Une version est déjà en préparation : modifiez-la, ou publiez-la.",
            ),
            models.CheckConstraint(
                condition=Q(state=ContentState.BROUILLON) | Q(published_at__isnull=False),
                name="questionnaire_published_is_dated",
                violation_error_message="Un questionnaire publié porte la date de sa publication.",
            ),
        ]

    def __str__(self) -> str:
        return f"Questionnaire, version {self.version}"


class Question(models.Model):
    """One numbered question; the first one is about the person's motivation."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="questions", verbose_name="questionnaire"
    )
    number = models.PositiveSmallIntegerField("numéro")
    purpose = models.CharField("porte sur", max_length=12, choices=Purpose.choices, default=Purpose.SITUATION)
    text = models.CharField("question", max_length=200)
    help = models.CharField("aide pour l’entretien", max_length=300, blank=True)
    frozen = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "question"
        verbose_name_plural = "questions"
        ordering = ["questionnaire", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"],
                name="question_number_unique",
                violation_error_message="Une autre question porte déjà ce numéro.",
            ),
            models.CheckConstraint(
                condition=Q(number=1, purpose=Purpose.MOTIVATION) | (Q(number__gt=1) & ~Q(purpose=Purpose.MOTIVATION)),
                name="question_motivation_comes_first",
                violation_error_message="La question 1 porte sur la motivation, et elle seule.",
            ),
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=Q(purpose=Purpose.SIMULATION),
                name="question_one_simulation",
                violation_error_message="Une seule question porte sur la simulation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Answer(models.Model):
    """One closed answer: it weighs toward one outcome, with the reason in words, or toward none."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers", verbose_name="question")
    number = models.PositiveSmallIntegerField("ordre")
    text = models.CharField("réponse", max_length=160)
    outcome = models.CharField("va vers", max_length=20, choices=Outcome.choices, blank=True)
    weight = models.PositiveSmallIntegerField("poids", default=0, validators=[MaxValueValidator(HEAVIEST)])
    reason = models.CharField("raison, en mots", max_length=200, blank=True)
    frozen = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="answer_number_unique"),
            models.CheckConstraint(
                condition=Q(outcome="", weight=0) | (~Q(outcome="") & Q(weight__gte=1, weight__lte=HEAVIEST)),
                name="answer_weighs_toward_an_outcome",
                violation_error_message=f"Une réponse qui va vers une prestation pèse de 1 à {HEAVIEST} ; "
                "les autres ne pèsent rien.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(reason=""),
                name="answer_that_weighs_says_why",
                violation_error_message="Dites pourquoi : la raison est montrée avec la proposition.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def weighing(self) -> Weighing:
        """What the answer says to the proposal. Its question must have been read with it."""
        outcome = Outcome(self.outcome) if self.outcome else None
        return Weighing(self.question.number, outcome, self.weight, self.reason)


def questionnaire_in_use() -> Questionnaire | None:
    """The published version: content of the scheme, the same for all."""
    return Questionnaire.objects.current()
