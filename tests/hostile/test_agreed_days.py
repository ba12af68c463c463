"""Days proposed to the other party when they have lost their object, reports asked twice, periods beyond the end."""

from __future__ import annotations

from datetime import date

import pytest

from passnum.committee import services as committee
from passnum.conventions import services
from passnum.conventions.enums import ProposalAnswer
from passnum.conventions.models import DayProposal, Obligation
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.deliverables.services import open_period
from passnum.endings import services as endings
from passnum.endings.enums import Cause
from passnum.oversight.duties import duties_of_partner
from tests.committee.meetings import proposed
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def waiting(scene: Scene) -> DayProposal:
    """EMS has proposed more time to fix the date of the committee together."""
    row = Obligation.objects.get(convention=scene.alpha.convention, rule="OB-07", occurrence="2023")
    return services.propose_day(actor=scene.ems, obligation=row, day=date(2023, 10, 15), reason="Agenda")


def asked(scene: Scene) -> list[str]:
    return [duty.act for duty in duties_of_partner(scene.alpha.partner) if duty.act.startswith("Répondre à la date")]


def end_today(scene: Scene) -> None:
    row = endings.open_termination(
        actor=scene.ems, convention=scene.alpha.convention, cause=Cause.FORCE_MAJEURE, reason="Incendie"
    )
    endings.decide_termination(actor=scene.ems, termination=row, effect_on=clock.today(), decision="Constat")


def test_a_day_proposed_for_what_is_met_meanwhile_waits_for_nobody(scene: Scene) -> None:
    proposal = waiting(scene)
    assert asked(scene)
    meeting = committee.open_ordinary(actor=scene.ems, convention=scene.alpha.convention, year=2023)
    (slot,) = proposed(scene.ems, meeting, date(2023, 12, 1))
    committee.confirm_date(actor=scene.alpha.president, proposal=slot)
    proposal.refresh_from_db()
    assert (proposal.answer, asked(scene)) == (ProposalAnswer.DEPASSEE, [])
    with pytest.raises(WrongState):
        services.accept_day(actor=scene.alpha.president, proposal=proposal)


def test_a_day_proposed_on_a_convention_that_ends_waits_for_nobody(scene: Scene) -> None:
    proposal = waiting(scene)
    end_today(scene)
    with clock.on_day(date(2023, 9, 19)):
        endings.apply_due_terminations()
        proposal.refresh_from_db()
        assert (proposal.answer, asked(scene)) == (ProposalAnswer.DEPASSEE, [])


def test_a_report_is_asked_once_for_a_day(scene: Scene) -> None:
    row = services.request_report(
        actor=scene.ems, convention=scene.alpha.convention, due_on=date(2023, 11, 1), reason="Pour l’État"
    )
    services.declare_fact(actor=scene.ems, obligation=row, text="Rapport reçu", happened_on=clock.today())
    with clock.on_day(date(2023, 9, 20)), pytest.raises(InvalidInput, match="déjà demandé"):
        services.request_report(
            actor=scene.ems, convention=scene.alpha.convention, due_on=date(2023, 11, 1), reason="Autre demande"
        )
    row.refresh_from_db()
    assert "Pour l’État" in row.explanation


def test_rolling_months_stop_with_the_convention(scene: Scene) -> None:
    convention = scene.alpha.convention
    services.choose_elapsed_period(actor=scene.ems, convention=convention, elapsed_period="glissante", reason="CR")
    with clock.on_day(date(2024, 3, 1)):
        endings.apply_due_expiries()
        period = open_period(actor=scene.ems, convention=convention, year=2023, committee_on=date(2024, 11, 30))
    assert (period.first_day, period.last_day) == (date(2023, 10, 1), date(2023, 12, 31))
    assert "31/12/2023" in period.days_explanation


def test_the_last_campaign_of_a_terminated_convention_stops_with_it(scene: Scene) -> None:
    end_today(scene)
    with clock.on_day(date(2023, 9, 19)):
        endings.apply_due_terminations()
        period = open_period(actor=scene.ems, convention=scene.alpha.convention, year=2023)
    assert period.last_day == date(2023, 9, 18)


def test_a_year_after_the_end_has_no_campaign(scene: Scene) -> None:
    with clock.on_day(date(2022, 5, 2)):
        end_today(scene)
    with clock.on_day(date(2023, 1, 9)):
        endings.apply_due_terminations()
        with pytest.raises(InvalidInput, match="a pris fin le 2 mai 2022"):
            open_period(actor=scene.ems, convention=scene.alpha.convention, year=2023)


def to_confirm(scene: Scene) -> list[str]:
    return [duty.act for duty in duties_of_partner(scene.alpha.partner) if duty.act.startswith("Confirmer la date")]


def test_a_date_that_nobody_can_confirm_any_more_is_asked_of_nobody(scene: Scene) -> None:
    meeting = committee.open_ordinary(actor=scene.ems, convention=scene.alpha.convention, year=2023)
    proposed(scene.ems, meeting, date(2023, 12, 1))
    assert to_confirm(scene)
    with clock.on_day(date(2023, 12, 1)):
        assert to_confirm(scene) == []
    end_today(scene)
    with clock.on_day(date(2023, 9, 19)):
        endings.apply_due_terminations()
        assert to_confirm(scene) == []
