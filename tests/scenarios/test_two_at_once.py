"""Two people acting at once: one wins, the other is told, nothing is done twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connections

from passnum.committee import services as committee
from passnum.committee.minutes_states import MinutesState
from passnum.committee.models import PaperPack
from passnum.committee.services.papers import freeze_pack
from passnum.committee.services.voting import answer_minutes
from passnum.committee.validation_rule import Answer
from passnum.core import clock
from passnum.core.errors import PassnumError, WrongState
from passnum.core.journal import verify_all
from passnum.core.models import JournalEntry
from passnum.deliverables import services
from passnum.deliverables.compilation import compile_dossier
from passnum.deliverables.models import Dossier
from passnum.mail.models import OutboxMessage
from passnum.partners.models import User
from passnum.quotas.models import Quota
from passnum.quotas.services import QuotaValues, set_quota
from tests.committee.meetings import LAWFUL, opened, proposed
from tests.committee.sittings import AFTER, seated, submitted
from tests.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts together; what each gave back, or the error it met."""
    results: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(index: int) -> None:
        start.wait()
        try:
            results[index] = acts[index]()
        except BaseException as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def one_winner(results: list[Any]) -> None:
    refused = [result for result in results if isinstance(result, PassnumError)]
    broken = [r for r in results if isinstance(r, BaseException) and not isinstance(r, PassnumError)]
    assert not broken, broken
    assert len(refused) == len(results) - 1, results
    assert all(broken is None for _, broken in verify_all())


