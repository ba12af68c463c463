"""Straight to the database: what was answered, granted, proved, received, decided and concluded does not change."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model
from django.urls import reverse

from passnum.conventions import services
from passnum.conventions.models import Amendment, DayProposal, Evidence, Obligation, Tolerance
from passnum.conventions.services import amendments
from passnum.core import clock
from passnum.core.triggers import registry
from passnum.endings import services as endings
from passnum.endings.enums import Cause
from passnum.endings.models import Dispute, FinalEvaluation, Termination
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db


def refused(row: Model, **values: object) -> None:
    """Neither changed nor deleted by SQL."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    for act in (lambda: rows.update(**values), lambda: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError, match=r"ne change plus|ni modifiées ni supprimées"), transaction.atomic():
            act()


def of(scene: Scene, rule: str) -> Obligation:
    return Obligation.objects.get(convention=scene.alpha.convention, rule=rule, occurrence="2023")


def answered(scene: Scene) -> DayProposal:
    row = services.propose_day(actor=scene.ems, obligation=of(scene, "OB-07"), day=date(2023, 10, 15), reason="Agenda")
    return services.accept_day(actor=scene.alpha.president, proposal=row)


def test_a_day_accepted_and_the_time_it_gives_stay_what_they_are(scene: Scene) -> None:
    refused(answered(scene), day=date(2023, 11, 20))
    refused(Tolerance.objects.get(), until=date(2023, 11, 20))


def test_nobody_answers_one_s_own_proposal_in_the_database_either(scene: Scene) -> None:
    row = services.propose_day(actor=scene.ems, obligation=of(scene, "OB-07"), day=date(2023, 10, 15), reason="Agenda")
    with pytest.raises(IntegrityError), transaction.atomic():
        DayProposal.objects.filter(pk=row.pk).update(answer="acceptee", answered_by=scene.ems, answered_at=clock.now())


def test_a_proof_is_withdrawn_and_never_rewritten(scene: Scene) -> None:
    row = services.declare_fact(
        actor=scene.ems, obligation=of(scene, "OB-08"), text="Reçus au guichet", happened_on=clock.today()
    )
    refused(row, happened_on=date(2023, 1, 1))
    services.withdraw_evidence(actor=scene.ems, evidence=row, reason="Erreur")
    assert Evidence.objects.get(pk=row.pk).withdrawn_at is not None


def received(scene: Scene) -> Amendment:
    row = amendments.prepare_amendment(
        actor=scene.ems, convention=scene.alpha.convention, title="Durée", reasons="Un an de plus"
    )
    amendments.change_duration(actor=scene.ems, amendment=row, new_last_year=2024, new_text="Jusqu’en 2024.")
    today = clock.today()
    amendments.decide_amendment(
        actor=scene.ems, amendment=row, decided_on=today, decision_reference="Comité", acknowledged=True
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=row.pk).update(partner_signed_on=date(2023, 1, 1))
    amendments.send_amendment(actor=scene.ems, amendment=row)
    amendments.sign_amendment(actor=scene.ems, amendment=row, partner_signed_on=today)
    copy = ContentFile(b"%PDF-1.4 avenant")
    return amendments.receive_amendment(actor=scene.ems, amendment=row, received_on=today, signed_copy=copy)


def test_an_amendment_received_keeps_its_dates_and_its_copy(scene: Scene) -> None:
    row = received(scene)
    refused(row, effective_on=date(2023, 12, 1))
    refused(row, new_last_year=2030)
    refused(row, signed_copy_sha256="0" * 64)


def test_a_termination_decided_keeps_its_last_day(scene: Scene) -> None:
    row = endings.open_termination(
        actor=scene.ems, convention=scene.alpha.convention, cause=Cause.FORCE_MAJEURE, reason="Incendie"
    )
    row = endings.decide_termination(actor=scene.ems, termination=row, effect_on=clock.today(), decision="Constat")
    refused(row, effect_on=date(2023, 12, 1))
    refused(row, cause=Cause.IMPOSSIBILITE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Termination.objects.filter(pk=row.pk).update(returned_on=date(2020, 1, 1), returned_booklets=1)


@pytest.mark.parametrize("field", ["letter_presented_on", "committee_on"])
def test_no_last_day_comes_before_the_letter_or_the_committee(scene: Scene, field: str) -> None:
    row = endings.open_termination(
        actor=scene.ems, convention=scene.alpha.convention, cause=Cause.MANQUEMENT, reason="Aucun livrable"
    )
    days = {"letter_sent_on": date(2023, 9, 18), "letter_presented_on": date(2023, 9, 20), field: date(2023, 12, 1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Termination.objects.filter(pk=row.pk).update(
            state="decidee", decided_on=clock.today(), decision="x", effect_on=date(2023, 11, 1), **days
        )


def test_an_evaluation_concluded_keeps_its_words(scene: Scene) -> None:
    row = endings.write_conclusions(
        actor=scene.ems, convention=scene.alpha.convention, conclusions="Le besoin demeure", revision=0
    )
    endings.agree_on_evaluation(actor=scene.ems, evaluation=row, revision=1)
    endings.agree_on_evaluation(actor=scene.alpha.president, evaluation=row, revision=1)
    refused(FinalEvaluation.objects.get(), conclusions="Autre chose")


def test_a_dispute_is_not_closed_before_it_is_opened(scene: Scene) -> None:
    row = endings.open_dispute(actor=scene.ems, convention=scene.alpha.convention, subject="Les dates")
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(pk=row.pk).update(state="clos", outcome="x", closed_on=date(2020, 1, 1))


def test_a_committee_outside_the_fourth_quarter_is_not_declared_as_the_yearly_one(scene: Scene) -> None:
    row = of(scene, "OB-06")
    answer = signed_in(scene.ems).post(
        reverse("backoffice:obligation_act", args=[row.public_id, "fait"]),
        {"text": "Comité de printemps", "happened_on": "2023-04-04"},
    )
    assert answer.status_code == 422
    assert "1er octobre 2023" in answer.content.decode()
    row.refresh_from_db()
    assert row.met_on is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite remakes a table to change it, without its triggers")
def test_no_later_migration_has_lost_a_trigger() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {name for (name,) in cursor.fetchall()}
    created = " ".join(statement for trigger in registry.values() for statement in trigger.create["sqlite"])
    assert set(re.findall(r"CREATE TRIGGER (\S+)", created)) <= there
