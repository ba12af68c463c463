"""Fifty hand-outs of the last ten booklets, at once: exactly ten succeed, the others are told that nothing is left."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connections
from django.db.models import Sum

from passnum.core.errors import PassnumError
from passnum.partners.models import DistributionPlace
from passnum.quotas.enums import (
    AccountKind,
    CountFinding,
    LossKind,
    OperationKind,
    RestitutionReason,
    RestitutionState,
)
from passnum.quotas.ledger_check import discrepancies
from passnum.quotas.models import Booklet, Quota, StockCount
from passnum.quotas.services import (
    Arrival,
    confirm_receipt,
    declare_loss,
    deliver,
    ems_stock,
    give_back,
    hand_out,
    move,
    move_to_place,
    place_stock,
    receive_back,
    record_count,
    revise_quota,
    share_quota,
)
from tests.quotas.parcels import quota, second_place
from tests.quotas.stock import brought, first_place, received, serials
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


def test_deliveries_losses_of_the_stock_and_revisions_at_once_never_wait_for_each_other_for_ever(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 50)
    names = received(scene.ems, 1, 20)

    def one(rank: int) -> str:
        if rank % 3 == 0:
            revise_quota(actor=scene.ems, quota=row, booklets=100 + rank, reason="Ajusté")
        elif rank % 3 == 1:
            deliver(
                actor=scene.ems,
                convention=scene.alpha.convention,
                year=2023,
                serials=[names[rank // 3]],
                sent_on=settings.PASSNUM_TODAY,
            )
        else:
            declare_loss(
                actor=scene.ems,
                partner=None,
                serials=[names[10 + rank // 3]],
                kind=LossKind.DETERIORE,
                happened_on=settings.PASSNUM_TODAY,
                reason="Dégât des eaux",
            )
        return "fait"

    assert all_at_once(one, 30) == {"fait": 30}
    assert discrepancies() == []


def test_receipts_hand_outs_and_losses_over_two_places_at_once_never_wait_for_each_other_for_ever(scene: Scene) -> None:
    alpha, today = scene.alpha, settings.PASSNUM_TODAY
    here, there = first_place(alpha), second_place(alpha)
    names = brought(scene.ems, alpha, 1, 30)
    move_to_place(actor=alpha.referent, source=here, target=there, serials=names[15:], happened_on=today)
    row = quota(scene, alpha, 50)
    received(scene.ems, 31, 50)
    parcels = [
        deliver(actor=scene.ems, convention=row.convention, year=2023, serials=pair, sent_on=today)
        for pair in batched(serials(31, 50), 2)
    ]

    def one(rank: int) -> str:
        if rank % 3 == 0:
            first, second = sorted(parcels[rank // 3].operation.movements.values_list("booklet__serial", flat=True))
            confirm_receipt(
                actor=alpha.referent,
                delivery=parcels[rank // 3],
                arrival=Arrival(by_place={there: [first], here: [second]}),
                received_on=today,
            )
        elif rank % 3 == 1:
            hand_out(actor=alpha.intervenant, place=(here, there)[rank % 2])
        else:
            declare_loss(
                actor=alpha.referent,
                partner=alpha.partner,
                serials=[names[14 - rank // 3], names[29 - rank // 3]],
                kind=LossKind.PERDU,
                happened_on=today,
                reason="Perdus",
            )
        return "fait"

    assert all_at_once(one, 24) == {"fait": 24}
    assert discrepancies() == []


def test_restitutions_counts_and_hand_outs_at_once_share_the_booklets_of_a_place(scene: Scene) -> None:
    alpha, today = scene.alpha, settings.PASSNUM_TODAY
    here = first_place(alpha)
    # Given back at first, nine of them: enough are left for eight persons.
    names = brought(scene.ems, alpha, 1, 20)

    def one(rank: int) -> str:
        if rank % 3 == 0:
            give_back(
                actor=alpha.referent,
                convention=alpha.convention,
                serials=names[rank // 3 : rank // 3 + 2],
                reason=RestitutionReason.EXCEDENT,
                sent_on=today,
            )
        elif rank % 3 == 1:
            hand_out(actor=alpha.intervenant, place=here)
        else:
            record_count(actor=alpha.referent, place=here, serials=names[:6])
        return "fait"

    answers = all_at_once(one, 24)
    assert set(answers) <= {"fait", "WrongState"}
    assert answers["fait"] >= 8 + 8, answers
    kinds = Counter(Booklet.objects.values_list("account__kind", flat=True))
    assert kinds[AccountKind.REMIS] == 8
    assert kinds[AccountKind.REMIS] + kinds[AccountKind.RESTITUTION] + kinds[AccountKind.LIEU] == len(names)
    for count in StockCount.objects.all():
        findings = Counter(count.lines.values_list("finding", flat=True))
        there = count.expected_booklets - findings[CountFinding.MANQUANT]
        assert there == count.found_booklets - findings[CountFinding.AILLEURS]
    assert discrepancies() == []


def test_two_receptions_of_one_restitution_at_once_bring_each_booklet_back_once(scene: Scene) -> None:
    names = brought(scene.ems, scene.alpha, 1, 6)
    row = give_back(
        actor=scene.alpha.referent,
        convention=scene.alpha.convention,
        serials=names,
        reason=RestitutionReason.EXCEDENT,
        sent_on=settings.PASSNUM_TODAY,
    )

    def one(rank: int) -> str:
        wanted = names[:4] if rank % 2 else None
        receive_back(actor=scene.ems, restitution=row, serials=wanted, received_on=settings.PASSNUM_TODAY)
        return "fait"

    answers = all_at_once(one, 6)
    assert set(answers) <= {"fait", "WrongState", "InvalidInput"}
    row.refresh_from_db()
    assert (row.received_booklets, row.state) == (6, RestitutionState.RECUE)
    assert ems_stock().balance == 6
    assert discrepancies() == []


def test_revisions_of_two_quotas_at_once_never_pass_the_programme_together(scene: Scene) -> None:
    rows = [quota(scene, scene.alpha, 1_000), quota(scene, scene.beta, 1_000)]

    def one(rank: int) -> str:
        revise_quota(actor=scene.ems, quota=rows[rank % 2], booklets=1_600 + rank, reason="Plus de demandes")
        return "fait"

    answers = all_at_once(one, 8)
    assert answers["fait"] >= 1
    assert set(answers) == {"fait", "InvalidInput"}
    granted = Quota.objects.aggregate(sum=Sum("booklets"))["sum"]
    assert granted <= 3_000
    assert rows[0].programme.__class__.objects.get().allocated_booklets == granted


def test_a_revision_downwards_and_a_sharing_at_once_never_leave_more_shared_than_granted(scene: Scene) -> None:
    row = quota(scene, scene.alpha, 50)

    def one(rank: int) -> str:
        if rank % 2:
            revise_quota(actor=scene.ems, quota=row, booklets=20, reason="Moins de demandes", seen=50)
        else:
            share_quota(actor=scene.alpha.referent, quota=row, shares={first_place(scene.alpha): 40})
        return "fait"

    answers = all_at_once(one, 6)
    row.refresh_from_db()
    assert (row.booklets, row.shared_booklets) in {(20, 0), (50, 40)}, answers
    assert set(answers) <= {"fait", "InvalidInput", "WrongState"}


def batched(names: list[str], number: int) -> list[list[str]]:
    return [names[start : start + number] for start in range(0, len(names), number)]
