"""Two référents confirm the same delivery at once: one wins, the other is told, nothing arrives twice."""

from __future__ import annotations

import pytest

from passnum.core.errors import WrongState
from passnum.quotas.ledger_check import discrepancies
from passnum.quotas.services import place_stock
from tests.quotas.parcels import confirm, sent
from tests.quotas.stock import first_place
from tests.scenarios.test_two_at_once import at_once
from tests.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_confirmations_at_once_bring_the_booklets_once(scene: Scene) -> None:
    row = sent(scene, scene.alpha)
    results = at_once(lambda: confirm(scene, scene.alpha, row), lambda: confirm(scene, scene.alpha, row))
    assert [type(one) for one in results if isinstance(one, BaseException)] == [WrongState]
    assert place_stock(first_place(scene.alpha)).balance == 20
    assert discrepancies() == []