def test_the_president_validates_while_the_referent_takes_a_deliverable_back(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    row = scene.deliverable(scene.alpha, "programme")
    results = at_once(
        lambda: services.validate_dossier(
            actor=scene.alpha.president, dossier=dossier, expected_sha256=dossier.compiled_sha256
        ),
        lambda: services.recall(actor=scene.alpha.referent, deliverable=row, reason="Une erreur"),
    )
    one_winner(results)
    dossier.refresh_from_db()
    assert dossier.state in {"transmis", "caduc"}


def test_the_president_validates_and_returns_from_two_windows(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)
    row = scene.deliverable(scene.alpha, "programme")
    one_winner(
        at_once(
            lambda: services.validate_dossier(
                actor=scene.alpha.president, dossier=dossier, expected_sha256=dossier.compiled_sha256
            ),
            lambda: services.return_dossier(
                actor=scene.alpha.president, dossier=dossier, reason="x", remarks={row: "x"}
            ),
        )
    )


def test_a_double_click_validates_once(scene: Scene) -> None:
    dossier = scene.compiled(scene.alpha)

    def validate() -> Any:
        return services.validate_dossier(
            actor=scene.alpha.president, dossier=dossier, expected_sha256=dossier.compiled_sha256
        )

    one_winner(at_once(validate, validate, validate))
    assert JournalEntry.objects.filter(subject_id=dossier.public_id, act="valider").count() == 1
    assert OutboxMessage.objects.filter(key__startswith="a-examiner:").count() == 1


def test_the_last_deliverable_submitted_twice_opens_one_dossier(scene: Scene) -> None:
    house = scene.alpha
    for kind in ("programme", "indicators"):
        row = scene.filled(house, kind)
        services.submit(actor=house.referent, deliverable=row, revision=row.revision)
    last = scene.filled(house, "survey")

    def submit() -> Any:
        return services.submit(actor=house.referent, deliverable=last, revision=last.revision)

    one_winner(at_once(submit, submit))
    assert Dossier.objects.filter(period=scene.period(house)).count() == 1
    assert last.submissions.count() == 1


def test_the_two_last_deliverables_submitted_together_open_one_dossier(scene: Scene) -> None:
    house = scene.alpha
    row = scene.filled(house, "programme")
    services.submit(actor=house.referent, deliverable=row, revision=row.revision)
    rows = [scene.filled(house, kind) for kind in ("indicators", "survey")]
    results = at_once(
        *(lambda row=row: services.submit(actor=house.referent, deliverable=row, revision=row.revision) for row in rows)
    )
    assert not [result for result in results if isinstance(result, BaseException)]
    assert [bool(result.dossier) for result in results].count(True) == 1
    assert Dossier.objects.filter(period=scene.period(house)).count() == 1


def test_many_workers_compile_one_file(scene: Scene) -> None:
    dossier = scene.submitted(scene.alpha)
    results = at_once(*[lambda: compile_dossier(dossier.pk)] * 4)
    assert not [result for result in results if isinstance(result, BaseException)]
    assert len([result for result in results if result is not None]) == 1
    assert JournalEntry.objects.filter(subject_id=dossier.public_id, act="compiler").count() == 1


def test_two_administrators_decide_once(scene: Scene) -> None:
    dossier = scene.transmitted(scene.alpha)
    services.open_examination(actor=scene.ems, dossier=dossier)
    one_winner(
        at_once(
            lambda: services.approve(actor=scene.ems, dossier=dossier),
            lambda: services.approve_with_reservations(actor=scene.ems, dossier=dossier, reservations="Des chiffres"),
        )
    )


def test_two_windows_saving_the_same_draft_keep_one_and_tell_the_other(scene: Scene) -> None:
    from passnum.deliverables.drafts import ProgrammeDraft

    row = scene.deliverable(scene.alpha, "programme")

    def save(text: str) -> Any:
        return services.save_draft(
            actor=scene.alpha.referent, deliverable=row, revision=0, draft=ProgrammeDraft(f"<p>{text}</p>")
        )

    results = at_once(lambda: save("un"), lambda: save("deux"))
    one_winner(results)
    assert any(isinstance(result, WrongState) for result in results)


def test_quotas_set_together_do_not_pass_the_programme(scene: Scene) -> None:
    def give(house: Any, year: int) -> Any:
        values = QuotaValues(house.convention, year, 1000, "personnes", 900, "Rapport")
        return set_quota(actor=scene.ems, values=values)

    acts = [lambda h=h, y=y: give(h, y) for h in (scene.alpha, scene.beta) for y in (2021, 2022)]
    results = at_once(*acts)
    assert len([result for result in results if isinstance(result, PassnumError)]) == 1
    assert sum(Quota.objects.values_list("booklets", flat=True)) == 3000


def test_two_people_confirming_two_dates_fix_one(scene: Scene) -> None:
    first, second = proposed(scene.ems, opened(scene, scene.alpha), LAWFUL, date(2023, 12, 7))
    one_winner(
        at_once(
            lambda: committee.confirm_date(actor=scene.alpha.president, proposal=first),
            lambda: committee.confirm_date(actor=scene.alpha.referent, proposal=second),
        )
    )
    meeting = first.meeting
    meeting.refresh_from_db()
    assert meeting.proposals.filter(outcome="retenue").get().day == meeting.held_on
    assert meeting.sequence == 1


def test_two_people_of_one_side_confirming_the_same_date_confirm_it_once(scene: Scene) -> None:
    (proposal,) = proposed(scene.ems, opened(scene, scene.alpha))
    actors = (scene.alpha.president, scene.alpha.referent)
    one_winner(
        at_once(*(lambda actor=actor: committee.confirm_date(actor=actor, proposal=proposal) for actor in actors))
    )
    assert proposal.confirmations.filter(side="structure").count() == 1


def test_the_last_two_members_answer_at_once_and_the_minutes_are_sealed_once(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)
        answer_minutes(actor=scene.ems, minutes=minutes, answer=Answer.VALIDE)

    def says(actor: User, answer: Answer = Answer.VALIDE) -> Callable[[], Any]:
        def run() -> Any:
            with clock.on_day(AFTER):
                return answer_minutes(actor=actor, minutes=minutes, answer=answer)

        return run

    results = at_once(says(scene.alpha.president), says(scene.alpha.referent))
    assert not [result for result in results if isinstance(result, BaseException)], results
    minutes.refresh_from_db()
    assert minutes.state == MinutesState.VALIDE
    assert JournalEntry.objects.filter(act="sceller le compte rendu").count() == 1


def test_a_member_answers_twice_at_once_and_only_one_answer_counts(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    with clock.on_day(AFTER):
        minutes = submitted(scene, meeting)

    def says() -> Any:
        with clock.on_day(AFTER):
            return answer_minutes(actor=scene.alpha.president, minutes=minutes, answer=Answer.VALIDE)

    one_winner(at_once(says, says))


def test_the_papers_are_frozen_once_by_two_at_once(scene: Scene) -> None:
    meeting = seated(scene, scene.alpha)
    one_winner(at_once(*[lambda: freeze_pack(actor=scene.ems, meeting=meeting)] * 2))
    assert PaperPack.objects.count() == 1
