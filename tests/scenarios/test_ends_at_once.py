"""Two people acting at once on days agreed, amendments and ends: one wins, the other is told, nobody is locked out."""

from __future__ import annotations

from datetime import date

import pytest

from passnum.committee import services as committee
from passnum.conventions import services
from passnum.conventions.enums import ChangeKind, ProposalAnswer
from passnum.conventions.models import Amendment, Convention, DayProposal, Obligation, Tolerance
from passnum.conventions.services import amendments
from passnum.core.journal import verify_all
from passnum.endings import services as endings
from passnum.endings.enums import Cause
from passnum.endings.models import Renewal, Termination
from tests.committee.meetings import proposed
from tests.scenarios.test_obligations_at_once import nobody_is_broken
from tests.scenarios.test_two_at_once import at_once, one_winner
from tests.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def waiting(scene: Scene) -> DayProposal:
    row = Obligation.objects.get(convention=scene.alpha.convention, rule="OB-07", occurrence="2023")
    return services.propose_day(actor=scene.ems, obligation=row, day=date(2023, 10, 15), reason="Agenda")


def test_two_people_of_the_same_side_accept_a_day_once(scene: Scene) -> None:
    row = waiting(scene)
    one_winner(
        at_once(
            lambda: services.accept_day(actor=scene.alpha.president, proposal=row),
            lambda: services.accept_day(actor=scene.alpha.referent, proposal=row),
        )
    )
    assert Tolerance.objects.count() == 1


def test_a_day_is_accepted_while_it_is_taken_back(scene: Scene) -> None:
    row = waiting(scene)
    one_winner(
        at_once(
            lambda: services.accept_day(actor=scene.alpha.president, proposal=row),
            lambda: services.withdraw_day(actor=scene.ems, proposal=row),
        )
    )
    row.refresh_from_db()
    assert Tolerance.objects.count() == (row.answer == ProposalAnswer.ACCEPTEE)


def test_both_sides_propose_a_day_at_once(scene: Scene) -> None:
    row = Obligation.objects.get(convention=scene.alpha.convention, rule="OB-07", occurrence="2023")
    one_winner(
        at_once(
            *(
                lambda actor=actor: services.propose_day(
                    actor=actor, obligation=row, day=date(2023, 10, 15), reason="Agenda"
                )
                for actor in (scene.ems, scene.alpha.president)
            )
        )
    )
    assert DayProposal.objects.count() == 1


def test_two_ends_and_two_renewals_opened_at_once_are_one(scene: Scene) -> None:
    convention = scene.alpha.convention
    one_winner(
        at_once(
            *(
                lambda actor=actor: endings.open_termination(
                    actor=actor, convention=convention, cause=Cause.FORCE_MAJEURE, reason="Incendie"
                )
                for actor in (scene.ems, scene.alpha.president)
            )
        )
    )
    one_winner(
        at_once(*[lambda: endings.open_renewal(actor=scene.ems, convention=convention, context="Le contexte")] * 2)
    )
    assert (Termination.objects.count(), Renewal.objects.count()) == (1, 1)


def test_two_next_conventions_prepared_at_once_are_one(scene: Scene) -> None:
    row = endings.open_renewal(actor=scene.ems, convention=scene.alpha.convention, context="Le contexte")
    one_winner(
        at_once(
            *(
                lambda name=name: endings.prepare_next_convention(actor=scene.ems, renewal=row, reference=name)
                for name in ("PN-A", "PN-B")
            )
        )
    )
    assert Convention.objects.filter(reference__in=["PN-A", "PN-B"]).count() == 1


def test_a_decision_and_its_abandonment_at_once_leave_one_truth(scene: Scene) -> None:
    row = endings.open_termination(
        actor=scene.ems, convention=scene.alpha.convention, cause=Cause.FORCE_MAJEURE, reason="Incendie"
    )
    nobody_is_broken(
        lambda: endings.decide_termination(
            actor=scene.ems, termination=row, effect_on=date(2023, 10, 31), decision="Constat"
        ),
        lambda: endings.abandon_termination(actor=scene.ems, termination=row, reason="Réouverture"),
    )
    row.refresh_from_db()
    end = Obligation.objects.get(convention=scene.alpha.convention, rule="OB-02")
    assert end.due_on == (date(2023, 10, 31) if row.state == "decidee" else date(2023, 12, 31))


def test_an_amendment_is_written_while_a_further_meeting_is_fixed(scene: Scene) -> None:
    """The convention is held by one, its journal by the other: neither waits for ever."""
    convention = scene.alpha.convention
    row = amendments.prepare_amendment(actor=scene.ems, convention=convention, title="Un article", reasons="À revoir")
    for turn in range(ROUNDS):
        asked = committee.request_meeting(
            actor=scene.alpha.president, convention=convention, wish=committee.Wish(f"Point {turn}")
        )
        meeting = committee.answer_request(actor=scene.ems, request=asked, accept=True).meeting
        assert meeting is not None
        (slot,) = proposed(scene.ems, meeting, date(2023, 12, 4 + turn))
        nobody_is_broken(
            lambda slot=slot: committee.confirm_date(actor=scene.alpha.president, proposal=slot),
            *(
                lambda turn=turn, article=article: amendments.change_article_by_amendment(
                    actor=scene.ems,
                    amendment=row,
                    article=article,
                    kind=ChangeKind.MODIFIE,
                    new_text=f"Texte {turn} de l’article {article}.",
                )
                for article in (8, 9, 10)
            ),
        )
    assert Amendment.objects.get().changes.count() == 3
    assert all(broken is None for _, broken in verify_all())
