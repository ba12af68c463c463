"""Publishing what EMS writes for the diagnosis: questionnaire, notices, characteristics. Each is journalled."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.distribution.characteristic import Characteristic
from passnum.distribution.enums import ContentState, Outcome, Purpose
from passnum.distribution.never_asked import refuse_criteria, refuse_forbidden
from passnum.distribution.notice import Notice
from passnum.distribution.questionnaire import Answer, Question, Questionnaire
from passnum.partners.models import User
from passnum.partners.permissions import author_for, is_ems_administrator


def ensure_ems(actor: User) -> None:
    """Raises NotAllowed for anybody but EMS's administrators."""
    if not is_ems_administrator(actor):
        raise NotAllowed("Seuls les administrateurs de l’Eurométropole écrivent les contenus du diagnostic.")


def _record(actor: User, act: str, kind: str, row: Any) -> None:
    journal.record(
        chain=journal.SCHEME_CHAIN,
        author=author_for(actor, None, clock.today()),
        act=act,
        subject=journal.Subject(kind, row.public_id),
        to_state=f"version {row.version}",
    )


@transaction.atomic
def prepare_questionnaire(*, actor: User) -> Questionnaire:
    """The version being prepared: the one there is, or a copy of the current one to work on."""
    ensure_ems(actor)
    journal.lock(journal.SCHEME_CHAIN)
    draft = Questionnaire.objects.filter(state=ContentState.BROUILLON).first()
    if draft is not None:
        return draft
    last = Questionnaire.objects.order_by("-version").first()
    current = Questionnaire.objects.current()
    new = Questionnaire.objects.create(
        version=(last.version if last else 0) + 1,
        introduction=current.introduction if current else "",
        simulation_url=current.simulation_url if current else "",
    )
    for question in current.questions.all() if current else []:
        copy_question(question, new)
    _record(actor, "préparer le questionnaire", "version du questionnaire", new)
    return new


def copy_question(question: Question, into: Questionnaire) -> Question:
    """The same question, answers included, open to changes in another version."""
    answers = list(question.answers.all())
    copy = Question.objects.create(
        questionnaire=into, number=question.number, purpose=question.purpose, text=question.text, help=question.help
    )
    Answer.objects.bulk_create(
        Answer(
            question=copy,
            number=one.number,
            text=one.text,
            outcome=one.outcome,
            weight=one.weight,
            reason=one.reason,
        )
        for one in answers
    )
    return copy


def missing_before_publishing(row: Questionnaire) -> list[str]:
    """What a version still lacks, in words: nothing when it can be published."""
    questions = list(row.questions.prefetch_related("answers"))
    missing = []
    if not questions or questions[0].purpose != Purpose.MOTIVATION:
        missing.append("La première question porte sur la motivation de la personne.")
    missing += [
        f"La question {one.number} a moins de deux réponses." for one in questions if len(one.answers.all()) < 2
    ]
    # Without the simulation, which many places and people do without.
    asked = [one for one in questions if one.purpose != Purpose.SIMULATION]
    reached = {answer.outcome for one in asked for answer in one.answers.all()}
    missing += [
        f"Sans la simulation, aucune réponse ne va vers « {outcome.label} »."
        for outcome in Outcome
        if outcome not in reached
    ]
    if row.simulation_url and not any(one.purpose == Purpose.SIMULATION for one in questions):
        missing.append("La simulation a une adresse, mais aucune question ne note le niveau atteint.")
    return missing


@transaction.atomic
def publish_questionnaire(*, actor: User, questionnaire: Questionnaire) -> Questionnaire:
    """Put a version in use: the former one is replaced, this one never changes again."""
    ensure_ems(actor)
    journal.lock(journal.SCHEME_CHAIN)
    row = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if row.state != ContentState.BROUILLON:
        raise WrongState("Cette version est déjà publiée.")
    missing = missing_before_publishing(row)
    if missing:
        raise InvalidInput("Cette version n’est pas prête. " + " ".join(missing))
    for question in row.questions.prefetch_related("answers"):
        refuse_criteria(question.text, question.help, *(one.text for one in question.answers.all()), field="text")
    Questionnaire.objects.filter(state=ContentState.PUBLIE).update(state=ContentState.REMPLACE)
    Answer.objects.filter(question__questionnaire=row).update(frozen=True)
    row.questions.update(frozen=True)
    row.state, row.published_at, row.published_by = ContentState.PUBLIE, clock.now(), actor
    row.save()
    _record(actor, "publier le questionnaire", "version du questionnaire", row)
    return row


@transaction.atomic
def publish_notice(*, actor: User, notice: Notice) -> Notice:
    """Put a notice in use for its language."""
    ensure_ems(actor)
    row = Notice.objects.select_for_update().get(pk=notice.pk)
    if row.state != ContentState.BROUILLON:
        raise WrongState("Cette notice est déjà publiée : préparez-en une nouvelle version.")
    Notice.objects.filter(language=row.language, state=ContentState.PUBLIE).update(state=ContentState.REMPLACE)
    row.state, row.published_at = ContentState.PUBLIE, clock.now()
    row.save()
    _record(actor, "publier la notice", f"notice {row.language}", row)
    return row


@transaction.atomic
def publish_characteristic(*, actor: User, characteristic: Characteristic) -> Characteristic:
    """Ask a characteristic from now on; refused when it asks for what article 4 sets aside."""
    ensure_ems(actor)
    row = Characteristic.objects.select_for_update().get(pk=characteristic.pk)
    if row.state != ContentState.BROUILLON:
        raise WrongState("Cette caractéristique est déjà publiée : préparez-en une nouvelle version.")
    labels = list(row.choices.values_list("label", flat=True))
    if len(labels) < 2:
        raise InvalidInput("Une liste fermée a au moins deux choix.")
    refuse_forbidden(row.label, row.help, *labels)
    Characteristic.objects.filter(code=row.code, state=ContentState.PUBLIE).update(state=ContentState.REMPLACE)
    row.choices.update(frozen=True)
    row.state, row.published_at = ContentState.PUBLIE, clock.now()
    row.save()
    _record(actor, "publier la caractéristique", f"caractéristique {row.code}", row)
    return row


@transaction.atomic
def withdraw_characteristic(*, actor: User, characteristic: Characteristic) -> Characteristic:
    """Stop asking it; what was answered stays."""
    ensure_ems(actor)
    row = Characteristic.objects.select_for_update().get(pk=characteristic.pk)
    if row.state != ContentState.PUBLIE:
        raise WrongState("Cette caractéristique n’est pas posée aujourd’hui.")
    row.state = ContentState.REMPLACE
    row.save(update_fields=["state"])
    _record(actor, "retirer la caractéristique", f"caractéristique {row.code}", row)
    return row
