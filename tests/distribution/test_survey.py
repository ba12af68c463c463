"""The satisfaction survey answered with a receipt: once each, changeable, counted, gone with the data."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.deliverables.drafts import SurveyDraft, read_draft
from passnum.distribution import rights
from passnum.distribution.attributing import Entry, Handed, attribute
from passnum.distribution.models import Attribution, SurveyAnswer
from passnum.distribution.survey import answer_survey, answers_counted
from tests.quotas.stock import brought, first_place
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db

DAY = date(2022, 9, 15)


@pytest.fixture
def handed(scene: Scene) -> Handed:
    brought(scene.ems, scene.alpha, 1, 10)
    scene.alpha.partner.memberships.filter(role="intervenant").update(started_on=date(2021, 9, 1))
    entry = Entry(
        place=first_place(scene.alpha),
        commune_insee="67482",
        outcome="formation",
        first_booklet=True,
        notice_read=True,
    )
    with clock.on_day(DAY):
        return attribute(actor=scene.alpha.intervenant, entry=entry)


def test_the_holder_of_a_receipt_answers_and_changes_the_answer(handed: Handed) -> None:
    visitor = Client()
    assert visitor.get(reverse("receipt:survey"))["Location"] == reverse("receipt:enter")
    visitor.post(reverse("receipt:enter"), {"code": handed.code})
    assert "Donner mon avis" in visitor.get(reverse("receipt:data")).content.decode()
    assert visitor.post(reverse("receipt:survey"), {"satisfaction": "parfait"}).status_code == 422
    for answer in ("satisfied", "very_satisfied"):
        told = visitor.post(reverse("receipt:survey"), {"satisfaction": answer}, follow=True)
    assert SurveyAnswer.objects.get().satisfaction == "very_satisfied"
    assert "Très satisfaisante" in told.content.decode()


def test_the_answers_open_the_survey_of_their_year(scene: Scene, handed: Handed) -> None:
    answer_survey(attribution=handed.attribution, satisfaction="unsatisfied")
    draft = read_draft(scene.deliverable(scene.alpha, "survey"))
    assert isinstance(draft, SurveyDraft)
    assert (draft.respondents, draft.unsatisfied, draft.satisfied) == (1, 1, 0)
    convention = scene.alpha.convention
    assert not answers_counted(convention, first=date(2023, 1, 1), last=date(2023, 12, 31))


@pytest.mark.parametrize("act", [rights.erase, rights.withdraw_agreement])
def test_the_answer_goes_with_the_data_and_none_comes_after(handed: Handed, act) -> None:  # type: ignore[no-untyped-def]
    answer_survey(attribution=handed.attribution, satisfaction="satisfied")
    act(attribution=handed.attribution)
    assert not SurveyAnswer.objects.exists()
    with pytest.raises(WrongState):
        answer_survey(attribution=Attribution.objects.get(), satisfaction="satisfied")


def test_the_space_tells_what_somebody_did_with_a_receipt_without_a_name(scene: Scene, handed: Handed) -> None:
    rights.withdraw_agreement(attribution=handed.attribution)
    for reader in (scene.alpha.referent, scene.alpha.president):
        page = signed_in(reader).get(reverse("portal:home"))
        assert page.status_code == 200
        assert "Une personne" in page.content.decode()


def test_an_answer_of_no_list_is_refused(handed: Handed) -> None:
    with pytest.raises(InvalidInput):
        answer_survey(attribution=handed.attribution, satisfaction="parfait")


def test_the_intervenants_do_not_read_the_opinion_of_a_person(scene: Scene, handed: Handed) -> None:
    answer_survey(attribution=handed.attribution, satisfaction="very_unsatisfied")
    address = reverse("portal:attribution", args=[handed.attribution.public_id])
    page = signed_in(scene.alpha.intervenant).get(address)
    assert page.status_code == 200
    assert "satisfaisante" not in page.content.decode()
    holder = dict(rights.told_to_holder(Attribution.objects.get()))
    assert holder["Votre avis sur l’aide reçue"] == "Pas du tout satisfaisante"
    assert "Votre avis sur l’aide reçue" in rights.portable(Attribution.objects.get())["donnees"]
