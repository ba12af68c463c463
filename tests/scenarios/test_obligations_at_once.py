"""Two people acting at once on the obligations of one convention: both are answered, nobody meets a deadlock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from passnum.committee import services as committee
from passnum.conventions import services
from passnum.conventions.models import Obligation
from passnum.core.errors import PassnumError, WrongState
from passnum.core.journal import verify_all
from passnum.deliverables import services as deliverables
from passnum.deliverables.models import ReportingPeriod
from passnum.endings import services as endings
from passnum.endings.enums import Cause
from tests.committee.meetings import fixed, opened, proposed
from tests.scenarios.test_two_at_once import at_once
from tests.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)

#: The same acts several times over: a wrong order of locks shows only sometimes.
ROUNDS = 6


def of(scene: Scene, rule: str, occurrence: str) -> Obligation:
    return Obligation.objects.get(convention=scene.alpha.convention, rule=rule, occurrence=occurrence)


def nobody_is_broken(*acts: Callable[[], Any]) -> list[Any]:
    results = at_once(*acts)
    broken = [r for r in results if isinstance(r, BaseException) and not isinstance(r, PassnumError)]
    assert not broken, broken
    return results


def test_a_fact_and_a_tolerance_while_the_obligations_are_laid_out(scene: Scene) -> None:
    convention = scene.alpha.convention
    for turn in range(ROUNDS):
        nobody_is_broken(
            lambda: services.lay_out(actor=scene.ems, convention=convention),
            lambda turn=turn: services.declare_fact(
                actor=scene.alpha.referent,
                obligation=of(scene, "OB-20", "2023/equipes"),
                text=f"Réunion {turn}",
                happened_on=date(2023, 3, 3),
            ),
            lambda: services.tolerate(
                actor=scene.alpha.president,
                obligation=of(scene, "OB-06", "2022"),
                until=date(2023, 12, 1),
                reason="Soit",
            ),
        )
    assert of(scene, "OB-20", "2023/equipes").evidence.count() == ROUNDS
    assert all(broken is None for _, broken in verify_all())


def test_the_president_validates_while_the_committee_is_moved_and_time_granted(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    period = scene.period(scene.alpha)
    results = nobody_is_broken(
        lambda: deliverables.validate_dossier(
            actor=scene.alpha.president, dossier=dossier, expected_sha256=dossier.compiled_sha256
        ),
        lambda: deliverables.set_committee_date(actor=scene.ems, period=period, committee_on=date(2023, 12, 7)),
        lambda: services.tolerate(
            actor=scene.ems, obligation=of(scene, "OB-08", "2023"), until=date(2023, 12, 20), reason="Soit"
        ),
    )
    assert results[0].state == "transmis"
    row = of(scene, "OB-08", "2023")
    assert (row.due_on, row.evidence.count()) == (date(2023, 11, 7), 1)


def test_a_double_click_asks_for_one_report(scene: Scene) -> None:
    convention = scene.alpha.convention

    def ask() -> Any:
        return services.request_report(
            actor=scene.ems, convention=convention, due_on=date(2023, 11, 1), reason="Point d’étape"
        )

    nobody_is_broken(ask, ask, ask)
    assert Obligation.objects.filter(convention=convention, rule="OB-05").count() == 1


def test_a_double_click_gives_one_exemption(scene: Scene) -> None:
    row = of(scene, "OB-14", "2023/mention-ems")
    results = nobody_is_broken(
        lambda: services.waive(actor=scene.ems, obligation=row, reason="Premier"),
        lambda: services.waive(actor=scene.ems, obligation=row, reason="Second"),
    )
    assert sum(isinstance(result, WrongState) for result in results) == 1


def test_two_campaigns_opened_at_once_share_their_committee(scene: Scene) -> None:
    convention = scene.alpha.convention

    def open_it(year: int) -> ReportingPeriod:
        return deliverables.open_period(
            actor=scene.ems, convention=convention, year=year, committee_on=date(2023, 12, 14)
        )

    nobody_is_broken(lambda: open_it(2021), lambda: open_it(2021))
    assert ReportingPeriod.objects.filter(convention=convention, year=2021).count() == 1


def test_the_president_validates_while_the_other_party_confirms_the_committee(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    (proposal,) = proposed(scene.ems, opened(scene, scene.alpha), date(2023, 12, 7))
    results = nobody_is_broken(
        lambda: deliverables.validate_dossier(
            actor=scene.alpha.president, dossier=dossier, expected_sha256=dossier.compiled_sha256
        ),
        lambda: committee.confirm_date(actor=scene.alpha.referent, proposal=proposal),
    )
    assert results[0].state == "transmis"
    assert results[1].held_on == date(2023, 12, 7)
    assert all(broken is None for _, broken in verify_all())


def test_the_last_deliverable_is_submitted_while_the_committee_is_cancelled(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    house = scene.alpha
    for kind in ("programme", "indicators"):
        row = scene.filled(house, kind)
        deliverables.submit(actor=house.referent, deliverable=row, revision=row.revision)
    last = scene.filled(house, "survey")
    nobody_is_broken(
        lambda: deliverables.submit(actor=house.referent, deliverable=last, revision=last.revision),
        lambda: committee.cancel_meeting(actor=scene.ems, meeting=meeting, reason="Salle prise"),
    )
    meeting.refresh_from_db()
    assert meeting.state == "annule"


def test_a_dispute_opens_while_a_renewal_does(scene: Scene) -> None:
    convention = scene.alpha.convention
    nobody_is_broken(
        lambda: endings.open_dispute(actor=scene.alpha.president, convention=convention, subject="Les dates"),
        lambda: endings.open_renewal(actor=scene.ems, convention=convention, context="Le contexte"),
        lambda: committee.open_ordinary(actor=scene.alpha.referent, convention=convention, year=2022),
        lambda: endings.open_dispute(actor=scene.ems, convention=convention, subject="Les quotas"),
    )
    assert convention.disputes.count() == 2


def test_ems_writes_the_conclusions_while_the_president_agrees(scene: Scene) -> None:
    convention = scene.alpha.convention
    for turn in range(ROUNDS):
        revision = 2 * turn
        row = endings.write_conclusions(
            actor=scene.ems, convention=convention, conclusions=f"Bilan {turn}", revision=revision
        )
        nobody_is_broken(
            lambda row=row, revision=revision: endings.agree_on_evaluation(
                actor=scene.alpha.president, evaluation=row, revision=revision + 1
            ),
            lambda turn=turn, revision=revision: endings.write_conclusions(
                actor=scene.ems, convention=convention, conclusions=f"Bilan relu {turn}", revision=revision + 1
            ),
        )
    row.refresh_from_db()
    assert (row.partner_agreed_on, row.revision) == (None, 2 * ROUNDS)


def test_two_terminations_opened_at_once_are_one(scene: Scene) -> None:
    convention = scene.alpha.convention
    results = nobody_is_broken(
        *(
            lambda actor=actor: endings.open_termination(
                actor=actor, convention=convention, cause=Cause.FORCE_MAJEURE, reason="Incendie"
            )
            for actor in (scene.ems, scene.alpha.president)
        )
    )
    assert sum(isinstance(result, WrongState) for result in results) == 1
