"""Minutes, sittings and decisions against those who left, sat twice, came too late or wrote in the database."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from passnum.committee import services
from passnum.committee.minutes_states import DecisionKind, MinutesState
from passnum.committee.models import CommitteeMember, Decision, MemberOpinion, Minutes
from passnum.committee.services.decisions import settle_decision, take_decision
from passnum.committee.services.papers import freeze_pack
from passnum.committee.services.voting import answer_minutes, record_written_answer
from passnum.committee.validation_rule import Answer
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.oversight.duties import duties_for_ems
from tests.committee.meetings import proposed
from tests.committee.sittings import AFTER, majority, noted, seated, submitted, written
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db
LATER = date(2023, 12, 4)


def seat_of(scene: Scene, quality: str) -> CommitteeMember:
    return CommitteeMember.objects.get(convention=scene.alpha.convention, side="structure", quality=quality)


def end(scene: Scene, quality: str) -> CommitteeMember:
    return services.end_seat(actor=scene.ems, member=seat_of(scene, quality), ends_on=AFTER)


def test_a_member_who_left_after_the_meeting_does_not_block_its_minutes_for_ever(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
        end(scene, "referent")
    with clock.on_day(LATER):
        with pytest.raises(NotAllowed):
            answer_minutes(actor=scene.alpha.referent, minutes=minutes, answer=Answer.VALIDE)
        assert any("réponse écrite" in duty.act for duty in duties_for_ems(scene.ems))
        url = reverse("backoffice:committee_act", args=[meeting.public_id, "avis-recu"])
        data = {"member": str(seat_of(scene, "referent").pk), "answer": "valide", "words": "Courriel du 3 décembre"}
        assert signed_in(scene.ems).post(url, data).status_code == 302
        for actor in (scene.ems, scene.alpha.president):
            answer_minutes(actor=actor, minutes=minutes, answer=Answer.VALIDE)
    minutes.refresh_from_db()
    assert minutes.state == MinutesState.VALIDE


def test_ems_does_not_answer_for_a_member_who_can(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
        with pytest.raises(NotAllowed, match="elle-même"):
            record_written_answer(
                actor=scene.ems,
                minutes=minutes,
                member=seat_of(scene, "presidence"),
                answer=Answer.VALIDE,
                words="Au téléphone",
            )


def test_ems_does_not_answer_for_a_presidency_that_has_a_successor(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    former = seat_of(scene, "presidence")
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
    with clock.on_day(LATER):
        successor = CommitteeMember(
            convention=scene.alpha.convention,
            side="structure",
            quality="presidence",
            user=scene.alpha.lecteur,
            name="Suite",
            email=scene.alpha.lecteur.email,
            starts_on=LATER,
        )
        services.add_member(actor=scene.ems, member=successor)
        with pytest.raises(NotAllowed):
            record_written_answer(
                actor=scene.ems, minutes=minutes, member=former, answer=Answer.VALIDE, words="Courrier"
            )
        answer_minutes(actor=scene.alpha.lecteur, minutes=minutes, answer=Answer.VALIDE)


def test_one_account_has_one_seat(scene: Scene) -> None:
    seated(scene, scene.alpha)
    again = CommitteeMember(
        convention=scene.alpha.convention,
        side="structure",
        quality="representant",
        user=scene.alpha.referent,
        name="Deux fois",
        email=scene.alpha.referent.email,
        starts_on=AFTER,
    )
    with pytest.raises(InvalidInput, match="siège déjà"):
        services.add_member(actor=scene.ems, member=again)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "act_on"),
    [
        (date(2023, 9, 18), date(2023, 9, 17), None),
        (date(2023, 9, 18), None, date(2023, 9, 19)),
        (date(2023, 9, 18), None, date(1, 1, 1)),
    ],
)
def test_dates_of_a_seat_out_of_order_are_refused_and_not_an_error(
    scene: Scene, starts_on: date, ends_on: date | None, act_on: date | None
) -> None:
    seated(scene, scene.alpha)
    member = CommitteeMember(
        convention=scene.alpha.convention,
        side="structure",
        quality="delegue" if act_on else "representant",
        name="Personne",
        email="personne@exemple.test",
        delegated_by=seat_of(scene, "presidence") if act_on else None,
        delegation_act="Arrêté 1" if act_on else "",
        delegation_on=act_on,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    with pytest.raises(InvalidInput):
        services.add_member(actor=scene.ems, member=member)


@pytest.mark.parametrize(("quorum", "delay"), [(4, 10), (2, 10**7), (0, 10)])
def test_a_rule_that_could_never_decide_is_refused(scene: Scene, quorum: int, delay: int) -> None:
    services.seat_from_accounts(actor=scene.ems, convention=scene.alpha.convention)
    values = services.RuleValues(quorum, majority().silence, True, delay)
    with pytest.raises(InvalidInput):
        services.record_rules(actor=scene.ems, convention=scene.alpha.convention, values=values)


def test_a_meeting_that_was_noted_is_neither_moved_nor_cancelled(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    (other,) = proposed(scene.ems, meeting, date(2023, 12, 12), reason="Salle prise")
    with clock.on_day(AFTER):
        noted(scene, meeting)
        with pytest.raises(WrongState, match="notée"):
            services.confirm_date(actor=scene.alpha.referent, proposal=other, late_reason="x")
        with pytest.raises(WrongState, match="notée"):
            services.cancel_meeting(actor=scene.ems, meeting=meeting, reason="Oubli")
        page = signed_in(scene.ems).get(reverse("backoffice:committee", args=[meeting.public_id])).content.decode()
    assert "Annuler le comité…" not in page


def test_the_agenda_of_frozen_papers_stays(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    freeze_pack(actor=scene.ems, meeting=meeting)
    with pytest.raises(WrongState, match="figées"):
        services.set_agenda(actor=scene.ems, meeting=meeting, points=["Autre chose"])


def test_a_settled_decision_is_kept_by_the_database(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        row = take_decision(actor=scene.ems, meeting=meeting, kind=DecisionKind.AUTRE, text="Un guide")
        settle_decision(actor=scene.ems, decision=row, words="Écrit")
    for change in ({"text": "Autre chose"}, {"settled_at": None, "settled_by": None}, {"settled_words": "Rien"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Decision.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM committee_decision WHERE id = %s", [row.pk])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE committee_minutes SET text = 'autre' WHERE id = %s",
        "UPDATE committee_minutes SET state = 'redaction', submitted_at = NULL WHERE id = %s",
        "UPDATE committee_minutes SET pdf_sha256 = 'a' WHERE id = %s",
        "DELETE FROM committee_minutes WHERE id = %s",
        "UPDATE committee_memberopinion SET answer = 'refuse' WHERE minutes_id = %s",
        "DELETE FROM committee_memberopinion WHERE minutes_id = %s",
    ],
)
def test_sealed_minutes_are_kept_by_the_database(scene: Scene, statement: str) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
        for actor in (scene.ems, scene.alpha.president, scene.alpha.referent):
            answer_minutes(actor=actor, minutes=minutes, answer=Answer.VALIDE)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [minutes.pk])
    kept = Minutes.objects.get(pk=minutes.pk)
    assert kept.state == MinutesState.VALIDE
    assert MemberOpinion.objects.filter(minutes=minutes, answer=Answer.VALIDE).count() == 3


def test_the_other_partner_finds_no_minutes_and_no_papers(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    pack = freeze_pack(actor=scene.ems, meeting=meeting)
    with clock.on_day(AFTER):
        drafted = written(scene, meeting)
        urls = [
            reverse("portal:minutes", args=[drafted.public_id]),
            reverse("portal:committee_pack", args=[pack.public_id, "csv"]),
        ]
        for url in urls:
            assert signed_in(scene.beta.president).get(url).status_code == 404
        # Not submitted yet: nobody of the structure reads the draft either.
        assert signed_in(scene.alpha.president).get(urls[0]).status_code == 404
        assert signed_in(scene.alpha.president).post(urls[0], {"answer": "valide"}).status_code == 404
