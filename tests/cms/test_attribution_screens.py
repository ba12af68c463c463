"""The five screens of an attribution and the pages of the holder of a receipt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.forms import CharField
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from cms.portal import tries
from cms.portal.attribution_forms import DecisionForm, PersonForm
from cms.portal.attribution_steps import BookletForm
from cms.portal.receipt_forms import CodeForm, CorrectionForm, SurveyForm
from cms.portal.referrals import NeedsForm
from passnum.core import clock
from passnum.core.errors import NotAllowed, WrongState
from passnum.distribution import drafts
from passnum.distribution.attribution import Attribution, IndicatorCount, Receipt
from passnum.distribution.characteristic import Characteristic
from passnum.distribution.draft import AttributionDraft
from passnum.distribution.models import Questionnaire
from passnum.distribution.publishing import (
    prepare_questionnaire,
    publish_characteristic,
    publish_questionnaire,
    withdraw_characteristic,
)
from passnum.distribution.referral import Referral
from passnum.distribution.rights import erase, told
from passnum.distribution.survey import answer_survey
from passnum.partners.models import DistributionPlace
from passnum.partners.services import declare_equipped
from passnum.quotas.enums import LossKind
from passnum.quotas.models import Booklet
from passnum.quotas.services import declare_loss
from tasks.retention import enforce_retention
from tests.distribution.register import begun, finished, stocked
from tests.network.examples import place as mediation_place
from tests.quotas.stock import bring, first_place, received
from tests.scene import House, Scene, signed_in

pytestmark = pytest.mark.django_db

CONVERSATION = {"q1": "2", "q2": "1", "q3": "nr", "q4": "3", "q5": "1"}
DECISION = {"outcome": "formation", "category": "bases"}
ODD_STRINGS = [
    "\x00",
    "\u202eRTL\u2066",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%00%0a",
    "\U0001f469\u200d\U0001f4bb" * 30,
    "Ω≈ç√∫˜µ≤≥÷" * 60,
    "٦٧٠٠٠",
    "null",
    "-1",
    "1e309",
    " ",
]
PERSON = {
    "notice_language": "ar",
    "notice_read": "on",
    "agreement": "oui",
    "commune": "67300",
    "first_booklet": "on",
    "age_band": "60_74",
    "sex": "femme",
    "pcs": "7",
    "french": "nr",
    "disability": "nr",
}


@pytest.fixture
def alpha(scene: Scene) -> House:
    stocked(scene.alpha)
    return scene.alpha


@pytest.fixture
def client(alpha: House) -> Client:
    return signed_in(alpha.intervenant)


def step(draft: AttributionDraft, number: int) -> str:
    return reverse("portal:attribution_step", args=[draft.public_id, number])


def start(client: Client, house: House) -> AttributionDraft:
    client.post(reverse("portal:attributions"), {"place": str(first_place(house).public_id)})
    return AttributionDraft.objects.get()


def walk(client: Client, draft: AttributionDraft, **changes: str) -> Any:
    """Fill the screens; `changes` replaces or, when None, leaves out what the third one says."""
    client.post(step(draft, 1), CONVERSATION)
    client.post(step(draft, 2), DECISION)
    client.post(step(draft, 3), PERSON | changes)
    return client.get(step(draft, 4))


def booklet(page: Any) -> dict[str, str]:
    form = page.context["form"]
    return {name: str(form[name].value()) for name in ("serial", "handed_out_on")}


def test_an_interview_leads_to_a_receipt_in_five_pages(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    page = walk(client, draft)
    answer = client.post(step(draft, 4), booklet(page), follow=True)
    row = Attribution.objects.get()
    assert (row.commune_insee, row.proposed_outcome, row.notice_language) == ("67447", "formation", "ar")
    code = answer.context["code"]
    assert code in answer.content.decode()
    assert "<svg" in answer.content.decode()


def test_an_interview_begins_from_the_home_and_is_taken_up_again_there(client: Client, alpha: House) -> None:
    home = reverse("portal:home")
    page = client.get(home).content.decode()
    assert f'action="{reverse("portal:attributions")}"' in page
    assert "Commencer un entretien" in page
    draft = start(client, alpha)
    assert step(draft, 1) in client.get(home).content.decode()


def test_the_place_where_the_intervenant_was_last_comes_first(client: Client, alpha: House, scene: Scene) -> None:
    last = DistributionPlace.objects.create(
        partner=alpha.partner, name="Zénith", postal_code="67300", commune_insee="67447", commune_name="Schiltigheim"
    )
    bring(alpha, received(scene.ems, 1, 2), place=last)
    proposed = [one["place"] for one in client.get(reverse("portal:attributions")).context["places"]]
    assert proposed == [first_place(alpha), last]
    client.post(reverse("portal:attributions"), {"place": str(last.public_id)})
    for address in ("portal:attributions", "portal:home"):
        page = client.get(reverse(address)).content.decode()
        assert page.index("Zénith") < page.index(first_place(alpha).name)


def test_pressing_the_button_again_leads_back_to_the_interview_in_which_nothing_was_typed(
    client: Client, alpha: House
) -> None:
    """One draft per interview: an empty one is taken up again, one that holds an answer is not."""
    begin = {"place": str(first_place(alpha).public_id)}
    first, again = (client.post(reverse("portal:attributions"), begin)["Location"] for _ in range(2))
    assert first == again
    client.post(first, CONVERSATION)
    assert client.post(reverse("portal:attributions"), begin)["Location"] != first
    assert AttributionDraft.objects.count() == 2


def test_interviews_to_finish_are_named_by_what_they_hold(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    home = reverse("portal:home")
    assert "rien n’y est encore saisi" in client.get(home).content.decode()
    client.post(step(draft, 1), CONVERSATION)
    client.post(step(draft, 2), DECISION)
    client.post(step(draft, 3), PERSON | {"commune": "Paris"})
    page = client.get(home).content.decode().replace("\xa0", " ").replace("&nbsp;", " ")
    assert "Entretien à l’étape 3 sur 5 : la personne" in page
    assert step(draft, 3) in page
    client.post(step(draft, 3), {"go": "back"})
    assert "étape 2 sur 5" in client.get(home).content.decode()


def test_an_interview_is_abandoned_once_its_loss_is_confirmed(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    close = reverse("portal:attribution_close", args=[draft.public_id])
    assert client.post(step(draft, 1), CONVERSATION | {"go": "leave"})["Location"] == close
    page = client.get(close).content.decode()
    assert "Toutes les réponses saisies sont effacées" in page
    assert step(draft, 1) in page
    assert draft_of(draft).typed["1"]["q1"] == "2"
    client.post(close)
    assert not AttributionDraft.objects.exists()


def test_a_receipt_is_not_abandoned(client: Client, alpha: House) -> None:
    draft = finished(alpha)
    answer = client.get(reverse("portal:attribution_close", args=[draft.public_id]))
    assert answer["Location"] == reverse("portal:attribution_receipt", args=[draft.public_id])


def test_an_interview_concluded_in_another_tab_is_not_abandoned_with_its_receipt(client: Client, alpha: House) -> None:
    draft = finished(alpha)
    answer = client.post(reverse("portal:attribution_close", args=[draft.public_id]), {"abandon": "oui"}, follow=True)
    assert answer.context["code"] == draft.code
    assert "Donnez d’abord le reçu" in answer.content.decode()


def test_a_day_on_which_one_was_no_intervenant_is_told_on_its_field(client: Client, alpha: House) -> None:
    alpha.partner.memberships.filter(user=alpha.intervenant).update(started_on="2023-09-10")
    draft = start(client, alpha)
    answer = client.post(step(draft, 4), booklet(walk(client, draft)) | {"handed_out_on": "2023-09-04"})
    assert answer.status_code == 403
    assert "Vous n’étiez pas" in str(answer.context["form"].errors["handed_out_on"])
    assert 'href="#id_handed_out_on"' in answer.content.decode()


def test_the_home_of_an_intervenant_shows_the_interview_and_the_stock_before_the_turns_of_others(
    client: Client, alpha: House
) -> None:
    answer = client.get(reverse("portal:home"))
    page, others = answer.content.decode(), answer.context["others"]
    before, after = page.split('id="a-faire"')
    assert "Commencer un entretien" in before
    assert others
    assert not [task["waiting"] for task in others if escape(task["waiting"]) in before]
    assert "<summary>Ce qui attend quelqu’un d’autre" in after
    assert "<summary>Ce qui attend" not in signed_in(alpha.referent).get(reverse("portal:home")).content.decode()


def test_only_intervenants_are_offered_an_interview_on_their_home(alpha: House) -> None:
    for user in (alpha.referent, alpha.president, alpha.lecteur):
        page = signed_in(user).get(reverse("portal:home")).content.decode()
        assert "Commencer un entretien" not in page


def test_the_proposal_says_why(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    client.post(step(draft, 1), CONVERSATION)
    page = client.get(step(draft, 2))
    assert page.context["proposal"].outcome == "formation"
    assert "La personne veut apprendre les bases." in page.content.decode()
    assert page.context["form"]["outcome"].value() == "formation"


def test_the_intervenant_can_decide_otherwise(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    client.post(step(draft, 1), CONVERSATION)
    client.post(step(draft, 2), DECISION | {"outcome": "assistance"})
    client.post(step(draft, 3), PERSON)
    client.post(step(draft, 4), booklet(client.get(step(draft, 4))))
    row = Attribution.objects.get()
    assert (row.outcome, row.proposed_outcome) == ("assistance", "formation")


def test_the_last_screen_sent_twice_hands_out_one_booklet(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    data = booklet(walk(client, draft))
    answers = [client.post(step(draft, 4), data, follow=True) for _ in range(2)]
    assert Attribution.objects.count() == 1
    assert answers[0].context["code"] == answers[1].context["code"]


def test_going_back_loses_nothing_even_what_is_wrong(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    client.post(step(draft, 1), CONVERSATION)
    client.post(step(draft, 2), DECISION)
    client.post(step(draft, 3), {"commune": "Nulle-Part", "sex": "homme", "go": "back"})
    page = client.get(step(draft, 3))
    assert page.context["form"]["commune"].value() == "Nulle-Part"
    assert page.context["form"]["sex"].value() == "homme"
    assert client.get(step(draft, 1)).context["form"]["q1"].value() == "2"


def test_a_screen_is_not_reached_before_the_others_are_filled(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    assert client.get(step(draft, 4))["Location"] == step(draft, 1)
    client.post(step(draft, 1), {})
    assert client.get(step(draft, 4))["Location"] == step(draft, 2)
    assert client.get(step(draft, 9))["Location"] == step(draft, 1)


def test_nothing_needs_to_be_answered_in_the_conversation(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    assert client.post(step(draft, 1), {"sans_reponse": "oui"})["Location"] == step(draft, 2)
    page = client.get(step(draft, 2))
    assert page.context["proposal"].outcome is None
    assert page.status_code == 200


def test_a_conversation_left_blank_is_said_to_be_once_then_goes_on(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    page = client.post(step(draft, 1), {"go": "on"})
    assert page.status_code == 200
    assert "Rien n’est coché sur cet écran." in page.content.decode()
    assert 'name="sans_reponse"' in page.content.decode()
    assert client.post(step(draft, 1), {"q1": "nr"})["Location"] == step(draft, 2)


def test_an_interview_has_a_short_header_whose_menu_leads_everywhere(client: Client, alpha: House) -> None:
    page = client.get(step(start(client, alpha), 1)).content.decode()
    header = page[page.index("<header") : page.index("</header>")]
    assert "site-header--short" in header
    assert header.index("<details") < header.index(reverse("portal:attributions")) < header.index("data-sign-out")


@pytest.mark.parametrize(
    ("typed", "insee"),
    [("67118", "67152"), ("hoenheim", "67204"), ("Strasbourg (67000, 67100, 67200)", "67482"), ("67400", "67218")],
)
def test_the_commune_is_found_by_name_or_postal_code_never_by_a_look_alike_insee_code(
    client: Client, alpha: House, typed: str, insee: str
) -> None:
    """67118 is the postal code of Geispolsheim, and the INSEE code of Eckbolsheim."""
    draft = start(client, alpha)
    page = walk(client, draft, commune=typed)
    assert page.context["commune"].insee == insee


@pytest.mark.parametrize(
    ("typed", "said"), [("75001", "ne correspond"), ("67043", "ne correspond"), ("heim", "Plusieurs"), ("", "Indiquez")]
)
def test_a_commune_outside_or_in_doubt_is_told(client: Client, alpha: House, typed: str, said: str) -> None:
    draft = start(client, alpha)
    client.post(step(draft, 1), CONVERSATION)
    client.post(step(draft, 2), DECISION)
    answer = client.post(step(draft, 3), PERSON | {"commune": typed})
    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors["commune"])


def test_each_question_of_the_profile_is_answered_or_refused_in_words(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    client.post(step(draft, 1), CONVERSATION)
    client.post(step(draft, 2), DECISION)
    answer = client.post(step(draft, 3), {name: value for name, value in PERSON.items() if name != "pcs"})
    assert answer.status_code == 422
    assert "Ne souhaite pas répondre" in str(answer.context["form"].errors["pcs"])


def test_who_has_received_a_booklet_already_gets_no_other(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    client.post(step(draft, 1), CONVERSATION)
    client.post(step(draft, 2), DECISION)
    answer = client.post(step(draft, 3), {name: value for name, value in PERSON.items() if name != "first_booklet"})
    assert answer.status_code == 422
    assert "un seul carnet" in str(answer.context["form"].errors["first_booklet"])
    assert client.get(step(draft, 4))["Location"] == step(draft, 3)


def test_a_person_who_objects_skips_the_questions_and_gets_the_booklet(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    said = ("notice_language", "notice_read", "commune", "first_booklet")
    person = {name: PERSON[name] for name in said} | {"agreement": "non"}
    client.post(step(draft, 1), CONVERSATION)
    client.post(step(draft, 2), DECISION)
    client.post(step(draft, 3), person)
    receipt = client.post(step(draft, 4), booklet(client.get(step(draft, 4))), follow=True).content.decode()
    row = Attribution.objects.get()
    assert (row.objection, row.outcome, row.proposed_outcome) == (True, "nr", "")
    # Nothing can be corrected where nothing is kept.
    assert "l’emporter ou l’effacer" in receipt
    assert "le corriger" not in receipt
    assert ("Accord", "Refus\xa0: aucune autre réponse n’est gardée") in told(row)


def test_a_serial_handed_out_meanwhile_is_told_on_its_field(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    data = booklet(walk(client, draft))
    finished(alpha)
    answer = client.post(step(draft, 4), data)
    assert answer.status_code in {409, 422}
    assert "déjà été remis" in str(answer.context["form"].errors["serial"])


def test_a_serial_typed_without_its_prefix_comes_back_in_full_to_be_checked(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    values = booklet(walk(client, draft))
    page = client.post(step(draft, 4), values | {"serial": "004"})
    assert "peut-être PERCENEIGE-004, qui est dans ce lieu" in page.content.decode()
    assert "data-interview-sent" in page.content.decode()
    assert page.context["form"]["serial"].value() == "PERCENEIGE-004"
    assert client.post(step(draft, 4), values | {"serial": "PERCENEIGE-004"}).status_code == 302
    assert Attribution.objects.get().booklet.serial == "PERCENEIGE-004"
    assert "data-interview-sent" not in client.get(step(begun(alpha), 1)).content.decode()


def test_the_end_of_a_serial_already_handed_out_is_told_with_its_day(client: Client, alpha: House) -> None:
    serial = finished(alpha).attribution.booklet.serial
    draft = begun(alpha)
    values = booklet(walk(client, draft))
    page = client.post(step(draft, 4), values | {"serial": serial.rpartition("-")[2]}).content.decode()
    assert f"peut-être {serial} ? Mais il a déjà été remis le 18/09/2023" in page.replace("\xa0", " ")


def test_the_simulation_is_offered_only_where_the_place_is_equipped(client: Client, alpha: House, scene: Scene) -> None:
    version = prepare_questionnaire(actor=scene.ems)
    Questionnaire.objects.filter(pk=version.pk).update(simulation_url="https://simulation.example/")
    publish_questionnaire(actor=scene.ems, questionnaire=version)
    draft = start(client, alpha)
    assert "simulation.example" not in client.get(step(draft, 1)).content.decode()
    client.post(reverse("portal:attribution_equipment", args=[first_place(alpha).public_id]), {"equipped": "oui"})
    page = client.get(step(draft, 1)).content.decode()
    assert "simulation.example" in page
    assert "La personne préfère ne pas la faire" in page


def test_what_is_typed_is_encrypted_and_gone_once_the_booklet_is_handed_out(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    data = booklet(walk(client, draft))
    draft.refresh_from_db()
    assert "60_74" not in draft.sealed
    assert draft.typed["3"]["age_band"] == "60_74"
    client.post(step(draft, 4), data)
    draft.refresh_from_db()
    assert draft.typed == {}
    client.post(reverse("portal:attribution_close", args=[draft.public_id]))
    assert not AttributionDraft.objects.exists()


def test_an_interview_left_for_a_day_is_forgotten(alpha: House) -> None:
    kept, old = begun(alpha), begun(alpha)
    AttributionDraft.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(hours=25))
    assert enforce_retention() == 1
    assert list(AttributionDraft.objects.all()) == [kept]


def test_a_colleague_does_not_read_the_interview_of_another(alpha: House, scene: Scene) -> None:
    draft = begun(alpha)
    alpha.partner.memberships.create(user=scene.beta.intervenant, role="intervenant", started_on="2023-01-01")
    colleague = signed_in(scene.beta.intervenant)
    colleague.post(reverse("portal:choose_partner"), {"partner": str(alpha.partner.public_id)})
    assert colleague.get(step(draft, 1)).status_code == 404


def test_coming_back_to_an_interview_that_is_over_leads_to_the_list(client: Client, alpha: House) -> None:
    draft = finished(alpha)
    receipt = reverse("portal:attribution_receipt", args=[draft.public_id])
    client.post(reverse("portal:attribution_close", args=[draft.public_id]))
    for address in (receipt, step(draft, 4)):
        answer = client.get(address)
        assert answer.status_code == 404
        assert reverse("portal:attributions") in answer.content.decode().split("<h1>")[1]
    refused = signed_in(alpha.referent).get(receipt)
    assert refused.status_code == 404
    assert "entretien" not in refused.content.decode()


def test_the_list_is_searched_by_serial(client: Client, alpha: House) -> None:
    finished(alpha)
    serial = Attribution.objects.get().booklet.serial
    assert serial in client.get(reverse("portal:attributions"), {"numero": serial.lower()}).content.decode()
    bare = {"numero": serial.lower().replace("-", " ")}
    assert serial in client.get(reverse("portal:attributions"), bare).content.decode()
    assert client.get(reverse("portal:attributions"), {"numero": "ZZZ"}).context["page_obj"].paginator.count == 0


def test_the_number_of_queries_of_the_list_does_not_grow_with_it(
    client: Client, alpha: House, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        finished(alpha)
    with django_assert_max_num_queries(24):
        client.get(reverse("portal:attributions"))


def test_a_place_says_apart_the_booklets_that_cannot_be_handed_out(client: Client, alpha: House) -> None:
    Booklet.objects.filter(serial__in=["PERCENEIGE-001", "PERCENEIGE-002"]).update(expires_on="2023-09-01")
    for name in ("portal:home", "portal:attributions"):
        page = client.get(reverse(name)).content.decode().replace("\xa0", " ")
        assert "3 carnets disponibles" in page
        assert "2 carnets périmés y sont aussi" in page
    type(alpha.convention).objects.filter(pk=alpha.convention.pk).update(state="resiliee", ended_on="2023-09-01")
    page = client.get(reverse("portal:attributions")).content.decode().replace("\xa0", " ")
    assert "0 carnet disponible" in page
    assert "2 carnets périmés et 3 carnets d’une convention qui n’est pas en vigueur" in page
    assert "Commencer un entretien" not in page


def test_an_attribution_is_taken_back_with_its_reason(client: Client, alpha: House) -> None:
    row = finished(alpha).attribution
    address = reverse("portal:attribution_cancel", args=[row.public_id])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "numero"}, follow=True).status_code == 200
    row.refresh_from_db()
    assert row.cancel_reason == "numero"


def test_a_new_code_is_given_when_the_booklet_is_shown(client: Client, alpha: House) -> None:
    first = finished(alpha)
    address = reverse("portal:attribution_renew", args=[first.attribution.public_id])
    refused = client.post(address, {"serial": "AUTRE-001"})
    assert "art. 11" in refused.content.decode()
    answer = client.post(address, {"serial": first.attribution.booklet.serial}, follow=True)
    assert answer.context["code"] not in ("", first.code)
    page = answer.content.decode()
    assert "Un nouveau code pour le carnet" in page
    assert "est remis" not in page
    assert "Étape" not in page
    assert opened(first.code).status_code == 422
    assert opened(answer.context["code"]).status_code == 302


def opened(code: str, client: Client | None = None) -> Any:
    return (client or Client()).post(reverse("receipt:enter"), {"code": code})


def test_the_holder_of_the_code_sees_and_corrects(alpha: House) -> None:
    code = finished(alpha).code
    visitor = Client()
    assert opened(code.lower(), visitor)["Location"] == reverse("receipt:data")
    page = visitor.get(reverse("receipt:data"))
    assert "Strasbourg" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    profile = dict.fromkeys(("age_band", "pcs", "french", "disability"), "nr")
    visitor.post(reverse("receipt:data"), {"commune": "Ostwald", "sex": "homme", **profile})
    row = Attribution.objects.get()
    assert (row.commune_insee, row.sex) == ("67365", "homme")


def test_the_paper_and_the_screen_say_until_when_the_answers_are_kept(client: Client, alpha: House) -> None:
    draft = finished(alpha)
    told = "2 ans après la fin de la convention avec la structure, prévue le dimanche 31 décembre 2023"
    paper = client.get(reverse("portal:attribution_receipt", args=[draft.public_id])).content.decode()
    assert told in paper.replace("\xa0", " ")
    visitor = Client()
    opened(draft.code, visitor)
    assert told in visitor.get(reverse("receipt:data")).content.decode().replace("\xa0", " ")
    visitor.post(reverse("receipt:end", args=["refuser"]), {"agreed": "on"})
    assert "Réponses gardées" not in visitor.get(reverse("receipt:data")).content.decode()


def test_of_the_acts_on_the_data_erasing_alone_looks_dangerous(alpha: House) -> None:
    visitor = Client()
    opened(finished(alpha).code, visitor)
    page = visitor.get(reverse("receipt:data")).content.decode()
    assert '<summary class="button button--quiet">Retirer mon accord…' in page
    assert '<summary class="button button--danger">Effacer mes données…' in page


def test_the_holder_takes_the_data_away(alpha: House) -> None:
    visitor = Client()
    opened(finished(alpha).code, visitor)
    assert visitor.get(reverse("receipt:take_away", args=["json"])).json()["codes"]["prestation"] == "formation"
    assert "Strasbourg" in visitor.get(reverse("receipt:take_away", args=["csv"])).content.decode()


def test_the_holder_erases_once_confirmed(alpha: House) -> None:
    code = finished(alpha).code
    visitor = Client()
    opened(code, visitor)
    assert visitor.post(reverse("receipt:end", args=["effacer"])).status_code == 422
    assert Attribution.objects.get().erased_at is None
    visitor.post(reverse("receipt:end", args=["effacer"]), {"agreed": "on"})
    assert Attribution.objects.get().erased_at is not None
    assert visitor.get(reverse("receipt:data")).status_code == 302
    assert opened(code).status_code == 422


def test_the_holder_withdraws_the_agreement(alpha: House) -> None:
    visitor = Client()
    opened(finished(alpha).code, visitor)
    visitor.post(reverse("receipt:end", args=["refuser"]), {"agreed": "on"})
    assert Attribution.objects.get().objection
    assert "Corriger mes réponses" not in visitor.get(reverse("receipt:data")).content.decode()


def test_a_withdrawal_without_its_tick_is_refused_and_changes_nothing(alpha: House) -> None:
    visitor = Client()
    opened(finished(alpha).code, visitor)
    assert visitor.post(reverse("receipt:end", args=["refuser"]), {"agreed": "off"}).status_code == 422
    assert not Attribution.objects.get().objection


def test_what_can_no_longer_be_done_with_a_receipt_is_refused_as_such(alpha: House) -> None:
    visitor = Client()
    opened(finished(alpha).code, visitor)
    visitor.post(reverse("receipt:end", args=["refuser"]), {"agreed": "on"})
    profile = dict.fromkeys(("age_band", "sex", "pcs", "french", "disability"), "nr")
    assert visitor.post(reverse("receipt:data"), {"commune": "Ostwald", **profile}).status_code == 409
    assert visitor.post(reverse("receipt:survey"), {"satisfaction": "?"}).status_code == 422
    assert visitor.get(reverse("receipt:end", args=["effacer"])).status_code == 405


def test_a_cancelled_attribution_is_neither_erased_nor_withdrawn_by_its_holder(client: Client, alpha: House) -> None:
    draft = finished(alpha)
    visitor = Client()
    opened(draft.code, visitor)
    row = draft.attribution
    assert client.post(reverse("portal:attribution_cancel", args=[row.public_id]), {"reason": "x"}).status_code == 422
    cancel = reverse("portal:attribution_cancel", args=[row.public_id])
    client.post(cancel, {"reason": "double"})
    assert client.post(cancel, {"reason": "double"}).status_code == 409
    for act in ("effacer", "refuser"):
        answer = visitor.post(reverse("receipt:end", args=[act]), {"agreed": "on"})
        assert answer["Location"] == reverse("receipt:enter")
    assert Attribution.objects.get().erased_at is None


def test_unknown_misread_and_revoked_codes_get_the_same_answer(alpha: House) -> None:
    draft = finished(alpha)
    Attribution.objects.get().receipts.update(revoked_at="2023-09-18T10:00:00Z")
    said = {str(opened(code).context["form"].errors["code"]) for code in (draft.code, "x", "3" * 15, draft.code[:-1])}
    assert len(said) == 1


def test_after_ten_wrong_codes_an_address_waits(alpha: House) -> None:
    code = finished(alpha).code
    for _ in range(10):
        assert opened("faux").status_code == 422
    assert opened(code).status_code == 429


def test_right_codes_are_not_counted_as_tries(alpha: House) -> None:
    code = finished(alpha).code
    assert {opened(code).status_code for _ in range(15)} == {302}


@pytest.mark.parametrize("name", ["data", "take_away", "end"])
def test_without_a_code_nothing_is_open(alpha: House, name: str) -> None:
    finished(alpha)
    argument = {"take_away": ["json"], "end": ["effacer"]}.get(name, [])
    address = reverse(f"receipt:{name}", args=argument)
    for answer in (Client().get(address), Client().post(address)):
        assert answer["Location"] == reverse("receipt:enter")


def test_the_explanation_is_open_to_all(alpha: House) -> None:
    assert "article 11" in Client().get(reverse("receipt:explain")).content.decode()


def test_the_place_chosen_in_the_interview_is_kept_and_its_slip_opens(client: Client, alpha: House) -> None:
    near = mediation_place(commune="Schiltigheim", code_postal="67300", code_insee="67447", nom="Atelier du Canal")
    mediation_place(commune="Vendenheim", code_postal="67550", code_insee="67506", nom="Atelier du Nord")
    draft = start(client, alpha)
    page = walk(client, draft)
    words = page.content.decode()
    assert words.index("Atelier du Canal") < words.index("Atelier du Nord")
    answer = client.post(step(draft, 4), booklet(page) | {"mediation": str(near.public_id)}, follow=True)
    assert Attribution.objects.get().referral.place == near
    assert "Atelier du Canal" in answer.content.decode()
    slip = client.get(reverse("portal:referral_slip", args=[near.public_id]))
    assert slip.content.startswith(b"%PDF")


def test_places_that_answer_language_and_disability_come_before_nearer_ones(client: Client, alpha: House) -> None:
    near = {"commune": "Schiltigheim", "code_postal": "67300", "code_insee": "67447"}
    far = {"commune": "Vendenheim", "code_postal": "67550", "code_insee": "67506"}
    mediation_place(nom="Atelier proche", **near)
    mediation_place(nom="Atelier où l’on parle arabe", languages=["ar"], remaining_charge="aucun", **far)
    mediation_place(nom="Atelier accessible et arabophone", languages=["ar"], accessibility=["fauteuil"], **far)
    page = walk(client, start(client, alpha), disability="oui")
    places = [one["name"] for one in page.context["form"].offers]
    assert places == ["Atelier accessible et arabophone", "Atelier où l’on parle arabe", "Atelier proche"]
    why = [one["why"] for one in page.context["form"].offers]
    assert "arabe, accès handicap" in why[0]
    assert "arabe, rien à payer en plus du Pass" in why[1]


def test_a_person_who_objects_is_told_places_and_none_is_kept(client: Client, alpha: House) -> None:
    near = mediation_place(nom="Atelier du Canal")
    draft = start(client, alpha)
    page = walk(client, draft, agreement="non")
    assert "Atelier du Canal" in page.content.decode()
    client.post(step(draft, 4), booklet(page) | {"mediation": str(near.public_id)})
    assert not Referral.objects.exists()
    assert Attribution.objects.get().objection


def test_a_place_that_leaves_the_network_before_the_last_click_is_told(client: Client, alpha: House) -> None:
    """With another one to choose, on its field; with none, beside the receipt: the booklet is handed out then."""
    near, other = mediation_place(), mediation_place(nom="Autre lieu")
    draft = start(client, alpha)
    data = booklet(walk(client, draft)) | {"mediation": str(near.public_id)}
    type(near).objects.filter(pk=near.pk).update(network_left_on=clock.today())
    answer = client.post(step(draft, 4), data)
    said = answer.context["form"].errors["mediation"]
    assert (answer.status_code, said) == (
        422,
        ["Cette réponse n’est pas, ou plus, proposée : choisissez-en une autre."],
    )
    type(near).objects.filter(pk=other.pk).update(network_left_on=clock.today())
    answer = client.post(step(draft, 4), data, follow=True)
    assert "choisissez-en un autre" in answer.content.decode()
    assert answer.context["code"]


def test_an_interview_without_a_place_still_hands_out(client: Client, alpha: House) -> None:
    mediation_place()
    draft = start(client, alpha)
    client.post(step(draft, 4), booklet(walk(client, draft)) | {"mediation": ""})
    assert Attribution.objects.get()
    assert not Referral.objects.exists()


def test_another_place_is_chosen_later_and_followed(client: Client, alpha: House) -> None:
    speaks = mediation_place(nom="Atelier qui parle turc", languages=["tr"])
    mediation_place(nom="Autre atelier")
    row = finished(alpha).attribution
    assert row is not None
    url = reverse("portal:attribution_referral", args=[row.public_id])
    found = client.post(url, {"langue": "tr"}).content.decode()
    assert "Atelier qui parle turc" in found
    assert "Autre atelier" not in found
    client.post(url, {"place": str(speaks.public_id)})
    follow = reverse("portal:attribution_follow_up", args=[row.public_id])
    today = clock.today()
    client.post(follow, {"appointment_on": today.isoformat(), "came_on": today.isoformat()})
    assert Referral.objects.values_list("appointment_on", "came_on").get() == (today, today)
    client.post(follow, {"appointment_on": today.isoformat()})
    assert Referral.objects.get().came_on is None
    refused = client.post(follow, {"came_on": "2999-01-01"})
    assert (refused.status_code, "à venir" in refused.content.decode()) == (422, True)
    refused = client.post(follow, {"first_used_on": today.isoformat(), "gave_up_on": today.isoformat()})
    assert list(refused.context["follow"].errors) == ["gave_up_on"]
    both = client.post(follow, {"came_on": today.isoformat(), "gave_up_on": today.isoformat()}, follow=True)
    assert "venue et abandon le même jour" in both.content.decode()
    assert "Suivi des orientations" in client.get(reverse("portal:attributions")).content.decode()


@pytest.mark.parametrize(
    ("typed", "insee"),
    [
        ("67300 Schiltigheim", "67447"),
        ("Hönheim", "67204"),
        ("Ho\u0308nheim", "67204"),
        ("HOENHEIM", "67204"),
        ("illkirch graffenstaden", "67218"),
        ("Illkirch", "67218"),
        ("wantzenau", "67519"),
        ("67 610", "67519"),
        ("Kolbsheim (67120)", "67247"),
        ("67120 Kolbsheim", "67247"),
    ],
)
def test_a_commune_is_recognised_as_people_write_it(client: Client, alpha: House, typed: str, insee: str) -> None:
    page = walk(client, start(client, alpha), commune=typed)
    assert page.context["commune"].insee == insee


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Achen", "S’agit-il de Achenheim"),
        ("6761", "S’agit-il de La Wantzenau"),
        ("67120", "hors de l’Eurométropole"),
        ("67640", "hors de l’Eurométropole"),
        ("67120 Molsheim", "ne correspond"),
        ("67204 Strasbourg 2 place Kléber", "ne correspond"),
    ],
)
def test_a_commune_that_could_be_another_one_is_asked_again(
    client: Client, alpha: House, typed: str, said: str
) -> None:
    """Achen is in Moselle; 67120 is the postal code of Molsheim too."""
    draft = start(client, alpha)
    client.post(step(draft, 1), CONVERSATION)
    client.post(step(draft, 2), DECISION)
    answer = client.post(step(draft, 3), PERSON | {"commune": typed})
    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors["commune"])
    assert draft_of(draft).typed["3"]["commune"] == typed


def draft_of(draft: AttributionDraft) -> AttributionDraft:
    return AttributionDraft.objects.get(pk=draft.pk)


def test_a_question_published_meanwhile_is_asked_and_what_was_typed_stays(
    client: Client, alpha: House, scene: Scene
) -> None:
    draft = start(client, alpha)
    data = booklet(walk(client, draft))
    asked = Characteristic.objects.create(code="equipement", label="Équipement")
    for number, label in enumerate(("Ordinateur", "Téléphone"), start=1):
        asked.choices.create(number=number, label=label)
    publish_characteristic(actor=scene.ems, characteristic=asked)
    answer = client.post(step(draft, 4), data | {"serial": "PERCENEIGE-003"}, follow=True)
    assert answer.redirect_chain[-1][0] == step(draft, 3)
    assert "Complétez cet écran" in answer.content.decode()
    assert not Attribution.objects.exists()
    client.post(step(draft, 3), PERSON | {f"x{asked.pk}": "nr"})
    assert client.get(step(draft, 4)).context["form"]["serial"].value() == "PERCENEIGE-003"
    withdraw_characteristic(actor=scene.ems, characteristic=asked)
    client.post(step(draft, 4), data)
    assert not Attribution.objects.get().characteristics.exists()


def test_an_interview_ends_with_the_questionnaire_it_began_with(client: Client, alpha: House, scene: Scene) -> None:
    draft = start(client, alpha)
    data = booklet(walk(client, draft))
    publish_questionnaire(actor=scene.ems, questionnaire=prepare_questionnaire(actor=scene.ems))
    client.post(step(draft, 4), data)
    assert Attribution.objects.get().diagnosis.questionnaire.version == 1


@pytest.mark.parametrize("what", ["place", "convention", "entitlement"])
def test_what_ends_during_an_interview_ends_it_without_a_hand_out(client: Client, alpha: House, what: str) -> None:
    draft = start(client, alpha)
    data = booklet(walk(client, draft))
    if what == "place":
        alpha.partner.places.update(is_active=False)
    elif what == "convention":
        type(alpha.convention).objects.filter(pk=alpha.convention.pk).update(state="resiliee", ended_on="2023-09-01")
    else:
        alpha.partner.memberships.filter(user=alpha.intervenant).update(ended_on="2023-09-17")
    answer = client.post(step(draft, 4), data)
    assert 400 <= answer.status_code < 500
    assert not Attribution.objects.exists()
    assert draft_of(draft).typed["3"]["commune"] == "67300"


def test_a_place_that_closes_during_an_interview_is_told_at_the_next_screen(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    client.post(step(draft, 1), CONVERSATION)
    title = "Ce lieu n’est plus ouvert à la distribution"
    assert title not in client.get(step(draft, 2)).content.decode()
    alpha.partner.places.update(is_active=False)
    page = client.get(step(draft, 2)).content.decode()
    assert title in page
    assert "Commencez un entretien dans un autre lieu" in page


def test_a_session_that_ends_in_an_interview_leads_back_to_its_screen_with_what_was_kept(
    client: Client, alpha: House, settings: Any
) -> None:
    draft = start(client, alpha)
    data = booklet(walk(client, draft))
    settings.PASSNUM_IDLE_SECONDS = 60
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        answer = client.post(step(draft, 4), data, headers={"Referer": f"http://testserver{step(draft, 4)}"})
        assert answer["Location"] == f"/compte/login/?next={step(draft, 4)}"
        assert "vos entretiens en cours sont gardés" in client.get(answer["Location"]).content.decode()
        assert not Attribution.objects.exists()
        back = signed_in(alpha.intervenant)
        assert back.get(step(draft, 4)).context["commune"].insee == "67447"
        assert back.post(step(draft, 4), data)["Location"].endswith("/recu/")


@pytest.mark.parametrize("number", [0, 5, 9, 10**19])
def test_a_screen_that_does_not_exist_leads_to_the_first(client: Client, alpha: House, number: int) -> None:
    draft = start(client, alpha)
    assert client.get(step(draft, number))["Location"] == step(draft, 1)
    assert client.post(step(draft, number), {"q1": "1"})["Location"] == step(draft, 1)


def test_a_screen_posted_out_of_turn_is_kept_and_hands_out_nothing(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    answer = client.post(step(draft, 4), {"serial": "PERCENEIGE-002", "handed_out_on": "2023-09-18"})
    assert answer["Location"] == step(draft, 1)
    assert draft_of(draft).typed["4"]["serial"] == "PERCENEIGE-002"
    assert not Attribution.objects.exists()


def test_an_objection_leaves_no_answer_in_the_draft(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    walk(client, draft, agreement="non")
    typed = draft_of(draft).typed
    assert typed["1"] == {}
    assert typed["2"] == {"outcome": "formation", "category": "nr"}
    assert typed["3"].keys() == {"notice_language", "notice_read", "agreement", "commune", "first_booklet"}


def test_going_back_from_an_objection_loses_nothing(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    client.post(step(draft, 1), CONVERSATION)
    client.post(step(draft, 2), DECISION)
    client.post(step(draft, 3), PERSON | {"agreement": "non", "go": "back"})
    assert client.get(step(draft, 1)).context["form"]["q1"].value() == "2"
    assert client.get(step(draft, 3)).context["form"]["sex"].value() == "femme"


def test_an_objection_made_by_mistake_with_a_wrong_commune_still_shows_the_answers(
    client: Client, alpha: House
) -> None:
    draft = start(client, alpha)
    client.post(step(draft, 1), CONVERSATION)
    client.post(step(draft, 2), DECISION)
    answer = client.post(step(draft, 3), PERSON | {"agreement": "non", "commune": "Paris"})
    assert (answer.status_code, answer.context["form"]["sex"].value()) == (422, "femme")


@pytest.mark.parametrize("day", ["2999-01-01", "2021-08-01", "0001-01-01", "18/09/2023", "demain", ""])
def test_a_day_that_cannot_be_is_told_and_stays_in_the_form(client: Client, alpha: House, day: str) -> None:
    draft = start(client, alpha)
    data = booklet(walk(client, draft)) | {"handed_out_on": day}
    answer = client.post(step(draft, 4), data)
    if day == "18/09/2023":  # as it is written in French
        assert answer.status_code == 302
        return
    assert 400 <= answer.status_code < 500
    assert answer.context["form"].errors
    assert not Attribution.objects.exists()
    assert draft_of(draft).typed["4"]["handed_out_on"] == day


@pytest.mark.parametrize("text", ODD_STRINGS)
def test_odd_strings_are_refused_in_french_and_write_nothing(client: Client, alpha: House, text: str) -> None:
    draft = start(client, alpha)
    walk(client, draft)
    fields = dict.fromkeys((*PERSON, *DECISION, *CONVERSATION, "serial", "handed_out_on", "mediation"), text)
    for number in (4, 3, 2, 1, 4):
        answer = client.post(step(draft, number), fields | ({"commune": "67300"} if number == 3 else {}))
        assert 400 <= answer.status_code < 500 or answer["Location"] < step(draft, number), number
        assert client.get(step(draft, number)).status_code in {200, 302}
    assert not Attribution.objects.exists()


@pytest.mark.parametrize("text", ODD_STRINGS)
def test_odd_strings_open_no_receipt(alpha: House, text: str) -> None:
    finished(alpha)
    assert opened(text).status_code == 422


def test_a_code_revoked_in_the_meantime_closes_the_pages_it_had_opened(client: Client, alpha: House) -> None:
    draft = finished(alpha)
    thief = Client()
    opened(draft.code, thief)
    assert thief.get(reverse("receipt:data")).status_code == 200
    address = reverse("portal:attribution_renew", args=[draft.attribution.public_id])
    client.post(address, {"serial": draft.attribution.booklet.serial})
    assert thief.get(reverse("receipt:data")).status_code == 302


def test_a_code_that_is_worth_nothing_any_more_is_shown_no_more(client: Client, alpha: House) -> None:
    draft = finished(alpha)
    erase(attribution=draft.attribution)
    assert not AttributionDraft.objects.exists()
    other = finished(alpha)
    client.post(reverse("portal:attribution_cancel", args=[other.attribution.public_id]), {"reason": "double"})
    assert client.get(reverse("portal:attribution_receipt", args=[other.public_id])).status_code == 404


def test_the_limit_of_tries_is_not_led_astray(alpha: House) -> None:
    """Neither by a header that a visitor writes, nor by spaces and capitals, nor by the rest of one IPv6 network."""
    code = finished(alpha).code
    for number in range(10):
        answer = Client(REMOTE_ADDR=f"2001:db8:1:2::{number:x}", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}").post(
            reverse("receipt:enter"), {"code": f" faux{' -' * number}"}
        )
        assert answer.status_code == 422
    same = Client(REMOTE_ADDR="2001:db8:1:2:ffff::1")
    assert same.post(reverse("receipt:enter"), {"code": code}).status_code == 429
    assert opened(code, Client(REMOTE_ADDR="2001:db8:1:3::1")).status_code == 302


def test_the_whole_world_has_a_limit_too(alpha: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """High enough that some addresses together do not close the page to everybody."""
    assert tries.MOST_FROM_EVERYWHERE >= 1000 * tries.MOST_FROM_ONE_ADDRESS
    monkeypatch.setattr(tries, "MOST_FROM_EVERYWHERE", 45)
    code = finished(alpha).code
    for number in range(tries.MOST_FROM_EVERYWHERE):
        opened("faux", Client(REMOTE_ADDR=f"10.0.{number // 9}.1"))
    assert opened(code, Client(REMOTE_ADDR="192.0.2.7")).status_code == 429


def test_the_code_is_in_no_table_session_journal_or_log(
    client: Client, alpha: House, caplog: pytest.LogCaptureFixture
) -> None:
    draft = start(client, alpha)
    answer = client.post(step(draft, 4), booklet(walk(client, draft)), follow=True)
    code = answer.context["code"]
    visitor = Client()
    opened(code, visitor)
    visitor.get(reverse("receipt:data"))
    client.post(reverse("portal:attribution_close", args=[draft.public_id]))
    spellings = (code, code.replace("-", ""), code.lower())
    texts = [str(list(table._default_manager.values())) for table in apps.get_models()]
    texts += [str(dict(one.get_decoded())) for one in Session.objects.all()] + [caplog.text]
    assert not [text[:80] for text in texts if any(spelling in text for spelling in spellings)]


def test_nothing_of_an_objection_is_in_a_table(client: Client, alpha: House) -> None:
    draft = start(client, alpha)
    page = walk(client, draft, agreement="non", disability="oui", french="allophone")
    client.post(step(draft, 4), booklet(page))
    row = Attribution.objects.get()
    for relation in Attribution._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{relation.field.name: row})
        assert relation.related_model in {Receipt, AttributionDraft} or not rows.exists()
    assert draft_of(draft).typed == {}
    counted = IndicatorCount.objects.filter(beneficiaries__gt=0).values_list("dimension", "modality")
    assert {modality for dimension, modality in counted if dimension not in {"total", "commune"}} == {"nr"}


def test_only_the_list_of_the_screens_can_be_typed() -> None:
    """No form of the interview, of the follow-up or of the receipt has a box in which somebody could be named."""
    free = {
        CodeForm: {"code"},
        CorrectionForm: {"commune"},
        SurveyForm: set(),
        NeedsForm: set(),
        DecisionForm: set(),
        PersonForm: {"commune"},
        BookletForm: {"serial"},
    }
    for form, allowed in free.items():
        typed = {name for name, field in form.base_fields.items() if type(field) is CharField}
        assert typed == allowed, form.__name__


def test_what_a_person_needs_is_in_no_address(client: Client, alpha: House) -> None:
    """An address ends in logs and in the history: language and disability access are asked by the form alone."""
    mediation_place(nom="Atelier qui parle turc", languages=["tr"])
    mediation_place(nom="Autre atelier")
    url = reverse("portal:attribution_referral", args=[finished(alpha).attribution.public_id])
    assert 'method="get"' not in client.get(url).content.decode().split("<main")[1]
    assert "Autre atelier" not in client.post(url, {"langue": "tr", "acces": ""}).content.decode()


def test_a_place_that_left_the_network_is_refused_and_its_slip_is_not_printed(client: Client, alpha: House) -> None:
    row = finished(alpha).attribution
    place = mediation_place(nom="Atelier du Canal")
    url = reverse("portal:attribution_referral", args=[row.public_id])
    client.post(url, {"place": str(place.public_id)})
    slip = reverse("portal:referral_slip", args=[place.public_id])
    assert client.get(slip).status_code == 200
    type(place).objects.update(network_left_on="2023-09-18")
    assert client.get(slip).status_code == 409
    page = client.get(reverse("portal:attribution", args=[row.public_id])).content.decode()
    assert "n’est plus dans le réseau" in page
    assert slip not in page
    for typed in (str(place.public_id), "", "x", "\x00"):
        refused = client.post(url, {"place": typed})
        assert (refused.status_code, "Choisissez un lieu" in refused.content.decode()) == (422, True)


def test_the_intervenants_do_not_read_an_opinion(client: Client, alpha: House) -> None:
    row = finished(alpha).attribution
    answer_survey(attribution=row, satisfaction="very_unsatisfied")
    page = client.get(reverse("portal:attribution", args=[row.public_id])).content.decode()
    assert "satisfaisante" not in page


def test_a_blank_answer_of_the_holder_changes_nothing_of_it(alpha: House) -> None:
    asked = Characteristic.objects.create(code="equipement", label="Équipement", state="publie")
    asked.choices.create(number=1, label="Ordinateur")
    visitor = Client()
    opened(finished(alpha).code, visitor)
    profile = dict.fromkeys(("age_band", "sex", "pcs", "french", "disability"), "nr")
    visitor.post(reverse("receipt:data"), {"commune": "Ostwald", **profile})
    assert not Attribution.objects.get().characteristics.exists()
    visitor.post(reverse("receipt:data"), {"commune": "Ostwald", **profile, f"x{asked.pk}": "nr"})
    assert Attribution.objects.get().characteristics.get().choice is None


def test_a_code_opens_the_data_for_a_quarter_of_an_hour(alpha: House) -> None:
    code, visitor = finished(alpha).code, Client()
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        opened(code, visitor)
        traveller.shift(timedelta(minutes=14))
        assert visitor.get(reverse("receipt:data")).status_code == 200
        traveller.shift(timedelta(minutes=2))
        for address in (reverse("receipt:data"), reverse("receipt:take_away", args=["json"])):
            assert visitor.get(address)["Location"] == reverse("receipt:enter")
        visitor.post(reverse("receipt:end", args=["effacer"]), {"agreed": "on"})
    assert Attribution.objects.get().erased_at is None


def test_only_the_people_of_the_place_say_whether_it_is_equipped(alpha: House, scene: Scene) -> None:
    place = first_place(alpha)
    for actor in (alpha.president, alpha.lecteur, scene.beta.intervenant, scene.ems):
        with pytest.raises(NotAllowed):
            declare_equipped(actor=actor, place=place, equipped=True)
    for user in (alpha.referent, scene.beta.intervenant):
        answer = signed_in(user).post(
            reverse("portal:attribution_equipment", args=[place.public_id]), {"equipped": "oui"}
        )
        assert answer.status_code == 404
    place.refresh_from_db()
    assert not place.equipped


def test_what_is_typed_after_the_hand_out_is_not_kept(alpha: House) -> None:
    draft = finished(alpha)
    with pytest.raises(WrongState, match="déjà enregistrée"):
        drafts.keep(actor=alpha.intervenant, draft=draft, values={"3": {"sex": "femme"}})
    with pytest.raises(WrongState, match="n’existe plus"):
        drafts.close(actor=alpha.referent, draft=draft)
    assert draft_of(draft).sealed == ""


def test_a_booklet_lost_expired_or_elsewhere_is_not_handed_out(client: Client, alpha: House, scene: Scene) -> None:
    stocked(scene.beta)
    draft = start(client, alpha)
    data = booklet(walk(client, draft))
    declare_loss(
        actor=alpha.referent,
        partner=alpha.partner,
        serials=["PERCENEIGE-002"],
        kind=LossKind.PERDU,
        happened_on=clock.today(),
        reason="Carton égaré",
    )
    Booklet.objects.filter(serial="PERCENEIGE-003").update(expires_on="2023-09-17")
    for serial in ("PERCENEIGE-002", "PERCENEIGE-003", "COQUELICOT-001", "PERCENEIGE-999"):
        answer = client.post(step(draft, 4), data | {"serial": serial})
        assert answer.status_code == 422, serial
        assert answer.context["form"]["serial"].value() == serial
        assert "serial" in answer.context["form"].errors
    assert not Attribution.objects.exists()


def test_a_draft_is_nobody_s_once_its_intervenant_is_one_no_more(alpha: House) -> None:
    begun(alpha)
    assert AttributionDraft.objects.visible_to(alpha.intervenant).exists()
    alpha.partner.memberships.filter(user=alpha.intervenant).update(ended_on="2023-09-17")
    assert not AttributionDraft.objects.visible_to(alpha.intervenant).exists()
