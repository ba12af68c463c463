"""What a meeting leaves to do is asked of the one who can do it: minutes to answer, to write, decisions to settle."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from passnum.committee import services
from passnum.committee.minutes_states import DecisionKind
from passnum.committee.models import CommitteeMember, Minutes
from passnum.committee.services.decisions import settle_decision, take_decision
from passnum.committee.services.minutes import submit_minutes, write_minutes
from passnum.committee.services.sitting import save_notes
from passnum.committee.services.voting import answer_minutes
from passnum.committee.validation_rule import Answer
from passnum.core import clock
from passnum.oversight.duties import Duty, Holder, all_open_duties, duties_for_ems, duties_of_partner
from tests.committee.meetings import fixed
from tests.committee.sittings import AFTER, majority, notes, seated, submitted
from tests.scene import Scene, administrator, signed_in

pytestmark = pytest.mark.django_db
ANSWER = "Répondre au compte rendu"


def about(duties: list[Duty], words: str) -> list[Duty]:
    return [duty for duty in duties if words in duty.act]


def before_the_members(scene: Scene, *, rule: services.RuleValues | None = None) -> Minutes:
    """Minutes submitted to the three members of alpha's committee."""
    meeting = seated(scene, scene.alpha, rule=rule)
    with clock.on_day(AFTER):
        return submitted(scene, meeting)


def test_minutes_wait_for_each_member_who_has_not_answered(scene: Scene) -> None:
    minutes = before_the_members(scene)
    with clock.on_day(AFTER):
        answer_minutes(actor=scene.alpha.referent, minutes=minutes, answer=Answer.VALIDE)
        (duty,) = about(duties_of_partner(scene.alpha.partner), ANSWER)
        assert (duty.holder, duty.person, duty.target) == (Holder.PRESIDENT, scene.alpha.president.pk, "minutes")
        assert about(duties_of_partner(scene.beta.partner), ANSWER) == []


def test_the_delay_of_the_members_rule_is_the_date_of_the_answer(scene: Scene) -> None:
    before_the_members(scene, rule=majority())
    with clock.on_day(AFTER):
        assert {duty.due_on for duty in about(duties_of_partner(scene.alpha.partner), ANSWER)} == {date(2023, 12, 11)}
    with clock.on_day(date(2023, 12, 12)):
        assert about(duties_of_partner(scene.alpha.partner), ANSWER) == []


def test_an_administrator_is_asked_for_the_own_answer_and_not_for_a_colleagues(scene: Scene) -> None:
    before_the_members(scene)
    other = administrator("autre")
    with clock.on_day(AFTER):
        assert len(about(duties_for_ems(scene.ems), ANSWER)) == 1
        assert about(duties_for_ems(other), ANSWER) == []


def test_the_presidency_that_came_after_is_asked_in_the_place_of_the_former_one(scene: Scene) -> None:
    before_the_members(scene)
    with clock.on_day(date(2023, 12, 4)):
        successor = CommitteeMember(
            convention=scene.alpha.convention,
            side="structure",
            quality="presidence",
            user=scene.alpha.lecteur,
            name="Nouvelle présidence",
            email=scene.alpha.lecteur.email,
            starts_on=date(2023, 12, 4),
        )
        services.add_member(actor=scene.ems, member=successor)
        asked = {duty.person for duty in about(duties_of_partner(scene.alpha.partner), ANSWER)}
    assert asked == {scene.alpha.lecteur.pk, scene.alpha.referent.pk}


