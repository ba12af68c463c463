"""Amendments signed late: dates kept, nothing recalculated, no expired convention extended (DOMAIN, art. 2 and 11)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile

from passnum.conventions.enums import ChangeKind, ConventionState
from passnum.conventions.models import Amendment, Convention
from passnum.conventions.services import amendments
from passnum.core import clock
from passnum.core.errors import WrongState
from passnum.oversight.duties import Holder, duties_for_ems
from passnum.oversight.findings import Finding, Severity, findings_of
from tasks.endings import apply_due_ends
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def signed(scene: Scene, *, decided: date, signed_on: date, extends: bool = False) -> Amendment:
    convention = scene.alpha.convention
    with clock.on_day(decided):
        row = amendments.prepare_amendment(actor=scene.ems, convention=convention, title="Objet", reasons="Motifs")
        if extends:
            amendments.change_duration(actor=scene.ems, amendment=row, new_last_year=2024, new_text="Durée : 2024.")
        else:
            amendments.change_article_by_amendment(
                actor=scene.ems, amendment=row, article=9, kind=ChangeKind.MODIFIE, new_text="Nouveau texte"
            )
        amendments.decide_amendment(
            actor=scene.ems, amendment=row, decided_on=decided, decision_reference="Décision 1", acknowledged=True
        )
        amendments.send_amendment(actor=scene.ems, amendment=row)
    with clock.on_day(signed_on):
        return amendments.sign_amendment(actor=scene.ems, amendment=row, partner_signed_on=signed_on)


def received(scene: Scene, row: Amendment, on: date) -> Amendment:
    with clock.on_day(on):
        return amendments.receive_amendment(
            actor=scene.ems, amendment=row, received_on=on, signed_copy=ContentFile(b"%PDF-1.4 copie")
        )


def found(convention: Convention, code: str, on: date) -> list[Finding]:
    convention.refresh_from_db()
    return [finding for finding in findings_of(convention, on) if finding.code == code]


def test_an_amendment_received_in_a_later_year_keeps_its_dates_and_recalculates_nothing(scene: Scene) -> None:
    row = received(scene, signed(scene, decided=date(2022, 11, 30), signed_on=date(2023, 1, 9)), date(2023, 1, 12))
    [finding] = found(scene.alpha.convention, "avenant-signe-tard", date(2023, 2, 1))
    said = finding.explanation.replace("\u00a0", " ")
    for words in ("décidé le 30 novembre 2022", "structure le 9 janvier 2023", "reçu le 12 janvier 2023"):
        assert words in said.lower()
    assert "jusqu’au 11 janvier 2023" in said
    assert (row.decided_on, row.effective_on) == (date(2022, 11, 30), date(2023, 1, 12))


def test_an_amendment_of_the_same_year_is_not_late(scene: Scene) -> None:
    received(scene, signed(scene, decided=date(2022, 11, 30), signed_on=date(2022, 12, 9)), date(2022, 12, 31))
    assert not found(scene.alpha.convention, "avenant-signe-tard", date(2023, 2, 1))


def test_an_extension_not_received_is_warned_of_ninety_days_before_the_end(scene: Scene) -> None:
    signed(scene, decided=date(2023, 9, 1), signed_on=date(2023, 9, 4), extends=True)
    assert not found(scene.alpha.convention, "avenant-a-recevoir", date(2023, 10, 1))
    [finding] = found(scene.alpha.convention, "avenant-a-recevoir", date(2023, 10, 2))
    assert "31 décembre 2023" in finding.explanation.replace("\u00a0", " ")


def test_an_expired_convention_is_not_extended_and_ems_gives_the_amendment_up(scene: Scene) -> None:
    row = signed(scene, decided=date(2023, 9, 1), signed_on=date(2023, 12, 28), extends=True)
    assert not found(scene.alpha.convention, "avenant-trop-tard", date(2023, 12, 31))
    [early] = found(scene.alpha.convention, "avenant-trop-tard", date(2024, 1, 1))
    assert early.severity == Severity.DANGER
    with clock.on_day(date(2024, 1, 2)):
        apply_due_ends()
        with pytest.raises(WrongState, match="ne la prolonge pas"):
            received(scene, row, date(2024, 1, 2))
        [duty] = [duty for duty in duties_for_ems(scene.ems) if duty.target == "amendment"]
        assert (duty.holder, duty.public_id) == (Holder.EMS, row.public_id)
        amendments.abandon_amendment(actor=scene.ems, amendment=row, reason="Reçu trop tard")
    assert not found(scene.alpha.convention, "avenant-trop-tard", date(2024, 1, 2))
    scene.alpha.convention.refresh_from_db()
    assert (scene.alpha.convention.state, scene.alpha.convention.last_year) == (ConventionState.ECHUE, 2023)


def test_an_extension_received_on_the_last_day_extends_before_the_end_is_recorded(scene: Scene) -> None:
    row = signed(scene, decided=date(2023, 9, 1), signed_on=date(2023, 12, 28), extends=True)
    received(scene, row, date(2023, 12, 31))
    with clock.on_day(date(2024, 1, 1)):
        apply_due_ends()
    scene.alpha.convention.refresh_from_db()
    assert (scene.alpha.convention.state, scene.alpha.convention.ends_on) == (
        ConventionState.EN_VIGUEUR,
        date(2024, 12, 31),
    )
