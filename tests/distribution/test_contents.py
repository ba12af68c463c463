"""Questionnaire, notices and characteristics: written by EMS, published once, then kept as they were."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.distribution import publishing, writing
from passnum.distribution.characteristic import Characteristic
from passnum.distribution.diagnosis import propose
from passnum.distribution.enums import Outcome
from passnum.distribution.models import Answer, Notice, Question, Questionnaire
from passnum.distribution.notice import notices_in_use
from passnum.distribution.printed import asked_on_paper
from passnum.partners.models import User
from tests.scene import administrator, communication, person

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
    # Allemand, anglais, arabe, turc, ukrainien.
    assert [one.language for one in notices_in_use()] == ["fr", "de", "en", "ar", "tr", "uk"]
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


@pytest.mark.parametrize(
    ("language", "direction"), [("prs", "rtl"), ("ku-Arab", "rtl"), ("ur-Latn", "ltr"), ("ku", "ltr")]
)
def test_the_script_of_a_notice_says_its_direction(language: str, direction: str) -> None:
    """Dari, Kurdish in Arabic letters, Urdu in Latin ones."""
    assert Notice(language=language).direction == direction


@pytest.mark.parametrize(
    "label",
    [
        "Q.P.V. ?",
        "ＱＰＶ",
        "Rev\u200benus",
        "RESSOURCES du foyer",
        "Touche le RSA",
        "Récépissé",
        "Carte-de-séjour",
        "Pays de naissance",
        "Monthly income",
        "Aufenthaltserlaubnis",
        "Район",
        "Né(e) le",
        "Pièce d’identité",
        "E-mail",
    ],
)
def test_sneaky_words_are_refused_too(ems: User, label: str) -> None:
    with pytest.raises(InvalidInput, match="On ne demande pas"):
        writing.save_characteristic(
            actor=ems, characteristic=Characteristic(code="x", label=label), choices=["Oui", "Non"]
        )
    assert not Characteristic.objects.filter(code="x").exists()


@pytest.mark.parametrize("choice", ["Moins que le SMIC : salaires", "Habite en QPV", "Titre de séjour d’un an"])
def test_a_choice_does_not_offer_what_no_question_asks(ems: User, choice: str) -> None:
    with pytest.raises(InvalidInput, match="On ne demande pas"):
        writing.save_characteristic(
            actor=ems, characteristic=Characteristic(code="x", label="Situation"), choices=[choice, "Autre"]
        )


@pytest.mark.parametrize("label", ["Nombre d’écrans à la maison", "Parle une langue étrangère", "Situation d’emploi"])
def test_ordinary_words_are_accepted(ems: User, label: str) -> None:
    row = Characteristic(code="x", label=label)
    assert writing.save_characteristic(actor=ems, characteristic=row, choices=["Une adresse électronique", "Non"]).pk


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (["a" * 121, "b"], "caractères"),
        ([f"Choix {number}" for number in range(21)], "au plus"),
        (["Oui", "Ne souhaite pas répondre"], "de lui-même"),
        (["Élevé", "eleve"], "deux fois"),
    ],
)
def test_a_closed_list_fits_the_screen(ems: User, choices: list[str], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        writing.save_characteristic(
            actor=ems, characteristic=Characteristic(code="x", label="Équipement"), choices=choices
        )
    assert not Characteristic.objects.filter(code="x").exists()


@pytest.mark.parametrize("where", ["text", "answer"])
def test_the_questionnaire_asks_for_no_criterion_that_article_4_sets_aside(ems: User, where: str) -> None:
    draft = publishing.prepare_questionnaire(actor=ems)
    text, answer = (
        ("Vos revenus ?", "Oui") if where == "text" else ("Où habitez-vous ?", "Dans un quartier prioritaire")
    )
    values = {"purpose": "situation", "text": text, "help": ""}
    answers = [writing.AnswerText(answer), writing.AnswerText("Non")]
    with pytest.raises(InvalidInput, match="On ne demande pas"):
        writing.save_question(actor=ems, questionnaire=draft, number=9, values=values, answers=answers)
    draft.questions.filter(number=2).update(text="Êtes-vous en QPV ?")
    with pytest.raises(InvalidInput, match="On ne demande pas"):
        publishing.publish_questionnaire(actor=ems, questionnaire=draft)


def test_each_outcome_is_reached_without_the_simulation(ems: User) -> None:
    draft = publishing.prepare_questionnaire(actor=ems)
    asked = Answer.objects.filter(question__questionnaire=draft, outcome="coup_de_pouce")
    asked.exclude(question__purpose="simulation").update(outcome="formation")
    with pytest.raises(InvalidInput, match="Sans la simulation"):
        publishing.publish_questionnaire(actor=ems, questionnaire=draft)


def test_the_paper_form_leaves_out_a_simulation_that_has_no_address() -> None:
    row = current()
    assert row.questions.filter(purpose="simulation").exists()
    assert [one["title"][0] for one in asked_on_paper(row)] == list("12345")
    row.simulation_url = "https://simulation.example/"
    assert [one["title"][0] for one in asked_on_paper(row)] == list("123456")


def test_a_question_taken_out_twice_takes_out_no_other(ems: User) -> None:
    draft = publishing.prepare_questionnaire(actor=ems)
    shown, next_one = draft.questions.get(number=2), draft.questions.get(number=3)
    writing.remove_question(actor=ems, questionnaire=draft, number=2, question=shown.pk)
    with pytest.raises(WrongState, match="plus à cette place"):
        writing.remove_question(actor=ems, questionnaire=draft, number=2, question=shown.pk)
    assert draft.questions.get(number=2) == next_one


@pytest.mark.parametrize(
    "act",
    [
        lambda actor: publishing.prepare_questionnaire(actor=actor),
        lambda actor: publishing.publish_questionnaire(actor=actor, questionnaire=current()),
        lambda actor: publishing.publish_notice(actor=actor, notice=Notice.objects.get(language="de")),
        lambda actor: publishing.publish_characteristic(actor=actor, characteristic=asked("Équipement", "Oui", "Non")),
        lambda actor: publishing.withdraw_characteristic(actor=actor, characteristic=asked("Équipement", "Oui", "Non")),
        lambda actor: writing.save_introduction(
            actor=actor, questionnaire=current(), introduction="", simulation_url=""
        ),
        lambda actor: writing.save_question(actor=actor, questionnaire=current(), number=2, values={}, answers=[]),
        lambda actor: writing.remove_question(actor=actor, questionnaire=current(), number=2),
        lambda actor: writing.save_notice(actor=actor, notice=Notice(language="it")),
        lambda actor: writing.next_notice(actor=actor, notice=Notice.objects.get(language="de")),
        lambda actor: writing.save_characteristic(actor=actor, characteristic=Characteristic(code="x"), choices=[]),
    ],
)
def test_nobody_but_an_administrator_of_ems_writes_or_publishes(act: Any) -> None:
    for actor in (person("quelqu"), communication()):
        with pytest.raises(NotAllowed):
            act(actor)
        Characteristic.objects.all().delete()
