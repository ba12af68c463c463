"""Acts on mediation places: qualification, network, each by EMS alone and in the journal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.models import JournalEntry
from passnum.network.services import enter_network, leave_network, qualify, save_place, withdraw_qualification
from tests.network.examples import place
from tests.scene import Scene


def test_a_place_enters_the_network_once(scene: Scene) -> None:
    row = enter_network(actor=scene.ems, place=place(network_joined_on=None), on=date(2023, 9, 1))
    assert row.is_in_network(date(2023, 9, 1))
    with pytest.raises(WrongState):
        enter_network(actor=scene.ems, place=row, on=date(2023, 9, 2))


def test_a_place_that_left_may_come_back(scene: Scene) -> None:
    row = leave_network(actor=scene.ems, place=place(), on=date(2023, 9, 1), reason="Travaux")
    assert not row.is_in_network(date(2023, 9, 1))
    assert enter_network(actor=scene.ems, place=row, on=date(2023, 9, 10)).is_in_network(date(2023, 9, 10))


def test_the_qualification_says_by_whom(scene: Scene) -> None:
    row = place(qualified_by="", qualified_since=None)
    with pytest.raises(InvalidInput, match="par qui"):
        qualify(actor=scene.ems, place=row, qualified_by="", since=date(2023, 9, 1), until=None)


def test_withdrawing_a_qualification_keeps_its_reason_in_the_journal(scene: Scene) -> None:
    withdraw_qualification(actor=scene.ems, place=place(), reason="Fin du label")
    entry = JournalEntry.objects.latest("pk")
    assert (entry.act, entry.reason) == ("retirer la qualification", "Fin du label (qualifié par Hubik)")


def test_a_value_outside_the_list_is_refused(scene: Scene) -> None:
    row = place()
    row.services = ["Réparation de vélos"]
    with pytest.raises(InvalidInput, match="Réparation de vélos"):
        save_place(actor=scene.ems, place=row)


def test_a_partner_changes_nothing(scene: Scene) -> None:
    row = place()
    with pytest.raises(NotAllowed):
        leave_network(actor=scene.alpha.referent, place=row, on=date(2023, 9, 1), reason="")


@pytest.mark.parametrize(
    "act",
    [
        lambda actor, row: save_place(actor=actor, place=row),
        lambda actor, row: qualify(actor=actor, place=row, qualified_by="x", since=date(2023, 9, 1), until=None),
        lambda actor, row: withdraw_qualification(actor=actor, place=row, reason="x"),
        lambda actor, row: enter_network(actor=actor, place=row, on=date(2023, 9, 1)),
        lambda actor, row: leave_network(actor=actor, place=row, on=date(2023, 9, 1), reason="x"),
    ],
)
def test_the_list_of_places_is_kept_by_administrators_of_ems_alone(scene: Scene, act: Any) -> None:
    row = place()
    for actor in (scene.alpha.referent, scene.alpha.intervenant, scene.communication):
        with pytest.raises(NotAllowed):
            act(actor, row)
