"""Several attributions at the same moment: none is doubled, none is lost, all are counted."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connections

from passnum.core.errors import PassnumError
from passnum.distribution import drafts
from passnum.distribution.attributing import attribute
from passnum.distribution.attribution import Attribution, IndicatorCount
from passnum.distribution.draft import AttributionDraft
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


def test_twelve_attributions_of_the_last_five_booklets_count_five_persons(scene: Scene) -> None:
    stocked(scene.alpha)

    def one() -> str:
        attribute(actor=scene.alpha.intervenant, entry=entry(scene.alpha))
        return "remis"

    assert at_once(one, 12) == {"remis": 5, "WrongState": 7}
    assert Attribution.objects.count() == 5
    counted = IndicatorCount.objects.values_list("dimension", "beneficiaries")
    assert {number for _, number in counted} == {5}


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
