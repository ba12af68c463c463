"""From the meeting to its minutes, validated by the members and sealed (art. 7)."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from pikepdf import Pdf

from passnum.committee import services
from passnum.committee.documents import indicators_csv
from passnum.committee.enums import Silence
from passnum.committee.minutes_states import DecisionKind, MinutesState, Presence
from passnum.committee.models import Decision, MemberOpinion, Minutes
from passnum.committee.services.decisions import settle_decision, take_decision
from passnum.committee.services.minutes import rewrite_minutes, save_text, write_minutes
from passnum.committee.services.papers import freeze_pack
from passnum.committee.services.sitting import Notes, save_notes, seated_at
from passnum.committee.services.voting import answer_minutes, opinion_of, record_written_answer, settle_due_minutes
from passnum.committee.validation_rule import Answer
from passnum.conventions.services import find_obligation
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.mail.models import OutboxMessage
from tests.committee.meetings import fixed, proposed
from tests.committee.sittings import AFTER, majority, noted, notes, seated, submitted, written
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def everybody(scene: Scene, minutes: Minutes, answer: Answer = Answer.VALIDE) -> Minutes:
    for actor in (scene.ems, scene.alpha.president, scene.alpha.referent):
        minutes = answer_minutes(actor=actor, minutes=minutes, answer=answer)
    return Minutes.objects.get(pk=minutes.pk)


def test_the_sitting_does_not_open_before_its_day(scene: Scene) -> None:
    with pytest.raises(WrongState, match="30 novembre 2023"):
        noted(scene, seated(scene, scene.alpha))


def test_a_stale_page_overwrites_no_note(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        noted(scene, meeting)
        with pytest.raises(WrongState, match="rechargez"):
            save_notes(actor=scene.ems, meeting=meeting, revision=0, notes=notes(meeting, "Autre"))
    assert meeting.sitting.reviews.first().assessment == "Ateliers pleins"


def test_who_is_represented_says_by_whom(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    member = seated_at(meeting)[0]
    with clock.on_day(AFTER), pytest.raises(InvalidInput, match="représente"):
        save_notes(
            actor=scene.ems,
            meeting=meeting,
            revision=0,
            notes=Notes(presences={member.pk: (Presence.REPRESENTE, " ")}),
        )


def test_the_partner_notes_nothing(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER), pytest.raises(NotAllowed):
        save_notes(actor=scene.alpha.president, meeting=meeting, revision=0, notes=notes(meeting))


def test_the_minutes_are_written_from_the_notes_and_the_indicators(scene: Scene) -> None:
    scene.transmitted(scene.alpha)
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        text = written(scene, meeting).text
    for words in ("Ateliers pleins", "Un atelier de plus", "Poursuivre le partenariat", "120\u202fpersonnes"):
        assert words.replace("\u202f", " ") in text.replace("\u202f", " ").replace("\xa0", " ")


def test_minutes_need_a_meeting_held(scene: Scene) -> None:
    with pytest.raises(WrongState, match="tenue"):
        write_minutes(actor=scene.ems, meeting=seated(scene, scene.alpha))


def test_unanimity_of_those_present_validates_seals_and_proves(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = everybody(scene, submitted(scene, meeting))
        assert minutes.state == MinutesState.VALIDE
        content = minutes.file.read()
        assert content.startswith(b"%PDF")
        assert hashlib.sha256(content).hexdigest() == minutes.pdf_sha256
        obligation = find_obligation(scene.alpha.convention, "OB-10", "2023")
        assert obligation is not None
        assert obligation.met_on == AFTER
        assert obligation.evidence.get().sha256 == minutes.pdf_sha256
        assert find_obligation(scene.alpha.convention, "OB-06", "2023").met_on == date(2023, 11, 30)


def test_each_member_is_written_to_once(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        submitted(scene, meeting)
    keys = OutboxMessage.objects.filter(key__startswith="minutes_submitted:").values_list("to", flat=True)
    assert sorted(keys) == sorted(member.email for member in seated_at(meeting))


def test_a_member_answers_once_per_version(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
        answer_minutes(actor=scene.alpha.president, minutes=minutes, answer=Answer.VALIDE)
        with pytest.raises(WrongState, match="déjà répondu"):
            answer_minutes(actor=scene.alpha.president, minutes=minutes, answer=Answer.REFUSE, words="Non")


@pytest.mark.parametrize("answer", [Answer.REFUSE, Answer.COMMENTE])
def test_a_refusal_and_a_comment_carry_words(scene: Scene, answer: Answer) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
        with pytest.raises(InvalidInput):
            answer_minutes(actor=scene.alpha.president, minutes=minutes, answer=answer, words="  ")


def test_who_does_not_sit_has_no_voice(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
        for stranger in (scene.alpha.lecteur, scene.alpha.intervenant, scene.beta.president, scene.communication):
            with pytest.raises(NotAllowed):
                answer_minutes(actor=stranger, minutes=minutes, answer=Answer.VALIDE)


def test_the_presidency_that_comes_after_answers_in_the_place_of_the_former(scene: Scene) -> None:
    from passnum.committee.enums import MemberQuality
    from passnum.committee.models import CommitteeMember
    from passnum.conventions.enums import Side

    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
    with clock.on_day(date(2023, 12, 8)):
        new = CommitteeMember(
            convention=scene.alpha.convention,
            side=Side.STRUCTURE,
            quality=MemberQuality.PRESIDENCE,
            user=scene.alpha.lecteur,
            name="Nouvelle Présidence",
            email=scene.alpha.lecteur.email,
            starts_on=date(2023, 12, 5),
        )
        services.add_member(actor=scene.ems, member=new)
        assert opinion_of(scene.alpha.president, minutes) is None
        assert opinion_of(scene.alpha.lecteur, minutes) is not None


def test_a_comment_leads_to_another_version_and_the_former_stays_readable(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        first = submitted(scene, meeting)
        answer_minutes(actor=scene.alpha.referent, minutes=first, answer=Answer.COMMENTE, words="Deux ateliers")
        second = rewrite_minutes(actor=scene.ems, minutes=first)
        second = save_text(actor=scene.ems, minutes=second, revision=0, text="Deux ateliers de plus")
    assert (second.version, second.state) == (2, MinutesState.REDACTION)
    former = Minutes.objects.visible_to(scene.alpha.referent).get(version=1)
    assert former.state == MinutesState.REMPLACE
    assert not Minutes.objects.visible_to(scene.alpha.referent).filter(version=2).exists()


def test_without_comment_nor_refusal_no_version_is_replaced(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
        with pytest.raises(WrongState):
            rewrite_minutes(actor=scene.ems, minutes=minutes)


def test_silence_is_counted_once_the_delay_is_over(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha, rule=majority(silence=Silence.ACCORD))
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
        assert minutes.answers_by == date(2023, 12, 11)
    with clock.on_day(date(2023, 12, 11)):
        assert settle_due_minutes() == 0
    with clock.on_day(date(2023, 12, 12)):
        assert settle_due_minutes() == 1
        assert settle_due_minutes() == 0
    minutes.refresh_from_db()
    assert minutes.state == MinutesState.VALIDE
    assert "par silence" in minutes.outcome


def test_no_answer_is_taken_after_the_delay(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha, rule=majority())
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
    with clock.on_day(date(2023, 12, 12)), pytest.raises(WrongState, match="délai"):
        answer_minutes(actor=scene.alpha.president, minutes=minutes, answer=Answer.VALIDE)


def test_a_member_with_an_account_answers_alone(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
        member = MemberOpinion.objects.get(minutes=minutes, member__user=scene.alpha.president).member
        with pytest.raises(NotAllowed):
            record_written_answer(
                actor=scene.ems, minutes=minutes, member=member, answer=Answer.VALIDE, words="Par courrier"
            )


@pytest.mark.parametrize("change", [{"text": "x"}, {"version": 9}, {"submitted_at": None}])
def test_the_database_keeps_what_was_submitted(scene: Scene, change: dict[str, object]) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
    with pytest.raises(DatabaseError), transaction.atomic():
        Minutes.objects.filter(pk=minutes.pk).update(**change)


@pytest.mark.parametrize("change", [{"state": "soumis"}, {"pdf_sha256": "0" * 64}, {"outcome": "x"}])
def test_the_database_keeps_what_was_validated(scene: Scene, change: dict[str, object]) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = everybody(scene, submitted(scene, meeting))
    with pytest.raises(DatabaseError), transaction.atomic():
        Minutes.objects.filter(pk=minutes.pk).update(**change)


def test_the_database_keeps_an_answer(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
        answer_minutes(actor=scene.alpha.president, minutes=minutes, answer=Answer.VALIDE)
    answered = MemberOpinion.objects.filter(minutes=minutes, member__user=scene.alpha.president)
    with pytest.raises(DatabaseError), transaction.atomic():
        answered.update(answer="refuse", words="x")


def test_the_database_holds_one_live_version(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        written(scene, meeting)
    with pytest.raises(IntegrityError), transaction.atomic():
        Minutes.objects.create(meeting=meeting, version=2, text="x", written_by=scene.ems)


def test_the_pack_names_the_transmitted_file_by_its_digest_and_never_changes(scene: Scene) -> None:
    dossier = scene.transmitted(scene.alpha)
    pack = freeze_pack(actor=scene.ems, meeting=fixed(scene, scene.alpha))
    assert hashlib.sha256(pack.content.encode()).hexdigest() == pack.content_sha256
    assert hashlib.sha256(pack.file.read()).hexdigest() == pack.pdf_sha256
    assert dossier.sealed_sha256 in pack.content
    assert str(dossier.public_id) in pack.content
    with pytest.raises(DatabaseError), transaction.atomic():
        type(pack).objects.filter(pk=pack.pk).update(content="{}")


def test_the_pack_is_frozen_once(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    freeze_pack(actor=scene.ems, meeting=meeting)
    with pytest.raises(WrongState, match="déjà figées"):
        freeze_pack(actor=scene.ems, meeting=meeting)


def test_a_decision_waits_until_it_has_become_something(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        decision = take_decision(actor=scene.ems, meeting=meeting, kind=DecisionKind.AUTRE, text="Visiter un lieu")
        assert Decision.objects.to_do().get() == decision
        settle_decision(actor=scene.ems, decision=decision, words="Visite faite")
        with pytest.raises(WrongState, match="déjà traitée"):
            settle_decision(actor=scene.ems, decision=decision, words="Encore")
    assert not Decision.objects.to_do().exists()


def test_no_decision_is_added_to_submitted_minutes(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        submitted(scene, meeting)
        with pytest.raises(WrongState):
            take_decision(actor=scene.ems, meeting=meeting, kind=DecisionKind.AUTRE, text="x")


def test_the_minutes_of_a_further_meeting_meet_its_obligation(scene: Scene) -> None:
    services.seat_from_accounts(actor=scene.ems, convention=scene.alpha.convention)
    request = services.request_meeting(
        actor=scene.alpha.referent, convention=scene.alpha.convention, wish=services.Wish("Un point d’étape")
    )
    meeting = services.answer_request(actor=scene.ems, request=request, accept=True).meeting
    assert meeting is not None
    (proposal,) = proposed(scene.ems, meeting, date(2023, 11, 30))
    meeting = services.confirm_date(actor=scene.alpha.referent, proposal=proposal)
    with clock.on_day(AFTER):
        everybody(scene, submitted(scene, meeting))
    obligation = find_obligation(meeting.convention, "OB-10", meeting.occurrence)
    assert obligation is not None
    assert obligation.met_on == AFTER


def test_the_table_of_indicators_is_joined_to_the_frozen_pack(scene: Scene) -> None:
    scene.transmitted(scene.alpha)
    pack = freeze_pack(actor=scene.ems, meeting=fixed(scene, scene.alpha))
    with Pdf.open(pack.file) as pdf:
        joined = bytes(pdf.attachments["indicateurs.csv"].get_file().read_bytes())
    assert joined == indicators_csv(json.loads(pack.content))
    rows = list(csv.DictReader(io.StringIO(joined.decode("utf-8-sig")), delimiter=";"))
    assert {"Modalité": "Bénéficiaires", "Nombre": "120"}.items() <= rows[1].items()
    assert sum(int(row["Nombre"]) for row in rows if row["Caractéristique"] == "Sexe") == 120


def test_a_pack_without_a_transmitted_file_joins_no_table(scene: Scene) -> None:
    pack = freeze_pack(actor=scene.ems, meeting=fixed(scene, scene.alpha))
    with Pdf.open(pack.file) as pdf:
        assert not list(pdf.attachments)


def test_the_mails_about_the_minutes_say_the_act_and_the_days(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha, rule=majority(blocks=True))
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
        answer_minutes(actor=scene.alpha.referent, minutes=minutes, answer=Answer.REFUSE, words="Inexact")
    asked = OutboxMessage.objects.filter(key__startswith="minutes_submitted").first()
    told = OutboxMessage.objects.filter(key__startswith="minutes_refused").first()
    assert asked is not None
    assert told is not None
    partner = scene.alpha.partner.name
    assert asked.subject == (
        f"À valider jusqu’au lundi 11 décembre 2023\xa0: compte rendu du comité du 30 novembre 2023 – {partner}"
    )
    assert told.subject.endswith(f"compte rendu du comité du 30 novembre 2023 – {partner}")
    assert "refus\xa0: un refus suffit à bloquer." in told.body_text
