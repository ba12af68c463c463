"""The committees' screens, by those who propose, confirm, ask and answer; odd input is told on the page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from passnum.committee import services
from passnum.committee.models import CommitteeMeeting, CommitteeMember, MeetingRequest
from passnum.core import clock
from tests.committee.meetings import LAWFUL, fixed, opened, proposed
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db

ODD = ["", "demain", "0001-01-01", "9999-12-31", "2023-02-30", "\x00", "٢٠٢٣-١١-٣٠"]


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_referent_proposes_the_ordinary_committee_and_ems_confirms_it(scene: Scene) -> None:
    url = reverse("portal:committee_ordinary", args=[scene.alpha.convention.public_id, 2023])
    answer = signed_in(scene.alpha.referent).post(url, {"day": "2023-11-30", "starts_at": "14:00"})
    meeting = CommitteeMeeting.objects.get(year=2023)
    assert answer["Location"] == reverse("portal:committee", args=[meeting.public_id])
    confirm = reverse("backoffice:committee_act", args=[meeting.public_id, "confirmer"])
    signed_in(scene.ems).post(confirm, {"proposal": meeting.proposals.get().pk})
    meeting.refresh_from_db()
    assert meeting.held_on == LAWFUL


def test_a_refused_first_proposal_opens_no_committee(scene: Scene) -> None:
    url = reverse("portal:committee_ordinary", args=[scene.alpha.convention.public_id, 2023])
    answer = signed_in(scene.alpha.referent).post(url, {"day": "2023-09-29", "starts_at": "14:00"})
    assert answer.status_code == 422
    assert "18 novembre 2023" in text_of(answer)
    assert not CommitteeMeeting.objects.exists()


def test_the_president_confirms_on_a_page_that_shows_the_calculation(scene: Scene) -> None:
    (proposal,) = proposed(scene.ems, opened(scene, scene.alpha))
    url = reverse("portal:committee_confirm", args=[proposal.public_id])
    client = signed_in(scene.alpha.president)
    assert "comité du 30/11/2023 − 1 mois calendaire = 30/10/2023" in text_of(client.get(url))
    assert client.post(url).status_code == 422
    assert client.post(url, {"agreed": "on"}).status_code == 302
    proposal.meeting.refresh_from_db()
    assert proposal.meeting.state == "fixe"


def test_a_late_confirmation_asks_why_on_the_page(scene: Scene) -> None:
    (proposal,) = proposed(scene.ems, opened(scene, scene.alpha), date(2023, 10, 20))
    url = reverse("portal:committee_confirm", args=[proposal.public_id])
    client = signed_in(scene.alpha.referent)
    assert client.post(url, {"agreed": "on"}).status_code == 422
    client.post(url, {"agreed": "on", "late_reason": "Grève"})
    page = text_of(client.get(reverse("portal:committee", args=[proposal.meeting.public_id])))
    assert "Date fixée tard" in page


def test_the_one_who_comes_second_is_told_what_was_fixed(scene: Scene) -> None:
    first, second = proposed(scene.ems, opened(scene, scene.alpha), LAWFUL, date(2023, 12, 7))
    services.confirm_date(actor=scene.alpha.president, proposal=first)
    answer = signed_in(scene.alpha.referent).post(
        reverse("portal:committee_confirm", args=[second.public_id]), {"agreed": "on"}
    )
    assert answer.status_code == 409
    assert "30 novembre 2023" in text_of(answer)


def test_a_reader_sees_the_dates_and_no_button(scene: Scene) -> None:
    (proposal,) = proposed(scene.ems, opened(scene, scene.alpha))
    client = signed_in(scene.alpha.lecteur)
    page = text_of(client.get(reverse("portal:committee", args=[proposal.meeting.public_id])))
    assert "jeudi 30 novembre 2023" in page
    assert "Confirmer" not in page
    url = reverse("portal:committee_confirm", args=[proposal.public_id])
    assert client.post(url, {"agreed": "on"}).status_code == 403


def test_the_first_screen_says_that_a_date_waits(scene: Scene) -> None:
    proposed(scene.ems, opened(scene, scene.alpha))
    page = text_of(signed_in(scene.alpha.referent).get(reverse("portal:home")))
    assert "Une date attend votre confirmation" in page


def test_the_calendar_file_is_downloaded_once_the_date_is_fixed(scene: Scene) -> None:
    client = signed_in(scene.alpha.lecteur)
    meeting = opened(scene, scene.alpha)
    url = reverse("portal:committee_calendar", args=[meeting.public_id])
    assert client.get(url).status_code == 404
    fixed(scene, scene.alpha)
    answer = client.get(url)
    assert answer["Content-Type"] == "text/calendar"
    assert b"BEGIN:VEVENT" in answer.content


def test_a_request_is_made_in_the_space_and_answered_in_the_back_office(scene: Scene) -> None:
    url = reverse("portal:committee_request", args=[scene.alpha.convention.public_id])
    signed_in(scene.alpha.referent).post(url, {"kind": "extraordinaire", "reason": "Les carnets manquent"})
    asked = MeetingRequest.objects.get()
    ems = signed_in(scene.ems)
    assert "Les carnets manquent" in text_of(
        ems.get(reverse("backoffice:convention", args=[scene.alpha.convention.public_id]))
    )
    reply = reverse("backoffice:convention_committees_act", args=[scene.alpha.convention.public_id, "repondre"])
    assert ems.post(reply, {"asked": asked.pk, "answer": "refuser"}).status_code == 422
    ems.post(reply, {"asked": asked.pk, "answer": "accepter"})
    asked.refresh_from_db()
    assert asked.meeting is not None
    assert ems.post(reply, {"asked": asked.pk, "answer": "accepter"}).status_code == 409


def test_a_request_of_ems_is_answered_in_the_space(scene: Scene) -> None:
    asked = services.request_meeting(
        actor=scene.ems, convention=scene.alpha.convention, wish=services.Wish("Un point sur les lieux")
    )
    client = signed_in(scene.alpha.president)
    assert "Répondre" in text_of(client.get(reverse("portal:committees")))
    url = reverse("portal:committee_answer", args=[asked.public_id])
    assert client.post(url, {"answer": "refuser"}).status_code == 422
    client.post(url, {"answer": "refuser", "reason": "Trop tôt"})
    asked.refresh_from_db()
    assert asked.answer == "refusee"


@pytest.mark.parametrize(
    ("day", "words"),
    [("2023-11-30", "Date conforme"), ("2023-10-20", "Date tardive"), ("2023-09-29", "Date impossible")],
)
def test_a_wished_date_is_answered_on_both_sides(scene: Scene, day: str, words: str) -> None:
    meeting = opened(scene, scene.alpha)
    pages = (
        (scene.alpha.referent, reverse("portal:committees")),
        (scene.alpha.referent, reverse("portal:committee", args=[meeting.public_id])),
        (scene.ems, reverse("backoffice:committee", args=[meeting.public_id])),
        (scene.ems, reverse("backoffice:convention_committees", args=[scene.alpha.convention.public_id])),
    )
    for who, url in pages:
        assert words in text_of(signed_in(who).get(url, {"date": day})), url


@pytest.mark.parametrize("day", ODD)
def test_an_odd_date_is_told_and_never_an_error(scene: Scene, day: str) -> None:
    meeting = opened(scene, scene.alpha)
    client, ems = signed_in(scene.alpha.referent), signed_in(scene.ems)
    for one, url in (
        (client, reverse("portal:committees")),
        (client, reverse("portal:committee", args=[meeting.public_id])),
        (ems, reverse("backoffice:committee", args=[meeting.public_id])),
    ):
        assert one.get(url, {"date": day}).status_code in {200, 400}
    posts = (
        (client, reverse("portal:committee_propose", args=[meeting.public_id])),
        (client, reverse("portal:committee_request", args=[scene.alpha.convention.public_id])),
        (ems, reverse("backoffice:committee_act", args=[meeting.public_id, "proposer"])),
    )
    values = {"day": day, "starts_at": "25:99", "kind": "special", "reason": "x", "end_wished_on": day}
    for one, url in posts:
        assert one.post(url, values).status_code in {400, 422}, url
    assert not meeting.proposals.exists()


@pytest.mark.parametrize("year", [0, 2020, 99999])
def test_a_year_outside_the_convention_is_not_found(scene: Scene, year: int) -> None:
    url = reverse("portal:committee_ordinary", args=[scene.alpha.convention.public_id, year])
    client = signed_in(scene.alpha.referent)
    assert client.get(url).status_code == 404
    assert client.post(url, {"day": "2023-11-30", "starts_at": "10:00"}).status_code == 422


def test_ems_seats_a_delegate_with_its_act(scene: Scene) -> None:
    services.seat_from_accounts(actor=scene.ems, convention=scene.alpha.convention)
    president = CommitteeMember.objects.get(quality="presidence")
    url = reverse("backoffice:convention_committees_act", args=[scene.alpha.convention.public_id, "membre"])
    values = {
        "side": "structure",
        "quality": "delegue",
        "user": scene.alpha.lecteur.pk,
        "name": "Le délégué",
        "email": "delegue@exemple.test",
        "starts_on": "2023-09-18",
    }
    client = signed_in(scene.ems)
    assert client.post(url, values).status_code == 422
    act = {"delegated_by": president.pk, "delegation_act": "Arrêté nᵒ 3", "delegation_on": "2023-09-01"}
    assert client.post(url, values | act).status_code == 302
    page = text_of(client.get(reverse("backoffice:convention_committees", args=[scene.alpha.convention.public_id])))
    assert "Arrêté nᵒ 3" in page


@pytest.mark.parametrize("slug", ["ouvrir", "composer", "membre", "fin-de-siege", "regle", "demander", "repondre"])
def test_every_act_on_the_committees_of_a_convention_survives_an_empty_form(scene: Scene, slug: str) -> None:
    services.request_meeting(actor=scene.alpha.referent, convention=scene.alpha.convention, wish=services.Wish("Un"))
    url = reverse("backoffice:convention_committees_act", args=[scene.alpha.convention.public_id, slug])
    client = signed_in(scene.ems)
    assert client.get(url).status_code == 200
    assert client.post(url, {}).status_code in {302, 422}


@pytest.mark.parametrize("slug", ["confirmer", "proposer", "retirer", "ordre-du-jour", "inviter", "tenir", "annuler"])
def test_every_act_on_a_meeting_survives_an_empty_form(scene: Scene, slug: str) -> None:
    url = reverse("backoffice:committee_act", args=[fixed(scene, scene.alpha).public_id, slug])
    client = signed_in(scene.ems)
    assert client.get(url).status_code in {200, 302}
    assert client.post(url, {}).status_code in {302, 409, 422}


def test_a_committee_moved_earlier_asks_both_sides_for_a_date(scene: Scene, settings: Any) -> None:
    meeting = fixed(scene, scene.alpha)
    settings.PASSNUM_TODAY = date(2023, 9, 20)
    (proposal,) = proposed(scene.alpha.referent, meeting, date(2023, 10, 10), reason="Salle")
    services.confirm_date(actor=scene.ems, proposal=proposal, late_reason="Salle")
    for who, name in ((scene.alpha.referent, "portal:committee"), (scene.ems, "backoffice:committee")):
        page = text_of(signed_in(who).get(reverse(name, args=[meeting.public_id])))
        assert "une date est à convenir" in page, name


def test_ems_holds_the_committee_on_its_day(scene: Scene, settings: Any) -> None:
    meeting = fixed(scene, scene.alpha)
    settings.PASSNUM_TODAY = date(2023, 11, 30)
    signed_in(scene.ems).post(reverse("backoffice:committee_act", args=[meeting.public_id, "tenir"]))
    meeting.refresh_from_db()
    assert (meeting.state, meeting.held_on) == ("tenu", clock.today())
