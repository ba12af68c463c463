"""Conventions end at their date by themselves: by the term, or by the termination decided for that day."""

from __future__ import annotations

from datetime import date

import pytest

from passnum.conventions import services as conventions
from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention, Obligation
from passnum.core import clock
from passnum.core.errors import WrongState
from passnum.core.journal import verify_all
from passnum.endings import services
from passnum.endings.enums import Cause, TerminationState
from passnum.endings.models import Termination
from tasks.endings import apply_due_ends
from tasks.schedule import SCHEDULE
from tests.scene import Scene

pytestmark = pytest.mark.django_db
LAST_DAY, DAY_AFTER = date(2023, 12, 31), date(2024, 1, 1)


def ended(convention: Convention) -> tuple[str, date | None]:
    row = Convention.objects.get(pk=convention.pk)
    return row.state, row.ended_on


def decided_for_the_last_day(scene: Scene) -> Termination:
    with clock.on_day(date(2023, 11, 6)):
        row = services.open_termination(
            actor=scene.ems, convention=scene.alpha.convention, cause=Cause.FORCE_MAJEURE, reason="Incendie"
        )
        return services.decide_termination(actor=scene.ems, termination=row, effect_on=LAST_DAY, decision="Constat")


def test_the_clock_records_the_end_the_day_after_the_last_one(scene: Scene) -> None:
    with clock.on_day(LAST_DAY):
        apply_due_ends()
        assert ended(scene.alpha.convention) == (ConventionState.EN_VIGUEUR, None)
    with clock.on_day(DAY_AFTER):
        assert apply_due_ends() == 2
        assert apply_due_ends() == 0
    assert ended(scene.alpha.convention) == (ConventionState.ECHUE, LAST_DAY)
    met = Obligation.objects.get(convention=scene.alpha.convention, rule="OB-02")
    assert met.met_on == LAST_DAY
    assert not [found for _, found in verify_all() if found]


def test_the_schedule_starts_it_every_hour() -> None:
    entry = SCHEDULE["apply-due-ends"]
    assert (entry["task"], entry["schedule"]) == (apply_due_ends.name, 3600.0)


def test_a_termination_decided_for_the_last_day_ends_it_as_terminated_by_the_clock(scene: Scene) -> None:
    row = decided_for_the_last_day(scene)
    with clock.on_day(DAY_AFTER):
        apply_due_ends()
    row.refresh_from_db()
    assert ended(scene.alpha.convention) == (ConventionState.RESILIEE, LAST_DAY)
    assert row.state == TerminationState.EN_EFFET


def test_a_termination_decided_for_the_last_day_ends_it_as_terminated_by_hand_too(scene: Scene) -> None:
    row = decided_for_the_last_day(scene)
    with clock.on_day(DAY_AFTER):
        with pytest.raises(WrongState, match="résiliation est décidée"):
            conventions.record_expiry(actor=scene.ems, convention=scene.alpha.convention)
        services.end_at_term(actor=scene.ems, convention=scene.alpha.convention)
        assert services.apply_due_terminations() == 0
    row.refresh_from_db()
    assert (ended(scene.alpha.convention)[0], row.state) == (ConventionState.RESILIEE, TerminationState.EN_EFFET)


def test_a_path_that_nobody_decided_stops_with_the_convention(scene: Scene) -> None:
    with clock.on_day(date(2023, 11, 6)):
        row = services.open_termination(
            actor=scene.ems, convention=scene.alpha.convention, cause=Cause.MANQUEMENT, reason="Retards"
        )
    with clock.on_day(DAY_AFTER):
        apply_due_ends()
    row.refresh_from_db()
    assert ended(scene.alpha.convention)[0] == ConventionState.ECHUE
    assert row.state == TerminationState.ABANDONNEE
    assert "échéance" in row.abandon_reason


def test_a_termination_given_up_leaves_the_term(scene: Scene) -> None:
    row = decided_for_the_last_day(scene)
    with clock.on_day(date(2023, 12, 1)):
        services.abandon_termination(actor=scene.ems, termination=row, reason="Locaux retrouvés")
    with clock.on_day(DAY_AFTER):
        apply_due_ends()
    assert ended(scene.alpha.convention)[0] == ConventionState.ECHUE
