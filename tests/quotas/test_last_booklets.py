"""Fifty hand-outs of the last ten booklets, at once: exactly ten succeed, the others are told that nothing is left."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connections

from passnum.core.errors import PassnumError
from passnum.partners.models import DistributionPlace
from passnum.quotas.enums import AccountKind, OperationKind
from passnum.quotas.ledger_check import discrepancies
from passnum.quotas.models import Booklet
from passnum.quotas.services import hand_out, move, place_stock
from tests.quotas.stock import brought, first_place
from tests.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 50


def all_at_once(act: Callable[[int], str], number: int = AT_ONCE) -> Counter[str]:
    """What each of `number` people, starting together, was answered."""
    start, answers = threading.Barrier(number), []

    def person(rank: int) -> None:
        try:
            start.wait()
            answers.append(act(rank))
        except PassnumError as refused:
            answers.append(type(refused).__name__)
        except Exception as fault:
            answers.append(repr(fault))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=person, args=(rank,)) for rank in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(answers)


def test_fifty_at_once_hand_out_exactly_the_last_ten(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 10)
    place, who = first_place(scene.alpha), scene.alpha.intervenant

    def one(_rank: int) -> str:
        hand_out(actor=who, place=place)
        return "remis"

    assert all_at_once(one) == {"remis": 10, "WrongState": 40}
    assert Booklet.objects.filter(account__kind=AccountKind.REMIS).count() == 10
    assert place_stock(place).balance == 0
    assert discrepancies() == []


def test_fifty_at_once_hand_out_the_same_serial_once(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 10)
    place, who = first_place(scene.alpha), scene.alpha.intervenant

    def one(_rank: int) -> str:
        hand_out(actor=who, place=place, serial="EMS-000004")
        return "remis"

    assert all_at_once(one) == {"remis": 1, "InvalidInput": 49}
    assert discrepancies() == []


def test_moves_back_and_forth_between_two_places_never_wait_for_each_other_for_ever(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 40)
    first = first_place(scene.alpha)
    second = DistributionPlace.objects.create(
        partner=scene.alpha.partner, name="Autre", postal_code="67000", commune_insee="67482", commune_name="Strasbourg"
    )
    keys = list(Booklet.objects.order_by("serial").values_list("pk", flat=True))
    here, there = place_stock(first), place_stock(second)
    move(
        booklets=keys[20:],
        source=here,
        target=there,
        kind=OperationKind.MOUVEMENT,
        happened_on=settings.PASSNUM_TODAY,
        by=None,
    )

    def one(rank: int) -> str:
        source, target, mine = (here, there, keys[rank]) if rank < 20 else (there, here, keys[rank])
        move(
            booklets=[mine],
            source=source,
            target=target,
            kind=OperationKind.MOUVEMENT,
            happened_on=settings.PASSNUM_TODAY,
            by=None,
        )
        return "déplacé"

    assert all_at_once(one, 40) == {"déplacé": 40}
    assert discrepancies() == []