def test_a_member_without_an_account_is_ems_to_record(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    without = CommitteeMember(
        convention=scene.alpha.convention,
        side="structure",
        quality="presidence",
        name="Sans Compte",
        email="sans@exemple.test",
        starts_on=date(2023, 9, 1),
    )
    services.add_member(actor=scene.ems, member=without)
    with clock.on_day(AFTER):
        submitted(scene, meeting)
        assert len(about(duties_for_ems(scene.ems), "réponse écrite de Sans Compte")) == 1
        assert about(duties_of_partner(scene.alpha.partner), ANSWER) == []


def test_the_first_screens_lead_to_the_minutes(scene: Scene) -> None:
    minutes = before_the_members(scene)
    with clock.on_day(AFTER):
        home = signed_in(scene.alpha.president).get(reverse("portal:home")).content.decode()
        dashboard = signed_in(scene.ems).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("portal:minutes", args=[minutes.public_id]) in home
    assert "Lire le compte rendu et répondre" in home
    assert reverse("backoffice:committee", args=[minutes.meeting.public_id]) in dashboard


def test_what_one_member_has_to_do_is_not_the_other_members(scene: Scene) -> None:
    minutes = before_the_members(scene)
    with clock.on_day(AFTER):
        answer_minutes(actor=scene.alpha.referent, minutes=minutes, answer=Answer.VALIDE)
        home = signed_in(scene.alpha.referent).get(reverse("portal:home")).content.decode()
    assert "Lire le compte rendu et répondre" not in home
    assert "Voir le compte rendu" in home


def test_ems_is_led_from_the_meeting_to_the_minutes_before_the_members(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)

    def asked() -> list[str]:
        return [duty.act for duty in duties_for_ems(scene.ems) if duty.public_id == meeting.public_id]

    assert asked() == []
    with clock.on_day(AFTER):
        assert asked() == ["Constater la tenue du comité du 30 novembre 2023"]
        save_notes(actor=scene.ems, meeting=meeting, revision=0, notes=notes(meeting))
        held = services.hold_meeting(actor=scene.ems, meeting=meeting)
        assert asked() == ["Rédiger le compte rendu du comité du 30 novembre 2023"]
        minutes = write_minutes(actor=scene.ems, meeting=held)
        assert asked() == ["Soumettre aux membres le compte rendu du comité du 30 novembre 2023"]
        submit_minutes(actor=scene.ems, minutes=minutes)
        answer_minutes(actor=scene.alpha.referent, minutes=minutes, answer=Answer.REFUSE, words="Inexact")
        assert asked() == ["Reprendre le compte rendu du comité du 30 novembre 2023, non validé par les membres"]


def test_a_decision_waits_until_it_has_its_follow_up(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        decision = take_decision(actor=scene.ems, meeting=meeting, kind=DecisionKind.AUTRE, text="Un guide")
        assert len(about(duties_for_ems(scene.ems), "Donner suite à une décision du comité du 30 novembre 2023")) == 1
        settle_decision(actor=scene.ems, decision=decision, words="Le guide est écrit")
        assert about(duties_for_ems(scene.ems), "Donner suite") == []


def test_ems_sees_which_members_have_not_answered_yet(scene: Scene) -> None:
    before_the_members(scene)
    with clock.on_day(AFTER):
        acts = [duty.act for duty in about(all_open_duties(scene.ems), ANSWER)]
    assert sorted(acts) == sorted(
        f"Répondre au compte rendu du comité du 30 novembre 2023 ({user})"
        for user in (scene.alpha.president, scene.alpha.referent)
    )


def test_the_list_of_decisions_is_filtered_and_leads_to_the_committee(scene: Scene) -> None:
    meetings = [seated(scene, house) for house in (scene.alpha, scene.beta)]
    with clock.on_day(AFTER):
        done = take_decision(actor=scene.ems, meeting=meetings[0], kind=DecisionKind.AUTRE, text="Écrire un guide")
        take_decision(actor=scene.ems, meeting=meetings[1], kind=DecisionKind.AVENANT, text="Changer le logo")
        settle_decision(actor=scene.ems, decision=done, words="Le guide est écrit")
        client = signed_in(scene.ems)
        everything = client.get(reverse("decisions:index")).content.decode()
        open_ones = client.get(reverse("decisions:index") + "?follow_up=a_traiter").content.decode()
    assert everything.index("Changer le logo") < everything.index("Écrire un guide")
    assert reverse("backoffice:committee", args=[meetings[1].public_id]) in open_ones
    assert "Écrire un guide" not in open_ones
