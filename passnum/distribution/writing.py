"""Writing the drafts of the contents of the diagnosis: questions, notices, characteristics. EMS alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from passnum.core.communes import fold
from passnum.core.errors import InvalidInput, WrongState
from passnum.distribution.characteristic import Characteristic, CharacteristicChoice
from passnum.distribution.enums import ContentState, Purpose
from passnum.distribution.never_asked import refuse_criteria, refuse_forbidden
from passnum.distribution.notice import Notice
from passnum.distribution.publishing import ensure_ems
from passnum.distribution.questionnaire import Answer, Question, Questionnaire
from passnum.partners.models import User

Content = TypeVar("Content", Questionnaire, Notice, Characteristic)
#: The most choices that one question offers on a phone.
MOST_CHOICES = 20
_ADDED_BY_ITSELF = frozenset({"ne souhaite pas repondre", "non renseigne", "nr"})
PUBLISHED = "Cette version est publiée : préparez-en une nouvelle pour la modifier."


@dataclass(frozen=True)
class AnswerText:
    """One answer as it is written: toward an outcome, with a weight (1 to 5) and a reason, or toward none."""

    text: str
    outcome: str = ""
    weight: int = 0
    reason: str = ""


def _checked(row: models.Model) -> None:
    """Raises InvalidInput with the words of the field or constraint that refuses, the field named."""
    try:
        row.full_clean()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise InvalidInput(messages[0], field=None if name == "__all__" else name) from error


def _draft(row: Content) -> Content:
    """The row, held, as long as it is a draft. Raises WrongState."""
    found = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if found.state != ContentState.BROUILLON:
        raise WrongState(PUBLISHED)
    return found


@transaction.atomic
def save_introduction(
    *, actor: User, questionnaire: Questionnaire, introduction: str, simulation_url: str
) -> Questionnaire:
    """Change what is said to begin, and the address of the online simulation (empty: none is offered)."""
    ensure_ems(actor)
    row = _draft(questionnaire)
    row.introduction, row.simulation_url = introduction.strip(), simulation_url.strip()
    _checked(row)
    row.save()
    return row


@transaction.atomic
def save_question(
    *, actor: User, questionnaire: Questionnaire, number: int, values: dict[str, Any], answers: Sequence[AnswerText]
) -> Question:
    """Write the question of that number, or add it after the last one. `values`: purpose, text, help."""
    ensure_ems(actor)
    row = _draft(questionnaire)
    last = row.questions.count()
    question = row.questions.filter(number=number).first() or Question(questionnaire=row, number=last + 1)
    for name in ("text", "help"):
        setattr(question, name, values[name].strip())
    refuse_criteria(question.text, question.help, *(one.text for one in answers), field="text")
    question.purpose = Purpose.MOTIVATION if question.number == 1 else values["purpose"]
    _checked(question)
    question.save()
    question.answers.all().delete()
    for rank, answer in enumerate(answers, start=1):
        new = Answer(question=question, number=rank, **vars(answer))
        _checked(new)
        new.save()
    return question


@transaction.atomic
def remove_question(*, actor: User, questionnaire: Questionnaire, number: int, question: int | None = None) -> None:
    """Take a question out; those after it move up. The first one, about the motivation, stays.

    `question`: its key as it was shown; sent twice, the one that has moved up to its number is left alone.
    """
    ensure_ems(actor)
    row = _draft(questionnaire)
    if number == 1:
        raise InvalidInput("La question sur la motivation vient toujours en premier : modifiez-la.")
    found = row.questions.filter(number=number).first()
    if found is None or (question is not None and found.pk != question):
        raise WrongState("Cette question n’est plus à cette place : relisez la liste.")
    found.delete()
    for later in row.questions.filter(number__gt=number).order_by("number"):
        later.number -= 1
        later.save(update_fields=["number"])


@transaction.atomic
def save_notice(*, actor: User, notice: Notice) -> Notice:
    """Write the draft of a notice; a new one takes the next version of its language."""
    ensure_ems(actor)
    if notice.pk is None:
        notice.version = _next(Notice.objects.filter(language=notice.language))
    else:
        _draft(notice)
    _checked(notice)
    notice.save()
    return notice


@transaction.atomic
def next_notice(*, actor: User, notice: Notice) -> Notice:
    """The draft of the next version of this language: the one there is, or a copy of this one."""
    ensure_ems(actor)
    found = Notice.objects.filter(language=notice.language, state=ContentState.BROUILLON).first()
    if found is not None:
        return found
    copy = Notice(language=notice.language, language_name=notice.language_name, title=notice.title, text=notice.text)
    return save_notice(actor=actor, notice=copy)


@transaction.atomic
def save_characteristic(*, actor: User, characteristic: Characteristic, choices: Sequence[str]) -> Characteristic:
    """Write the draft of a characteristic with its closed list; a known code gives its next version."""
    ensure_ems(actor)
    row = characteristic
    if row.pk is None:
        row.version = _next(Characteristic.objects.filter(code=row.code))
    else:
        _draft(row)
    labels = [label.strip() for label in choices if label.strip()]
    refuse_forbidden(row.label, row.help, *labels)
    _check_choices(labels)
    _checked(row)
    row.save()
    row.choices.all().delete()
    CharacteristicChoice.objects.bulk_create(
        CharacteristicChoice(characteristic=row, number=number, label=label)
        for number, label in enumerate(labels, start=1)
    )
    return row


def _check_choices(labels: Sequence[str]) -> None:
    """A closed list that fits the screen: few choices, short, each once, without « ne souhaite pas répondre »."""
    longest = CharacteristicChoice._meta.get_field("label").max_length or 0
    if len({fold(label) for label in labels}) != len(labels):
        raise InvalidInput("Un choix est écrit deux fois.", field="choices")
    if len(labels) > MOST_CHOICES:
        raise InvalidInput(f"Une liste a au plus {MOST_CHOICES} choix : celle-ci en a {len(labels)}.", field="choices")
    for label in labels:
        if len(label) > longest:
            raise InvalidInput(f"« {label[:40]}… » : un choix a au plus {longest} caractères.", field="choices")
        if fold(label) in _ADDED_BY_ITSELF:
            raise InvalidInput(f"« {label} » s’ajoute de lui-même : enlevez-le de la liste.", field="choices")


def _next(rows: models.QuerySet[Any]) -> int:
    return int(rows.aggregate(last=models.Max("version"))["last"] or 0) + 1
