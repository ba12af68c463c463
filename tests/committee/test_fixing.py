"""The date of a committee is fixed by both sides (art. 7)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from passnum.committee import services
from passnum.committee.models import CommitteeMeeting, DateConfirmation
from passnum.conventions.enums import ObligationStatus, Side
from passnum.conventions.services import find_obligation
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.models import JournalEntry
from tests.committee.meetings import LAWFUL, fixed, opened, proposed, slot
from tests.scene import COMMITTEE, Scene

pytestmark = pytest.mark.django_db


def test_a_proposal_alone_fixes_nothing(scene: Scene) -> None:
    meeting = opened(scene, scene.alpha)
    proposed(scene.ems, meeting)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.held_on) == ("a_fixer", None)


def test_the_confirmation_of_the_other_side_fixes_the_date(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    assert (meeting.state, meeting.held_on, meeting.fixed_on) == ("fixe", LAWFUL, clock.today())


def test_both_confirmations_say_who_in_what_quality_and_when(scene: Scene) -> None:
    fixed(scene, scene.alpha)
    rows = {row.side: row for row in DateConfirmation.objects.all()}
    assert rows[Side.EMS].confirmed_by == scene.ems
    assert rows[Side.EMS].confirmed_as == "Administration de l’Eurométropole"
    assert rows[Side.STRUCTURE].confirmed_as == "Référente ou référent"
    assert all(row.confirmed_at for row in rows.values())


def test_the_partner_proposes_and_ems_confirms(scene: Scene) -> None:
    (proposal,) = proposed(scene.alpha.president, opened(scene, scene.alpha))
    assert services.confirm_date(actor=scene.ems, proposal=proposal).held_on == LAWFUL


def test_a_colleague_of_the_proposer_cannot_confirm_for_the_other_side(scene: Scene) -> None:
    (proposal,) = proposed(scene.alpha.president, opened(scene, scene.alpha))
    with pytest.raises(WrongState, match="Votre partie a déjà confirmé"):
        services.confirm_date(actor=scene.alpha.referent, proposal=proposal)


@pytest.mark.parametrize("who", ["lecteur", "intervenant"])
def test_readers_fix_no_date(scene: Scene, who: str) -> None:
    (proposal,) = proposed(scene.ems, opened(scene, scene.alpha))
    with pytest.raises(NotAllowed):
        services.confirm_date(actor=getattr(scene.alpha, who), proposal=proposal)


def test_another_partner_fixes_no_date_here(scene: Scene) -> None:
    (proposal,) = proposed(scene.ems, opened(scene, scene.alpha))
    with pytest.raises(NotAllowed):
        services.confirm_date(actor=scene.beta.president, proposal=proposal)


def test_one_date_of_several_is_fixed_and_the_others_are_put_aside(scene: Scene) -> None:
    meeting = opened(scene, scene.alpha)
    first, second = proposed(scene.ems, meeting, LAWFUL, date(2023, 12, 7))
    services.confirm_date(actor=scene.alpha.referent, proposal=second)
    first.refresh_from_db()
    assert first.outcome == "ecartee"
    with pytest.raises(WrongState, match="7 décembre 2023"):
        services.confirm_date(actor=scene.alpha.president, proposal=first)


@pytest.mark.parametrize("day", [date(2023, 9, 29), date(2024, 11, 28), date(2023, 9, 1), date(1, 1, 1), date.max])
def test_a_date_that_cannot_be_is_refused_with_its_reason(scene: Scene, day: date) -> None:
    with pytest.raises(InvalidInput):
        proposed(scene.ems, opened(scene, scene.alpha), day)


def test_a_refusal_names_the_nearest_lawful_day(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="plus proche est le 18 novembre 2023"):
        proposed(scene.ems, opened(scene, scene.alpha), date(2023, 9, 29))


def test_a_late_date_asks_why_and_stays_flagged(scene: Scene) -> None:
    (proposal,) = proposed(scene.ems, opened(scene, scene.alpha), date(2023, 10, 20))
    with pytest.raises(InvalidInput) as refusal:
        services.confirm_date(actor=scene.alpha.referent, proposal=proposal)
    assert refusal.value.field == "late_reason"
    meeting = services.confirm_date(actor=scene.alpha.referent, proposal=proposal, late_reason="Grève en août")
    assert meeting.fixed_late
    assert meeting.late_reason == "Grève en août"
    obligation = find_obligation(scene.alpha.convention, "OB-07", "2023")
    assert obligation is not None
    assert obligation.status(clock.today()) == ObligationStatus.RESPECTEE_TARD


def test_fixing_meets_ob_07_and_dates_ob_08(scene: Scene) -> None:
    fixed(scene, scene.alpha, date(2023, 12, 7))
    fixing = find_obligation(scene.alpha.convention, "OB-07", "2023")
    deliverables = find_obligation(scene.alpha.convention, "OB-08", "2023")
    assert fixing is not None
    assert deliverables is not None
    assert fixing.status(clock.today()) == ObligationStatus.RESPECTEE
    assert "Référente ou référent" in fixing.evidence.get().label
    assert deliverables.due_on == date(2023, 11, 7)
    assert scene.period(scene.alpha).due_on == date(2023, 11, 7)


def test_a_committee_of_the_first_year_has_no_elapsed_period(scene: Scene, settings: object) -> None:
    with clock.on_day(date(2021, 8, 1)):
        fixed(scene, scene.alpha, date(2021, 12, 2))
    assert find_obligation(scene.alpha.convention, "OB-08", "2021") is None


def test_a_campaign_opened_after_the_fixing_takes_its_date(scene: Scene) -> None:
    with clock.on_day(date(2022, 8, 1)):
        fixed(scene, scene.alpha, date(2022, 11, 24))
        period = services.open_campaign(actor=scene.ems, convention=scene.alpha.convention, year=2021)
    assert (period.committee_on, period.due_on) == (date(2022, 11, 24), date(2022, 10, 24))


def test_a_date_fixed_stands_until_both_agree_on_another(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    proposed(scene.alpha.referent, meeting, date(2023, 12, 14), reason="Salle indisponible")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.held_on) == ("fixe", LAWFUL)


def test_a_move_carries_a_reason(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="motif"):
        proposed(scene.alpha.referent, fixed(scene, scene.alpha), date(2023, 12, 14))


def test_a_committee_moved_keeps_its_former_date_and_what_was_met(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    (proposal,) = proposed(scene.alpha.referent, meeting, date(2023, 12, 14), reason="Salle indisponible")
    meeting = services.confirm_date(actor=scene.ems, proposal=proposal)
    assert (meeting.held_on, meeting.sequence) == (date(2023, 12, 14), 2)
    assert list(meeting.proposals.filter(outcome="remplacee").values_list("day", flat=True)) == [LAWFUL]
    obligation = find_obligation(scene.alpha.convention, "OB-08", "2023")
    assert obligation is not None
    assert obligation.due_on == date(2023, 11, 14)
    assert date(2023, 10, 30) in obligation.dates.values_list("due_on", flat=True)
    fixing = find_obligation(scene.alpha.convention, "OB-07", "2023")
    assert fixing is not None
    assert fixing.evidence.standing().count() == 2


def test_a_date_fixed_in_time_stays_so_when_the_committee_is_moved_earlier(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    with clock.on_day(date(2023, 9, 20)):
        (proposal,) = proposed(scene.alpha.referent, meeting, date(2023, 10, 10), reason="Salle")
        services.confirm_date(actor=scene.ems, proposal=proposal, late_reason="Salle")
    fixing = find_obligation(scene.alpha.convention, "OB-07", "2023")
    assert fixing is not None
    assert fixing.status(date(2023, 9, 20)) == ObligationStatus.RESPECTEE
    assert (fixing.met_on, fixing.due_on, fixing.legal_on) == (date(2023, 9, 18), date(2023, 9, 30), date(2023, 8, 10))
    assert "comité du 10/10/2023 − 2 mois calendaires = 10/08/2023" in fixing.explanation


def test_a_committee_moved_later_dates_its_fixing_anew_and_keeps_what_was_met(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    with clock.on_day(date(2023, 10, 20)):
        (proposal,) = proposed(scene.alpha.referent, meeting, date(2023, 12, 14), reason="Salle")
        meeting = services.confirm_date(actor=scene.ems, proposal=proposal, late_reason="Inondation")
    fixing = find_obligation(scene.alpha.convention, "OB-07", "2023")
    assert fixing is not None
    assert (fixing.met_on, fixing.due_on) == (date(2023, 9, 18), date(2023, 10, 14))
    assert date(2023, 9, 30) in fixing.dates.values_list("due_on", flat=True)
    assert meeting.fixed_late
    assert meeting.late_reason == "Inondation"


def test_a_committee_moved_earlier_makes_nobody_late_at_once(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    with clock.on_day(date(2023, 9, 20)):
        (proposal,) = proposed(scene.alpha.referent, meeting, date(2023, 10, 10), reason="Salle")
        services.confirm_date(actor=scene.ems, proposal=proposal, late_reason="Salle")
        obligation = find_obligation(scene.alpha.convention, "OB-08", "2023")
        assert obligation is not None
        assert obligation.awaits_agreement
        assert obligation.status(clock.today()) == ObligationStatus.OUVERTE
    assert scene.period(scene.alpha).due_on == date(2023, 10, 30)


def test_a_proposal_is_withdrawn_by_its_own_side(scene: Scene) -> None:
    (proposal,) = proposed(scene.alpha.referent, opened(scene, scene.alpha))
    with pytest.raises(WrongState):
        services.withdraw_proposal(actor=scene.ems, proposal=proposal)
    services.withdraw_proposal(actor=scene.alpha.president, proposal=proposal)
    with pytest.raises(WrongState):
        services.confirm_date(actor=scene.ems, proposal=proposal)


def test_those_that_wait_for_a_side_are_found(scene: Scene) -> None:
    meeting = opened(scene, scene.alpha)
    proposed(scene.ems, meeting)
    waiting = CommitteeMeeting.objects.awaiting_confirmation_of
    assert list(waiting(Side.STRUCTURE)) == [meeting]
    assert not waiting(Side.EMS).exists()


def test_every_act_is_in_the_journal_with_its_quality(scene: Scene) -> None:
    fixed(scene, scene.alpha)
    acts = dict(JournalEntry.objects.values_list("act", "actor_role"))
    assert {"ouvrir le comité", "proposer une date", "confirmer la date", "fixer la date du comité"} <= set(acts)
    assert "Référente ou référent" in acts["confirmer la date"]


def test_no_date_before_the_convention_is_in_force(scene: Scene) -> None:
    scene.alpha.convention.state = "signee"
    scene.alpha.convention.save()
    with pytest.raises(WrongState, match="exemplaire signé"):
        opened(scene, scene.alpha)


def test_the_database_refuses_an_ordinary_meeting_outside_the_fourth_quarter(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitteeMeeting.objects.filter(pk=meeting.pk).update(held_on=date(2023, 9, 30))


def test_the_database_keeps_confirmations_as_they_were(scene: Scene) -> None:
    fixed(scene, scene.alpha)
    with pytest.raises(DatabaseError), transaction.atomic():
        DateConfirmation.objects.update(confirmed_as="Présidence")


def test_too_many_dates_at_once_are_refused(scene: Scene) -> None:
    slots = [slot(date(2023, 12, day)) for day in range(1, 12)]
    with pytest.raises(InvalidInput):
        services.propose_dates(actor=scene.ems, meeting=opened(scene, scene.alpha), slots=slots)


def test_the_campaign_of_the_scene_keeps_its_date_until_the_sides_fix_one(scene: Scene) -> None:
    opened(scene, scene.alpha)
    assert scene.period(scene.alpha).committee_on == COMMITTEE
