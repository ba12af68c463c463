"""Questionnaire, notices and characteristics: written by EMS, published once, then kept as they were."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.distribution import publishing
from passnum.distribution.characteristic import Characteristic
from passnum.distribution.diagnosis import propose
from passnum.distribution.enums import Outcome
from passnum.distribution.models import Answer, Notice, Question, Questionnaire
from passnum.partners.models import User
from tests.scene import administrator, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ems() -> User:
    return administrator()


def current() -> Questionnaire:
    found = Questionnaire.objects.current()
    assert found is not None
    return found


def asked(label: str, *choices: str) -> Characteristic:
    row = Characteristic.objects.create(code="equipement", label=label)
    for number, text in enumerate(choices, start=1):
        row.choices.create(number=number, label=text)
    return row


def test_a_new_installation_has_a_questionnaire_that_begins_with_the_motivation() -> None:
    first = current().questions.all()[0]
    assert (first.number, first.purpose) == (1, "motivation")


def test_every_outcome_can_be_proposed_by_the_first_questionnaire() -> None:
    for outcome in Outcome:
        answers = Answer.objects.filter(question__questionnaire=current(), outcome=outcome).select_related("question")
        assert propose(answer.weighing() for answer in answers).outcome == outcome


def test_a_new_installation_reads_its_notice_in_six_languages_french_first() -> None:
    notices = list(Notice.objects.current())
    assert notices[0].language == "fr"
    assert {one.language for one in notices} == {"fr", "en", "de", "ar", "tr", "uk"}
    assert len({len(one.paragraphs) for one in notices}) == 1


def test_arabic_is_read_from_right_to_left() -> None:
    assert Notice.objects.get(language="ar").direction == "rtl"
    assert Notice.objects.get(language="tr").direction == "ltr"


def test_a_version_is_prepared_as_a_copy_of_the_current_one(ems: User) -> None:
    draft = publishing.prepare_questionnaire(actor=ems)
    assert draft.version == 2
    assert draft.questions.count() == current().questions.count()
    assert publishing.prepare_questionnaire(actor=ems) == draft


def test_publishing_replaces_the_version_in_use(ems: User) -> None:
    former = current()
    draft = publishing.prepare_questionnaire(actor=ems)
    publishing.publish_questionnaire(actor=ems, questionnaire=draft)
    former.refresh_from_db()
    assert (former.state, current().version) == ("remplace", 2)


def test_what_is_published_is_not_published_twice(ems: User) -> None:
    with pytest.raises(WrongState):
        publishing.publish_questionnaire(actor=ems, questionnaire=current())


def test_a_version_with_a_question_of_one_answer_is_not_published(ems: User) -> None:
    draft = publishing.prepare_questionnaire(actor=ems)
    Answer.objects.filter(question__questionnaire=draft, question__number=2, number__gt=1).delete()
    with pytest.raises(InvalidInput, match="question 2"):
        publishing.publish_questionnaire(actor=ems, questionnaire=draft)


def test_a_partner_publishes_nothing() -> None:
    with pytest.raises(NotAllowed):
        publishing.prepare_questionnaire(actor=person("quelqu"))


@pytest.mark.parametrize("table", [Question, Answer, Notice])
def test_a_published_content_is_kept_by_the_database(table: type[Question | Answer | Notice]) -> None:
    with pytest.raises(DatabaseError, match="ne change plus"), transaction.atomic():
        table.objects.update(text="autre")
    with pytest.raises(DatabaseError, match="ne change plus"), transaction.atomic():
        table.objects.all()._raw_delete(using="default")


def test_the_first_question_is_about_the_motivation_and_no_other(ems: User) -> None:
    draft = publishing.prepare_questionnaire(actor=ems)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.questions.filter(number=2).update(purpose="motivation")


def test_an_answer_that_weighs_says_why(ems: User) -> None:
    draft = publishing.prepare_questionnaire(actor=ems)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(question__questionnaire=draft, weight__gt=0).update(reason="")


def test_a_characteristic_is_added_without_code(ems: User) -> None:
    row = publishing.publish_characteristic(actor=ems, characteristic=asked("Équipement", "Ordinateur", "Téléphone"))
    assert list(Characteristic.objects.current()) == [row]


@pytest.mark.parametrize(
    "label", ["Revenus du foyer", "Quartier prioritaire", "Type de titre de séjour", "Date de naissance", "Prénom"]
)
def test_a_characteristic_cannot_ask_for_what_article_4_sets_aside(ems: User, label: str) -> None:
    with pytest.raises(InvalidInput, match="On ne demande pas"):
        publishing.publish_characteristic(actor=ems, characteristic=asked(label, "Oui", "Non"))


def test_a_closed_list_has_at_least_two_choices(ems: User) -> None:
    with pytest.raises(InvalidInput, match="deux choix"):
        publishing.publish_characteristic(actor=ems, characteristic=asked("Équipement", "Ordinateur"))
