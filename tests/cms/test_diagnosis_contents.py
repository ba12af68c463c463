"""EMS writes the questionnaire, the notices and the added characteristics in the admin, and tries them first."""

from __future__ import annotations

import io
from html import unescape
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from passnum.core.french import typeset as with_spaces
from passnum.distribution.enums import Purpose
from passnum.distribution.models import Characteristic, Notice, Questionnaire
from passnum.distribution.printed import render_questionnaire
from passnum.distribution.publishing import prepare_questionnaire, publish_questionnaire
from tests.deliverables.content_examples import text_of
from tests.distribution.register import begun, stocked
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(scene: Scene) -> Client:
    return signed_in(scene.ems)


@pytest.fixture
def draft(scene: Scene) -> Questionnaire:
    return prepare_questionnaire(actor=scene.ems)


def question(**changes: str) -> dict[str, str]:
    values = {
        "purpose": "situation",
        "text": "Une question ?",
        "help": "",
        "text_1": "Oui",
        "outcome_1": "assistance",
        "weight_1": "5",
        "reason_1": "Une raison écrite.",
        "text_2": "Non",
    }
    return values | changes


def address(name: str, row: Any, *more: Any) -> str:
    return reverse(f"backoffice:{name}", args=[row.public_id, *more])


def test_a_version_is_prepared_written_and_published(client: Client, scene: Scene) -> None:
    current = Questionnaire.objects.get(state="publie")
    answer = client.post(address("questionnaire_act", current, "preparer"))
    draft = Questionnaire.objects.get(state="brouillon")
    assert answer["Location"] == address("questionnaire", draft)
    assert client.post(address("question", draft, 7), question()).status_code == 302
    assert client.post(address("questionnaire_act", draft, "publier")).status_code == 302
    assert Questionnaire.objects.get(state="publie").questions.get(number=7).text == "Une question ?"


def test_a_new_version_of_a_notice_is_opened_at_once(client: Client) -> None:
    current = Notice.objects.filter(state="publie").first()
    assert current is not None
    answer = client.post(address("notice_act", current, "version"))
    draft = Notice.objects.get(state="brouillon")
    assert answer["Location"] == address("notice", draft)
    assert draft.language == current.language


def test_a_trial_without_an_answer_says_so(client: Client) -> None:
    current = Questionnaire.objects.get(state="publie")
    page = client.get(address("questionnaire_trial", current), {"essai": "oui"})
    assert page.context["form"].errors or "Rien n’est proposé" in page.content.decode()


