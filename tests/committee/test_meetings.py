"""Held, cancelled, asked for: what becomes of a meeting and of what hangs on it."""

from __future__ import annotations

from datetime import date

import pytest

from passnum.committee import services
from passnum.committee.models import CommitteeMeeting, MeetingRequest
from passnum.conventions.enums import ObligationStatus, Side
from passnum.conventions.models import Obligation
from passnum.conventions.services import find_obligation
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from tests.committee.meetings import LAWFUL, fixed, opened, proposed
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def test_a_meeting_is_not_held_before_its_date(scene: Scene) -> None:
    with pytest.raises(WrongState, match="30 novembre 2023"):
        services.hold_meeting(actor=scene.ems, meeting=fixed(scene, scene.alpha))


def test_an_ordinary_meeting_held_meets_ob_06(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    with clock.on_day(date(2023, 12, 1)):
        services.hold_meeting(actor=scene.ems, meeting=meeting)
        obligation = find_obligation(scene.alpha.convention, "OB-06", "2023")
        assert obligation is not None
        assert obligation.status(clock.today()) == ObligationStatus.RESPECTEE
        assert obligation.met_on == LAWFUL


def test_a_held_meeting_takes_no_other_date(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    with clock.on_day(date(2023, 12, 1)):
        services.hold_meeting(actor=scene.ems, meeting=meeting)
        with pytest.raises(WrongState):
            proposed(scene.ems, meeting, date(2023, 12, 20), reason="Encore")


def test_a_cancellation_carries_a_reason(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="motif"):
        services.cancel_meeting(actor=scene.ems, meeting=fixed(scene, scene.alpha), reason=" ")


def test_the_partner_cancels_nothing(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        services.cancel_meeting(actor=scene.alpha.president, meeting=fixed(scene, scene.alpha), reason="x")


def test_after_a_cancellation_the_dates_wait_and_the_former_ones_are_kept(scene: Scene) -> None:
    meeting = services.cancel_meeting(actor=scene.ems, meeting=fixed(scene, scene.alpha), reason="Neige")
    obligation = find_obligation(scene.alpha.convention, "OB-08", "2023")
    assert obligation is not None
    assert obligation.due_on is None
    assert date(2023, 10, 30) in obligation.dates.values_list("due_on", flat=True)
    assert scene.period(scene.alpha).due_on is None
    assert meeting.proposals.get().outcome == "annulee"


def test_what_was_met_stays_met_after_a_cancellation(scene: Scene) -> None:
    services.cancel_meeting(actor=scene.ems, meeting=fixed(scene, scene.alpha), reason="Neige")
    obligation = find_obligation(scene.alpha.convention, "OB-07", "2023")
    assert obligation is not None
    assert obligation.met_on == clock.today()


def test_a_cancelled_committee_leaves_room_for_another_of_the_year(scene: Scene) -> None:
    services.cancel_meeting(actor=scene.ems, meeting=fixed(scene, scene.alpha), reason="Neige")
    meeting = fixed(scene, scene.alpha, date(2023, 12, 20))
    assert scene.period(scene.alpha).due_on == date(2023, 11, 20)
    assert CommitteeMeeting.objects.ordinary().get(year=2023) == meeting


def test_the_committee_of_a_year_opens_once(scene: Scene) -> None:
    assert opened(scene, scene.alpha) == opened(scene, scene.alpha)


@pytest.mark.parametrize("year", [2020, 2024, 0, 99999])
def test_a_year_outside_the_convention_has_no_committee(scene: Scene, year: int) -> None:
    with pytest.raises(InvalidInput, match="2021"):
        opened(scene, scene.alpha, year)


def test_the_agenda_begins_with_what_article_7_asks(scene: Scene) -> None:
    titles = [point.title for point in opened(scene, scene.alpha).agenda.all()]
    assert titles[0].startswith("Évaluation de l’atteinte des objectifs")
    assert "Avis sur la poursuite du partenariat" in titles


def test_the_agenda_is_written_anew_in_order(scene: Scene) -> None:
    meeting = services.set_agenda(actor=scene.ems, meeting=opened(scene, scene.alpha), points=["Un", " ", "Deux"])
    assert [(point.position, point.title) for point in meeting.agenda.all()] == [(1, "Un"), (2, "Deux")]


def asked(scene: Scene, **values: object) -> MeetingRequest:
    wish = services.Wish(**({"reason": "Faire le point"} | values))  # type: ignore[arg-type]
    return services.request_meeting(actor=scene.alpha.referent, convention=scene.alpha.convention, wish=wish)


def test_a_request_stays_in_sight_until_it_is_answered(scene: Scene) -> None:
    row = asked(scene)
    assert list(MeetingRequest.objects.awaiting_answer_of(Side.EMS)) == [row]
    assert not MeetingRequest.objects.awaiting_answer_of(Side.STRUCTURE).exists()
    services.answer_request(actor=scene.ems, request=row, accept=False, reason="Trop tôt")
    assert not MeetingRequest.objects.unanswered().exists()


def test_a_request_has_a_reason(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="motif"):
        asked(scene, reason=" ")


def test_one_does_not_answer_ones_own_request(scene: Scene) -> None:
    with pytest.raises(WrongState, match="autre partie"):
        services.answer_request(actor=scene.alpha.president, request=asked(scene), accept=True)


def test_a_refusal_says_why(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="motif"):
        services.answer_request(actor=scene.ems, request=asked(scene), accept=False)


def test_an_accepted_request_opens_a_meeting_whose_date_is_fixed_together(scene: Scene) -> None:
    row = services.answer_request(actor=scene.ems, request=asked(scene, wished_on=date(2024, 4, 30)), accept=True)
    meeting = row.meeting
    assert meeting is not None
    (proposal,) = proposed(scene.ems, meeting, date(2024, 4, 30))
    services.confirm_date(actor=scene.alpha.referent, proposal=proposal)
    obligation = find_obligation(scene.alpha.convention, "OB-08", f"comite/{meeting.public_id}")
    assert obligation is not None
    assert obligation.due_on == date(2024, 3, 30)
    services.cancel_meeting(actor=scene.ems, meeting=meeting, reason="Sans objet")
    obligation.refresh_from_db()
    assert obligation.status(clock.today()) == ObligationStatus.SANS_OBJET


def test_an_answered_request_is_not_answered_again(scene: Scene) -> None:
    row = asked(scene)
    services.answer_request(actor=scene.ems, request=row, accept=True)
    with pytest.raises(WrongState, match="déjà acceptée"):
        services.answer_request(actor=scene.ems, request=row, accept=False, reason="Non")


def test_after_the_last_day_of_article_12_no_early_end_can_be_asked_for(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="six mois"):
        asked(scene, end_wished_on=date(2023, 12, 30))
    with pytest.raises(InvalidInput, match="prend fin"):
        asked(scene, end_wished_on=date(2024, 6, 30))


def test_a_special_meeting_is_held_six_months_before_the_end_it_examines(scene: Scene) -> None:
    with clock.on_day(date(2022, 9, 1)):
        row = services.answer_request(
            actor=scene.ems, request=asked(scene, end_wished_on=date(2023, 8, 31)), accept=True
        )
        assert row.meeting is not None
        with pytest.raises(InvalidInput, match="28 février 2023"):
            proposed(scene.ems, row.meeting, date(2023, 3, 15))
        assert proposed(scene.ems, row.meeting, date(2023, 2, 28))


def further(scene: Scene, day: date = date(2023, 12, 5)) -> CommitteeMeeting:
    """A further meeting, asked for by the partner and fixed on that day."""
    request = services.answer_request(actor=scene.ems, request=asked(scene), accept=True)
    assert request.meeting is not None
    (proposal,) = proposed(scene.ems, request.meeting, day)
    return services.confirm_date(actor=scene.alpha.referent, proposal=proposal)


def minutes_of(meeting: CommitteeMeeting) -> Obligation:
    found = find_obligation(meeting.convention, "OB-10", meeting.occurrence)
    assert found is not None
    return found


def test_a_further_meeting_calls_for_its_minutes_without_a_day(scene: Scene) -> None:
    row = minutes_of(further(scene))
    assert (row.due_on, row.label) == (None, "Compte rendu du comité du 05/12/2023")


def test_the_duties_of_a_further_meeting_that_is_moved_name_the_new_day(scene: Scene) -> None:
    meeting = further(scene)
    (proposal,) = proposed(scene.ems, meeting, date(2023, 12, 12), reason="Salle prise")
    services.confirm_date(actor=scene.alpha.referent, proposal=proposal)
    assert minutes_of(meeting).label == "Compte rendu du comité du 12/12/2023"
    rows = meeting.convention.obligations.filter(occurrence=meeting.occurrence)
    assert all("12/12/2023" in row.label for row in rows)


def test_a_further_meeting_that_is_cancelled_has_no_minutes_to_write(scene: Scene) -> None:
    meeting = further(scene)
    services.cancel_meeting(actor=scene.ems, meeting=meeting, reason="Plus d’objet")
    assert minutes_of(meeting).withdrawn_on is not None
