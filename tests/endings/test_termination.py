"""Termination as guided paths: lawful steps in their order, effect at its date, nothing done twice."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from passnum.committee import services as committee
from passnum.committee.models import CommitteeMeeting
from passnum.conventions.enums import ConventionState, ObligationStatus
from passnum.conventions.models import Obligation
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.journal import verify_all
from passnum.endings import services
from passnum.endings.documents import letters_of, render_letter
from passnum.endings.enums import Cause, TerminationState
from passnum.endings.models import Termination
from tests.committee.meetings import proposed
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def opened(scene: Scene, cause: Cause = Cause.MANQUEMENT, on: date = date(2022, 11, 2)) -> Termination:
    with clock.on_day(on):
        return services.open_termination(
            actor=scene.ems, convention=scene.alpha.convention, cause=cause, reason="Aucun livrable depuis un an"
        )


def notified(scene: Scene) -> Termination:
    return notified_from(scene, opened(scene))


def notified_from(scene: Scene, row: Termination) -> Termination:
    with clock.on_day(date(2022, 12, 6)):
        return services.record_letter(
            actor=scene.ems,
            termination=row,
            number="1A 123 456 7890 1",
            sent_on=date(2022, 11, 25),
            presented_on=date(2022, 11, 28),
            received_on=date(2022, 12, 5),
            file=ContentFile(b"%PDF-1.4 accuse"),
        )


def decided(scene: Scene) -> Termination:
    return decided_from(scene, opened(scene))


def decided_from(scene: Scene, row: Termination) -> Termination:
    row = notified_from(scene, row)
    with clock.on_day(date(2023, 1, 10)):
        return services.decide_termination(
            actor=scene.ems,
            termination=row,
            effect_on=date(2023, 2, 28),
            decision="Résiliation pour manquement",
            departure_reason="Le préavis de trois mois suffit à un manquement",
        )


def obligation(scene: Scene, rule: str, row: Termination) -> Obligation:
    return Obligation.objects.get(
        convention=scene.alpha.convention, rule=rule, occurrence=f"resiliation/{row.public_id}"
    )


def test_the_letter_dates_the_end_of_the_notice(scene: Scene) -> None:
    row = notified(scene)
    dated = obligation(scene, "OB-16", row)
    assert dated.due_on == date(2023, 2, 28)
    assert "28/11/2022 + 3 mois" in dated.explanation
    assert len(row.letter_sha256) == 64


def test_a_termination_takes_effect_at_its_date_not_when_it_is_typed(scene: Scene) -> None:
    row = decided(scene)
    with clock.on_day(date(2023, 2, 28)):
        assert services.apply_due_terminations() == 0
        scene.alpha.convention.refresh_from_db()
        assert scene.alpha.convention.state == ConventionState.EN_VIGUEUR
    with clock.on_day(date(2023, 3, 1)):
        assert services.apply_due_terminations() == 1
        assert services.apply_due_terminations() == 0
    scene.alpha.convention.refresh_from_db()
    row.refresh_from_db()
    assert (scene.alpha.convention.state, scene.alpha.convention.ended_on) == (
        ConventionState.RESILIEE,
        date(2023, 2, 28),
    )
    assert row.state == TerminationState.EN_EFFET
    assert not [found for _, found in verify_all() if found]


def test_what_was_due_later_has_no_object_any_more_but_the_final_evaluation(scene: Scene) -> None:
    decided(scene)
    with clock.on_day(date(2023, 3, 2)):
        services.apply_due_terminations()
        rows = Obligation.objects.filter(convention=scene.alpha.convention)
        assert rows.get(rule="OB-06", occurrence="2023").status(clock.today()) == ObligationStatus.SANS_OBJET
        assert rows.get(rule="OB-13").status(clock.today()) == ObligationStatus.SANS_DELAI


def test_a_breach_before_the_six_months_of_the_committee_says_why(scene: Scene) -> None:
    row = notified(scene)
    with clock.on_day(date(2023, 1, 10)), pytest.raises(InvalidInput) as refused:
        services.decide_termination(
            actor=scene.ems, termination=row, effect_on=date(2023, 2, 28), decision="Résiliation"
        )
    assert refused.value.field == "departure_reason"


def test_a_date_before_the_lawful_path_is_refused_with_the_nearest_one(scene: Scene) -> None:
    row = notified(scene)
    with clock.on_day(date(2023, 1, 10)), pytest.raises(InvalidInput, match="28 février 2023"):
        services.decide_termination(
            actor=scene.ems, termination=row, effect_on=date(2023, 2, 27), decision="Trop tôt", departure_reason="x"
        )


def test_a_breach_without_letter_is_refused_by_code_and_by_the_database(scene: Scene) -> None:
    row = opened(scene)
    with pytest.raises(InvalidInput, match="lettre recommandée"):
        services.decide_termination(actor=scene.ems, termination=row, effect_on=date(2023, 6, 1), decision="Non")
    with pytest.raises(IntegrityError), transaction.atomic():
        Termination.objects.filter(pk=row.pk).update(
            state="decidee", decided_on=date(2023, 1, 1), effect_on=date(2023, 6, 1), decision="x"
        )


@pytest.mark.parametrize(
    ("on", "wished", "said"),
    [
        (date(2023, 3, 1), date(2023, 8, 31), "28 février 2023"),
        (date(2023, 3, 1), date(2024, 2, 1), "prend fin d’elle-même"),
        (date(2023, 7, 3), date(2023, 12, 1), "Plus aucune fin anticipée"),
        (date(2023, 3, 1), None, "dernier jour envisagé"),
    ],
)
def test_an_early_end_out_of_its_path_is_refused(scene: Scene, on: date, wished: date | None, said: str) -> None:
    with clock.on_day(on), pytest.raises(InvalidInput, match=said):
        services.open_termination(
            actor=scene.alpha.president,
            convention=scene.alpha.convention,
            cause=Cause.ANTICIPEE,
            reason="Fermeture",
            wished_on=wished,
        )


def test_an_early_end_goes_through_its_special_committee(scene: Scene) -> None:
    with clock.on_day(date(2023, 1, 5)):
        row = services.open_termination(
            actor=scene.alpha.president,
            convention=scene.alpha.convention,
            cause=Cause.ANTICIPEE,
            reason="Fermeture",
            wished_on=date(2023, 8, 31),
        )
    assert obligation(scene, "OB-17", row).due_on == date(2023, 2, 28)
    with clock.on_day(date(2023, 2, 28)):
        row = services.record_special_committee(actor=scene.ems, termination=row, meeting=held_meeting(scene, row))
        row = services.decide_termination(
            actor=scene.ems, termination=row, effect_on=date(2023, 8, 31), decision="D’un commun accord"
        )
    dated = obligation(scene, "OB-17", row)
    assert (dated.met_on, dated.evidence.get().target) == (date(2023, 2, 28), row.meeting.public_id)
    assert row.state == TerminationState.DECIDEE


def held_meeting(scene: Scene, row: Termination, day: date = date(2023, 2, 28)) -> CommitteeMeeting:
    """The special meeting of the path: opened by the structure, dated together two months before, held."""
    with clock.on_day(date(2022, 12, 28)):
        meeting = services.open_special_meeting(actor=scene.alpha.president, termination=row)
        (proposal,) = proposed(scene.ems, meeting, day)
        committee.confirm_date(actor=scene.alpha.president, proposal=proposal)
    with clock.on_day(day):
        return committee.hold_meeting(actor=scene.ems, meeting=meeting)


def early_end(scene: Scene, on: date, wished: date = date(2023, 8, 31)) -> Termination:
    with clock.on_day(on):
        return services.open_termination(
            actor=scene.alpha.president,
            convention=scene.alpha.convention,
            cause=Cause.ANTICIPEE,
            reason="Fermeture",
            wished_on=wished,
        )


def test_the_special_meeting_can_be_fixed_six_months_before_the_end_and_not_a_day_later(scene: Scene) -> None:
    row = early_end(scene, date(2022, 12, 20))
    with clock.on_day(date(2022, 12, 20)):
        meeting = services.open_special_meeting(actor=scene.alpha.president, termination=row)
        assert (meeting.kind, meeting.end_wished_on) == ("special", date(2023, 8, 31))
        with pytest.raises(InvalidInput, match="28 février 2023"):
            proposed(scene.ems, meeting, date(2023, 3, 1))
        assert proposed(scene.ems, meeting, date(2023, 2, 28))
        with pytest.raises(WrongState, match="déjà ouverte"):
            services.open_special_meeting(actor=scene.ems, termination=row)


def test_a_meeting_not_held_or_of_another_kind_is_no_special_committee(scene: Scene) -> None:
    row = early_end(scene, date(2022, 12, 20))
    with clock.on_day(date(2022, 12, 20)):
        meeting = services.open_special_meeting(actor=scene.ems, termination=row)
        ordinary = committee.open_ordinary(actor=scene.ems, convention=scene.alpha.convention, year=2023)
        other = committee.open_ordinary(actor=scene.ems, convention=scene.beta.convention, year=2023)
        for wrong in (meeting, ordinary, other):
            with pytest.raises(InvalidInput):
                services.record_special_committee(actor=scene.ems, termination=row, meeting=wrong)
        with pytest.raises(NotAllowed):
            services.record_special_committee(actor=scene.alpha.president, termination=row, meeting=meeting)


def test_an_early_end_opened_after_its_special_meeting_begins_with_it(scene: Scene) -> None:
    with clock.on_day(date(2022, 12, 20)):
        wish = committee.Wish("Fermeture prochaine", end_wished_on=date(2023, 8, 31))
        asked = committee.request_meeting(actor=scene.alpha.president, convention=scene.alpha.convention, wish=wish)
        meeting = committee.answer_request(actor=scene.ems, request=asked, accept=True).meeting
        assert meeting is not None
        (proposal,) = proposed(scene.ems, meeting, date(2023, 2, 27))
        committee.confirm_date(actor=scene.alpha.president, proposal=proposal)
    with clock.on_day(date(2023, 2, 27)):
        committee.hold_meeting(actor=scene.ems, meeting=meeting)
    row = early_end(scene, date(2023, 3, 15))
    assert (row.meeting, row.committee_on) == (meeting, date(2023, 2, 27))
    assert obligation(scene, "OB-17", row).met_on == date(2023, 2, 27)


def test_force_majeure_needs_no_notice(scene: Scene) -> None:
    row = opened(scene, Cause.FORCE_MAJEURE)
    with clock.on_day(date(2022, 11, 3)):
        row = services.decide_termination(
            actor=scene.ems, termination=row, effect_on=date(2022, 11, 2), decision="Constat"
        )
        assert services.apply_due_terminations() == 1


def test_one_path_at_a_time(scene: Scene) -> None:
    opened(scene)
    with pytest.raises(WrongState, match="déjà en cours"):
        opened(scene, Cause.FORCE_MAJEURE)


def test_giving_up_leaves_the_reason_and_frees_the_path(scene: Scene) -> None:
    row = notified(scene)
    with pytest.raises(WrongState):
        services.abandon_termination(actor=scene.alpha.president, termination=row, reason="Non")
    row = services.abandon_termination(actor=scene.ems, termination=row, reason="Livrables remis")
    assert row.state == TerminationState.ABANDONNEE
    assert obligation(scene, "OB-16", row).withdrawn_on is not None
    opened(scene)


def test_the_pass_come_back_after_the_decision(scene: Scene) -> None:
    row = notified(scene)
    with pytest.raises(WrongState):
        services.record_restitution(
            actor=scene.alpha.referent, termination=row, returned_on=date(2023, 1, 2), booklets=12
        )
    row = decided_again(scene, row)
    services.record_restitution(actor=scene.alpha.referent, termination=row, returned_on=date(2023, 3, 2), booklets=12)
    assert obligation(scene, "OB-18", row).met_on is None
    row = services.confirm_restitution(actor=scene.ems, termination=row, received_on=date(2023, 3, 6), booklets=11)
    met = obligation(scene, "OB-18", row)
    assert met.met_on == date(2023, 3, 6)
    assert "12 carnets déclarés" in met.evidence.get().label.replace("\u202f", " ").replace("\u00a0", " ")
    with pytest.raises(WrongState, match="déjà confirmée"):
        services.confirm_restitution(actor=scene.ems, termination=row, received_on=date(2023, 3, 6), booklets=11)


def test_ems_alone_confirms_and_not_before_the_structure_gave_back(scene: Scene) -> None:
    row = decided_again(scene, notified(scene))
    with pytest.raises(WrongState):
        services.confirm_restitution(actor=scene.ems, termination=row, received_on=date(2023, 3, 6), booklets=1)
    services.record_restitution(actor=scene.alpha.referent, termination=row, returned_on=date(2023, 3, 2), booklets=12)
    with pytest.raises(NotAllowed):
        services.confirm_restitution(
            actor=scene.alpha.president, termination=row, received_on=date(2023, 3, 6), booklets=12
        )
    with pytest.raises(InvalidInput):
        services.confirm_restitution(actor=scene.ems, termination=row, received_on=date(2023, 3, 1), booklets=12)


def test_what_ems_counts_itself_is_received_at_once(scene: Scene) -> None:
    row = decided_again(scene, notified(scene))
    row = services.record_restitution(actor=scene.ems, termination=row, returned_on=date(2023, 3, 2), booklets=12)
    assert row.restitution_confirmed_on == date(2023, 3, 2)
    assert obligation(scene, "OB-18", row).met_on == date(2023, 3, 2)


def decided_again(scene: Scene, row: Termination) -> Termination:
    with clock.on_day(date(2023, 1, 10)):
        return services.decide_termination(
            actor=scene.ems,
            termination=row,
            effect_on=date(2023, 2, 28),
            decision="Résiliation",
            departure_reason="Préavis suffisant",
        )


def test_strangers_and_small_roles_open_nothing(scene: Scene) -> None:
    for actor in (scene.alpha.referent, scene.alpha.lecteur, scene.beta.president, scene.communication):
        with pytest.raises(NotAllowed):
            services.open_termination(
                actor=actor, convention=scene.alpha.convention, cause=Cause.FORCE_MAJEURE, reason="x y"
            )


def test_dates_of_the_letter_are_in_order(scene: Scene) -> None:
    row = opened(scene)
    for presented, received in ((date(2022, 11, 1), None), (date(2022, 12, 5), date(2022, 12, 1))):
        with clock.on_day(date(2022, 12, 31)), pytest.raises(InvalidInput):
            services.record_letter(
                actor=scene.ems,
                termination=row,
                number="1A",
                sent_on=date(2022, 11, 25),
                presented_on=presented,
                received_on=received,
            )


def test_every_letter_is_a_file_for_the_archive(scene: Scene) -> None:
    before, row = set(letters_of(opened(scene))), Termination.objects.get()
    assert before == {"manquement", "comite"}
    assert set(letters_of(decided_from(scene, row))) == {"manquement", "restitution"}
    row.refresh_from_db()
    for key in before | set(letters_of(row)):
        pdf = render_letter(row, key, made_at=clock.now())
        assert pdf.startswith(b"%PDF")
        with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfuaid:part"] == "1"