def test_a_question_changes_and_is_taken_out(client: Client, draft: Questionnaire) -> None:
    client.post(address("question", draft, 2), question(text="Autrement ?"))
    assert draft.questions.get(number=2).text == "Autrement ?"
    assert [one.text for one in draft.questions.get(number=2).answers.all()] == ["Oui", "Non"]
    taken_out = {"remove": "on", "question": str(draft.questions.get(number=2).pk)}
    assert client.post(address("question", draft, 2), taken_out).status_code == 302
    # Sent twice, the question that has moved up stays.
    assert client.post(address("question", draft, 2), taken_out).status_code == 409
    assert list(draft.questions.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert not draft.questions.filter(text="Autrement ?").exists()


def test_the_question_about_the_motivation_stays_first(client: Client, draft: Questionnaire) -> None:
    client.post(address("question", draft, 1), {"remove": "on"})
    assert draft.questions.get(number=1).purpose == "motivation"


def test_an_answer_that_weighs_without_a_reason_is_refused_and_nothing_is_written(
    client: Client, draft: Questionnaire
) -> None:
    answer = client.post(address("question", draft, 2), question(reason_1="", text="Autrement ?"))
    assert answer.status_code == 422
    assert not draft.questions.filter(text="Autrement ?").exists()
    assert draft.questions.get(number=2).answers.count() == 4


def test_the_trial_says_what_would_be_proposed_and_why(client: Client, draft: Questionnaire) -> None:
    client.post(address("question", draft, 2), question())
    page = client.get(address("questionnaire_trial", draft), {"q2": "1"})
    assert page.context["proposal"].outcome == "assistance"
    assert "Une raison écrite." in page.content.decode()


def test_a_published_question_is_not_reopened(client: Client) -> None:
    current = Questionnaire.objects.get(state="publie")
    assert client.get(address("question", current, 2))["Location"] == address("questionnaire", current)
    assert client.post(address("question", current, 2), question()).status_code == 409


def test_the_simulation_has_a_secure_address(client: Client, draft: Questionnaire) -> None:
    act = address("questionnaire_act", draft, "introduction")
    assert (
        client.post(act, {"introduction": "Bonjour.", "simulation_url": "http://simulation.example/"}).status_code
        == 422
    )
    client.post(act, {"introduction": "Bonjour.", "simulation_url": "https://simulation.example/"})
    draft.refresh_from_db()
    assert draft.simulation_url == "https://simulation.example/"


def test_the_paper_form_has_the_numbers_of_the_screen_and_asks_no_name(scene: Scene) -> None:
    current = Questionnaire.objects.current()
    assert current is not None
    pdf = render_questionnaire(current)
    assert pdf == render_questionnaire(current)
    with pikepdf.open(io.BytesIO(pdf)) as read, read.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfuaid:part"] == "1"
    printed = " ".join(text_of(pdf).split())
    # Without an address for the simulation, its level is asked nowhere, and its number is left out.
    asked = list(current.questions.exclude(purpose=Purpose.SIMULATION).prefetch_related("answers"))
    for question in asked:
        assert f"{question.number}. {plain(question.text)}" in printed
        for answer in question.answers.all():
            assert plain(answer.text) in printed
    assert "N’écrivez ni nom, ni date de naissance, ni adresse" in printed
    stocked(scene.alpha)
    address = reverse("portal:attribution_step", args=[begun(scene.alpha).public_id, 1])
    page = " ".join(unescape(signed_in(scene.alpha.intervenant).get(address).content.decode()).split())
    for question in asked:
        assert f"{question.number}. {plain(question.text)}" in page.replace("\xa0", " ")


def plain(text: str) -> str:
    """As it is found in what was printed: one kind of space."""
    return " ".join(with_spaces(text).split())


def test_the_paper_form_asks_all_that_the_screens_ask(scene: Scene) -> None:
    current = Questionnaire.objects.current()
    assert current is not None
    text = text_of(render_questionnaire(current))
    for asked in (
        "Commune de résidence",
        "encore reçu aucun carnet",
        "soient gardées",
        "Âge",
        "Situation de handicap",
        "Numéro du carnet",
    ):
        assert asked in text


def test_a_notice_is_written_in_a_new_language(client: Client) -> None:
    values = {"language": "ps", "language_name": "پښتو", "title": "عنوان", "text": "متن", "proofread": "on"}
    assert client.post(reverse("notices:add"), values).status_code == 302
    row = Notice.objects.get(language="ps")
    assert (row.version, row.direction, row.state) == (1, "rtl", "brouillon")
    client.post(address("notice_act", row, "publier"))
    assert Notice.objects.current().filter(language="ps").exists()


def test_a_published_notice_is_changed_by_its_next_version(client: Client) -> None:
    row = Notice.objects.get(language="de")
    client.post(address("notice_act", row, "version"))
    new = Notice.objects.get(language="de", version=2)
    assert (new.text, new.proofread) == (row.text, False)
    client.post(address("notice_act", new, "publier"))
    row.refresh_from_db()
    assert row.state == "remplace"


def test_a_characteristic_is_added_with_its_closed_list(client: Client) -> None:
    values = {"code": "equipement", "label": "Équipement", "help": "", "choices": "Ordinateur\nTéléphone\n\n"}
    assert client.post(reverse("caracteristiques:add"), values).status_code == 302
    row = Characteristic.objects.get()
    assert [choice.label for choice in row.choices.all()] == ["Ordinateur", "Téléphone"]
    client.post(address("characteristic_act", row, "publier"))
    assert list(Characteristic.objects.current()) == [row]
    client.post(reverse("caracteristiques:add"), values)
    assert Characteristic.objects.filter(code="equipement", version=2).exists()


def test_a_characteristic_that_article_4_sets_aside_is_refused_on_its_form(client: Client) -> None:
    values = {"code": "revenu", "label": "Revenus du foyer", "help": "", "choices": "Oui\nNon"}
    answer = client.post(reverse("caracteristiques:add"), values)
    assert "On ne demande pas les revenus" in answer.content.decode()
    assert not Characteristic.objects.exists()


ODD = "<script>alert(1)</script> \u202e“'\"& {{ draft }} #text[x] \\ $"


def test_odd_words_of_a_content_are_shown_as_they_are(client: Client, draft: Questionnaire, scene: Scene) -> None:
    """On the screens of EMS, in the interview and on paper."""
    written = question(text=ODD, help=ODD, text_1=ODD, reason_1=ODD)
    assert client.post(address("question", draft, 2), written).status_code == 302
    introduction = {"introduction": ODD, "simulation_url": ""}
    assert client.post(address("questionnaire_act", draft, "introduction"), introduction).status_code == 302
    pages = [client.get(address("questionnaire", draft)), client.get(address("question", draft, 2))]
    pages.append(client.get(address("questionnaire_trial", draft), {"q2": "1"}))
    publish_questionnaire(actor=scene.ems, questionnaire=draft)
    pages.append(signed_in(scene.alpha.intervenant).get(reverse("portal:attribution_step", args=begun_at(scene))))
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert(1)" not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()
    paper = signed_in(scene.alpha.intervenant).get(reverse("portal:attribution_paper"))
    assert paper.content.startswith(b"%PDF")


def begun_at(scene: Scene) -> list[Any]:
    """The first screen of an interview that has just begun."""
    return [begun(scene.alpha).public_id, 1]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://simulation.example/", "//simulation.example"])
def test_the_simulation_opens_no_other_kind_of_address(client: Client, draft: Questionnaire, url: str) -> None:
    answer = client.post(address("questionnaire_act", draft, "introduction"), {"simulation_url": url})
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.simulation_url == ""


def test_a_question_about_a_criterion_is_refused_on_its_form(client: Client, draft: Questionnaire) -> None:
    answer = client.post(address("question", draft, 2), question(text="Habitez-vous en Q.P.V. ?"))
    assert (answer.status_code, "On ne demande pas le quartier" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("number", [0, 99, 10**12])
def test_a_question_of_no_number_is_added_at_the_end_once(client: Client, draft: Questionnaire, number: int) -> None:
    client.post(address("question", draft, number), question())
    assert list(draft.questions.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
