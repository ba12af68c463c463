"""Several attributions at the same moment: none is doubled, none is lost, all are counted."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connections

from passnum.core.errors import PassnumError
from passnum.distribution import drafts, register_check
from passnum.distribution.attributing import attribute
from passnum.distribution.attribution import Attribution, IndicatorCount
from passnum.distribution.draft import AttributionDraft
from passnum.quotas import ledger_check
from tests.distribution.register import begun, stocked
from tests.distribution.test_attributing import entry
from tests.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act: Callable[[], str], number: int) -> Counter[str]:
    """What each of `number` people, starting together, was answered."""
    start, answers = threading.Barrier(number), []

    def person() -> None:
        try:
            start.wait()
            answers.append(act())
        except PassnumError as refused:
            answers.append(type(refused).__name__)
        except Exception as fault:
            answers.append(repr(fault))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=person) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(answers)


def test_fifty_attributions_of_the_last_ten_booklets_count_ten_persons(scene: Scene) -> None:
    stocked(scene.alpha, booklets=10)

    def one() -> str:
        attribute(actor=scene.alpha.intervenant, entry=entry(scene.alpha))
        return "remis"

    assert at_once(one, 50) == {"remis": 10, "WrongState": 40}
    assert Attribution.objects.count() == 10
    counted = IndicatorCount.objects.values_list("dimension", "beneficiaries")
    assert {number for _, number in counted} == {10}
    assert [*ledger_check.discrepancies(), *register_check.discrepancies()] == []


def test_the_same_interview_sent_eight_times_at_once_hands_out_one_booklet(scene: Scene) -> None:
    stocked(scene.alpha)
    draft = begun(scene.alpha)

    def one() -> str:
        return drafts.conclude(
            actor=scene.alpha.intervenant, draft=AttributionDraft.objects.get(pk=draft.pk), entry=entry(scene.alpha)
        ).code

    codes = at_once(one, 8)
    assert list(codes.values()) == [8]
    assert Attribution.objects.count() == 1
