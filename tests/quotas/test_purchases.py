"""Purchases: ordered, invoiced, received into the ledger; what does not agree is named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from passnum.core.errors import InvalidInput, NotAllowed
from passnum.core.models import JournalEntry
from passnum.partners.models import User
from passnum.quotas.models import Booklet, Operator, Purchase
from passnum.quotas.reconciliation import PurchaseFigures, differences
from passnum.quotas.services import (
    end_operator,
    programme_of,
    receive_purchase,
    save_operator,
    save_programme,
    save_purchase,
)
from passnum.quotas.services.programmes import ProgrammeValues
from passnum.quotas.services.purchasing import figures_of
from tests.quotas.stock import serials
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def figures(**changes: Any) -> PurchaseFigures:
    given: dict[str, Any] = {
        "ordered": 100,
        "received": 100,
        "invoiced": 100,
        "unit_price": Decimal(100),
        "service_charges": Decimal(250),
        "invoice_amount": Decimal(10_250),
    }
    return PurchaseFigures(**(given | changes))


def purchase(ems: User, **changes: Any) -> Purchase:
    known = Operator.objects.filter(name="Aptic").first()
    operator = known or save_operator(actor=ems, operator=Operator(name="Aptic"))
    given: dict[str, Any] = {
        "programme": programme_of(2022),
        "operator": operator,
        "order_number": "BC-1",
        "ordered_on": date(2021, 12, 1),
        "booklets_ordered": 100,
        "pass_expire_on": date(2024, 12, 31),
    }
    return save_purchase(actor=ems, purchase=Purchase(**(given | changes)))


def test_a_purchase_that_agrees_has_no_difference() -> None:
    assert differences(figures()) == []


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"received": 0, "invoiced": None}, "rien-recu", "aucun reçu"),
        ({"received": 90, "invoiced": 90, "invoice_amount": Decimal(9_250)}, "manque", "10\xa0carnets manquent"),
        ({"received": 101, "invoiced": 101, "invoice_amount": Decimal(10_350)}, "surplus", "de plus que la commande"),
        ({"received": 98}, "facture-non-recu", "sans avoir été reçus"),
        ({"invoiced": 95, "invoice_amount": Decimal(9_750)}, "recu-non-facture", "ne sont pas facturés"),
        ({"invoice_amount": None}, "sans-facture", "pas encore enregistrée"),
        ({"invoice_amount": Decimal("10300.50")}, "montant", "50,50"),
        ({"other_expiry": 1}, "validite", "n’a pas la validité"),
    ],
)
def test_each_difference_is_named(changes: dict[str, Any], key: str, words: str) -> None:
    found = {gap.key: gap.words for gap in differences(figures(**changes))}
    assert words in found[key]


def test_booklets_received_reconcile_with_their_purchase(scene: Scene) -> None:
    row = purchase(scene.ems)
    receive_purchase(actor=scene.ems, purchase=row, serials=serials(1, 60), happened_on=date(2022, 1, 10))
    assert figures_of(row).received == 60
    assert {booklet.expires_on for booklet in Booklet.objects.all()} == {date(2024, 12, 31)}


def test_nothing_arrives_before_it_is_ordered(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="rien n’a pu arriver avant"):
        receive_purchase(
            actor=scene.ems, purchase=purchase(scene.ems), serials=serials(1, 2), happened_on=date(2021, 11, 30)
        )


def test_an_operator_that_is_no_more_sells_nothing_after(scene: Scene) -> None:
    before = purchase(scene.ems)
    end_operator(
        actor=scene.ems, operator=before.operator, ended_on=date(2022, 1, 15), because="Liquidation judiciaire"
    )
    with pytest.raises(InvalidInput, match="Liquidation judiciaire"):
        purchase(scene.ems, order_number="BC-2", ordered_on=date(2022, 2, 1), operator=before.operator)


def test_the_same_order_is_not_recorded_twice(scene: Scene) -> None:
    purchase(scene.ems)
    with pytest.raises(InvalidInput, match="déjà enregistré"):
        purchase(scene.ems)


def test_an_invoice_is_whole(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="son numéro, sa date et son montant"):
        purchase(scene.ems, invoice_number="F-1")


def test_partners_buy_nothing_and_see_no_purchase(scene: Scene) -> None:
    purchase(scene.ems)
    assert not Purchase.objects.visible_to(scene.alpha.referent).exists()
    with pytest.raises(NotAllowed):
        purchase(scene.alpha.referent, order_number="BC-3")


def test_the_orders_of_a_programme_stay_within_what_its_budget_buys(scene: Scene) -> None:
    purchase(scene.ems, booklets_ordered=2_900)
    with pytest.raises(InvalidInput, match="il en reste 100 à commander"):
        purchase(scene.ems, order_number="BC-2", booklets_ordered=101)
    row = purchase(scene.ems, order_number="BC-2", booklets_ordered=100)
    row.booklets_ordered = 1_000
    with pytest.raises(InvalidInput, match="un carnet = 10 Pass"):
        save_purchase(actor=scene.ems, purchase=row)
    row.booklets_ordered = 90
    save_purchase(actor=scene.ems, purchase=row)
    acts = JournalEntry.objects.filter(subject_id=row.public_id).order_by("pk")
    assert list(acts.values_list("act", flat=True)) == ["enregistrer un achat", "modifier un achat"]


def test_the_orders_of_another_programme_take_nothing_from_this_one(scene: Scene) -> None:
    values = ProgrammeValues("Programme suivant", 2024, 2026, 300_000, 10, {"État": 50, "Eurométropole": 50})
    other = save_programme(actor=scene.ems, values=values)
    purchase(scene.ems, booklets_ordered=2_900, programme=other)
    assert purchase(scene.ems, order_number="BC-2", booklets_ordered=3_000).pk


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"invoice_number": "F-1", "invoiced_on": date(2022, 2, 1), "invoice_amount": Decimal(-1)}, "négatif"),
        ({"booklets_invoiced": 100}, "indiquez son numéro"),
        ({"unit_price": Decimal(-1)}, "supérieure ou égale à 0|négatif"),
        ({"ordered_on": date(1, 1, 1)}, "entre 2000 et 2100"),
        ({"pass_expire_on": date(9999, 12, 31)}, "entre 2000 et 2100"),
        ({"booklets_ordered": 0}, "au moins un carnet|supérieure ou égale à 1"),
    ],
)
def test_a_purchase_that_makes_no_sense_is_refused(scene: Scene, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        purchase(scene.ems, **changes)
    assert not Purchase.objects.exists()
