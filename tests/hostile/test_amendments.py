"""Amendments out of time: decided before the convention, begun or forgotten after its end."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile

from passnum.conventions import services as conventions
from passnum.conventions.enums import ChangeKind
from passnum.conventions.models import Amendment
from passnum.conventions.services import amendments
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def prepared(scene: Scene) -> Amendment:
    row = amendments.prepare_amendment(
        actor=scene.ems, convention=scene.alpha.convention, title="Durée", reasons="Un an de plus"
    )
    return amendments.change_duration(actor=scene.ems, amendment=row, new_last_year=2024, new_text="Jusqu’en 2024.")


@pytest.mark.parametrize("day", [date(1, 1, 1), date(2021, 7, 11)])
def test_no_amendment_is_decided_before_its_convention_is_in_force(scene: Scene, day: date) -> None:
    with pytest.raises(InvalidInput, match="en vigueur que depuis"):
        amendments.decide_amendment(
            actor=scene.ems, amendment=prepared(scene), decided_on=day, decision_reference="x", acknowledged=True
        )


def test_the_objectives_of_article_3_are_refused_however_they_are_touched(scene: Scene) -> None:
    row = prepared(scene)
    for kind in ChangeKind:
        with pytest.raises(InvalidInput, match="article 3"):
            amendments.change_article_by_amendment(
                actor=scene.ems, amendment=row, article=3, kind=kind, new_text="Autres objectifs"
            )


def test_a_convention_past_its_last_day_is_not_extended_even_before_its_end_is_recorded(scene: Scene) -> None:
    with clock.on_day(date(2024, 1, 1)), pytest.raises(WrongState, match="échue"):
        prepared(scene)


def test_an_extension_that_nobody_has_applied_yet_keeps_the_convention_from_expiring(scene: Scene) -> None:
    row = prepared(scene)
    amendments.decide_amendment(
        actor=scene.ems, amendment=row, decided_on=date(2023, 9, 18), decision_reference="Comité", acknowledged=True
    )
    amendments.send_amendment(actor=scene.ems, amendment=row)
    amendments.sign_amendment(actor=scene.ems, amendment=row, partner_signed_on=date(2023, 9, 18))
    amendments.receive_amendment(
        actor=scene.ems,
        amendment=row,
        received_on=date(2023, 9, 18),
        signed_copy=ContentFile(b"%PDF-1.4 avenant"),
        effective_on=date(2023, 12, 31),
    )
    with clock.on_day(date(2024, 1, 1)), pytest.raises(WrongState, match="31/12/2024"):
        conventions.record_expiry(actor=scene.ems, convention=scene.alpha.convention)
