"""The ledger of booklets: taken from one place, given to another, once."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.partners.models import DistributionPlace
from passnum.quotas.enums import WAYS, AccountKind, LossKind, OperationKind
from passnum.quotas.ledger_check import discrepancies
from passnum.quotas.models import Account, Booklet, Movement
from passnum.quotas.services import (
    declare_loss,
    ems_stock,
    hand_out,
    move,
    next_booklet,
    partner_account,
    place_stock,
    receive_from_operator,
    take_back,
)
from tests.quotas.parcels import second_place
from tests.quotas.stock import bring, brought, first_place, received, serials
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def test_what_the_operator_issued_is_in_the_stock(scene: Scene) -> None:
    received(scene.ems, 1, 30)
    assert ems_stock().balance == 30
    assert Account.objects.get(kind=AccountKind.OPERATEUR).balance == -30
    assert Movement.objects.filter(number=1, kind=OperationKind.RECEPTION).count() == 30


def test_a_serial_enters_once(scene: Scene) -> None:
    received(scene.ems, 1, 30)
    with pytest.raises(WrongState, match="EMS-000030"):
        received(scene.ems, 30, 40)
    assert ems_stock().balance == 30


def test_a_serial_written_in_two_ways_enters_once(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="écrit deux fois"):
        receive_from_operator(actor=scene.ems, serials=["EMS-000001", "ems – 000001"], happened_on=date(2022, 1, 10))


def test_partners_receive_nothing_from_the_operator(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        received(scene.alpha.referent, 1, 2)


def test_a_reception_to_come_is_refused(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="à venir"):
        receive_from_operator(actor=scene.ems, serials=serials(1, 2), happened_on=date(2024, 1, 1))


def test_a_booklet_that_expires_before_its_reception_is_refused(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="périmés"):
        received(scene.ems, 1, 2, expires_on=date(2021, 12, 31))


def test_the_first_to_expire_is_handed_out_first(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 3, expires_on=date(2025, 12, 31))
    brought(scene.ems, scene.alpha, 10, 12, expires_on=date(2024, 6, 30))
    booklet = hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha))
    assert booklet.serial == "EMS-000010"
    assert booklet.account.kind == AccountKind.REMIS


def test_an_expired_booklet_is_neither_proposed_nor_accepted(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 2, expires_on=date(2023, 6, 30))
    place = first_place(scene.alpha)
    assert next_booklet(place) is None
    with pytest.raises(InvalidInput, match="périmé"):
        hand_out(actor=scene.alpha.intervenant, place=place, serial="EMS-000001")


def test_a_booklet_is_handed_out_once(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 3)
    place = first_place(scene.alpha)
    hand_out(actor=scene.alpha.intervenant, place=place, serial="ems-000002")
    with pytest.raises(InvalidInput, match="déjà été remis le 18/09/2023"):
        hand_out(actor=scene.alpha.intervenant, place=place, serial="EMS-000002")


def test_another_partner_s_serial_is_told_like_an_unknown_one(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 3)
    place = first_place(scene.beta)
    messages = set()
    for serial in ("EMS-000002", "EMS-999999"):
        with pytest.raises(InvalidInput) as refused:
            hand_out(actor=scene.beta.intervenant, place=place, serial=serial)
        messages.add(refused.value.message.replace(serial, "…"))
    assert len(messages) == 1


def test_only_an_intervenant_hands_out(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 3)
    for stranger in (scene.ems, scene.alpha.referent, scene.alpha.president, scene.beta.intervenant):
        with pytest.raises(NotAllowed, match="habilités"):
            hand_out(actor=stranger, place=first_place(scene.alpha))


def test_a_closed_place_hands_out_nothing(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 3)
    DistributionPlace.objects.filter(pk=first_place(scene.alpha).pk).update(is_active=False)
    with pytest.raises(WrongState, match="plus ouvert"):
        hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha))


def test_nothing_is_handed_out_before_it_reached_the_place_nor_in_the_future(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 3)
    for day, words in ((date(2022, 1, 31), "depuis le 01/02/2022"), (date(2023, 9, 19), "à venir")):
        with pytest.raises(InvalidInput, match=words):
            hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha), happened_on=day)


def test_an_empty_place_says_what_to_do(scene: Scene) -> None:
    with pytest.raises(WrongState, match="demandez"):
        hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha))


def test_a_booklet_taken_back_can_be_said_lost_on_a_day_before_it_was_taken_back(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 3)
    place = first_place(scene.alpha)
    booklet = hand_out(actor=scene.alpha.intervenant, place=place)
    take_back(actor=scene.alpha.intervenant, booklet=booklet, place=place)
    lost = {"partner": scene.alpha.partner, "serials": [booklet.serial], "kind": LossKind.PERDU, "reason": "Tiroir"}
    with pytest.raises(InvalidInput, match="pas encore là"):
        declare_loss(actor=scene.alpha.referent, happened_on=date(2022, 1, 31), **lost)
    declare_loss(actor=scene.alpha.referent, happened_on=date(2023, 9, 1), **lost)
    assert place_stock(place).balance == 2


def test_a_mistaken_hand_out_is_taken_back_and_both_movements_stay(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 3)
    place = first_place(scene.alpha)
    booklet = hand_out(actor=scene.alpha.intervenant, place=place)
    take_back(actor=scene.alpha.intervenant, booklet=booklet, place=place)
    assert place_stock(place).balance == 3
    assert [row.kind for row in booklet.movements.order_by("number")] == [
        "reception",
        "livraison",
        "remise",
        "annulation",
    ]


def test_a_booklet_is_moved_from_where_it_is_or_not_at_all(scene: Scene) -> None:
    names = brought(scene.ems, scene.alpha, 1, 3)
    more = received(scene.ems, 10, 20)
    with pytest.raises(WrongState, match="EMS-000001 à EMS-000003"):
        bring(scene.alpha, [*names, *more[:3]])
    assert ems_stock().balance == 11
    assert Booklet.objects.filter(account=ems_stock()).count() == 11


def test_a_place_never_gives_more_than_it_has(scene: Scene) -> None:
    names = brought(scene.ems, scene.alpha, 1, 3)
    place = place_stock(first_place(scene.alpha))
    keys = list(Booklet.objects.filter(serial__in=names).values_list("pk", flat=True))
    with pytest.raises(WrongState, match="il reste 3\xa0carnets pour 4"):
        move(
            booklets=[*keys, 0],
            source=place,
            target=ems_stock(),
            kind=OperationKind.RETOUR,
            happened_on=clock.today(),
            by=None,
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE quotas_movement SET happened_on = '2020-01-01'",
        "DELETE FROM quotas_movement",
        "UPDATE quotas_operation SET reason = 'autre'",
        "DELETE FROM quotas_booklet",
        "UPDATE quotas_booklet SET serial = 'X' || serial",
        "UPDATE quotas_booklet SET moves = moves + 1",
        "UPDATE quotas_booklet SET account_id = (SELECT MIN(id) FROM quotas_account WHERE kind = 'operateur')",
        "UPDATE quotas_account SET balance = -1 WHERE kind <> 'operateur'",
        "INSERT INTO quotas_movement"
        " (booklet_id, number, kind, from_account_id, to_account_id, happened_on, recorded_at)"
        " SELECT booklet_id, number + 1, kind, to_account_id, from_account_id, happened_on, recorded_at"
        " FROM quotas_movement WHERE number = 2",
        "INSERT INTO quotas_movement"
        " (booklet_id, number, kind, from_account_id, to_account_id, happened_on, recorded_at)"
        " SELECT booklet_id, number, kind, from_account_id, to_account_id, happened_on, recorded_at"
        " FROM quotas_movement WHERE number = 2",
        "UPDATE quotas_booklet SET moves = moves + 1,"
        " account_id = (SELECT MIN(id) FROM quotas_account WHERE kind = 'eurometropole')",
        "UPDATE quotas_account SET balance = balance + 1 WHERE kind = 'lieu'",
        "UPDATE quotas_account SET balance = balance - 1 WHERE kind = 'lieu'",
        "UPDATE quotas_account SET partner_id = (SELECT MAX(id) FROM partners_partner) WHERE kind = 'lieu'",
        "DELETE FROM quotas_account WHERE balance = 0",
        "INSERT INTO quotas_account (kind, balance) VALUES ('perdu', 3)",
        "INSERT INTO quotas_booklet (public_id, serial, account_id, moves)"
        " SELECT '4e0c5dd1fd4f4e4aa8f8d2b0f0a1f00d', 'EMS-000099', id, 1 FROM quotas_account WHERE kind = 'lieu'",
        *(
            "INSERT INTO quotas_movement"
            " (booklet_id, number, kind, from_account_id, to_account_id, happened_on, recorded_at)"
            f" SELECT booklet_id, 3, '{kind}', to_account_id, (SELECT MIN(id) FROM quotas_account WHERE {target}),"
            " happened_on, recorded_at FROM quotas_movement WHERE number = 2"
            for kind, target in (
                ("mouvement", "kind = 'remis'"),
                ("perte", "kind = 'remis'"),
                ("remise", "kind = 'perdu'"),
                ("retour", "kind = 'operateur'"),
                ("mouvement", "kind = 'lieu' AND partner_id = (SELECT MAX(id) FROM partners_partner)"),
            )
        ),
    ],
)
def test_the_database_itself_refuses_to_falsify_the_ledger(scene: Scene, statement: str) -> None:
    brought(scene.ems, scene.alpha, 1, 3)
    place_stock(first_place(scene.beta))
    for kind in (AccountKind.REMIS, AccountKind.PERDU):
        partner_account(kind, scene.alpha.partner)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_movement_takes_its_booklet_and_the_balances_along_whoever_writes_it(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 3)
    lost = partner_account(AccountKind.PERDU, scene.alpha.partner)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO quotas_movement"
            " (booklet_id, number, kind, from_account_id, to_account_id, happened_on, recorded_at)"
            " SELECT booklet_id, 3, 'perte', to_account_id, %s, happened_on, recorded_at"
            " FROM quotas_movement WHERE number = 2",
            [lost.pk],
        )
    lost.refresh_from_db()
    assert (lost.balance, place_stock(first_place(scene.alpha)).balance) == (3, 0)
    assert set(Booklet.objects.values_list("account", "moves")) == {(lost.pk, 3)}
    assert discrepancies() == []


def test_each_act_has_its_ways_and_no_other(scene: Scene) -> None:
    assert set(WAYS) == set(OperationKind) - {OperationKind.ECART}


def test_a_hand_out_is_taken_back_where_it_was_made_by_an_intervenant(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 3)
    here, other = first_place(scene.alpha), second_place(scene.alpha)
    booklet = hand_out(actor=scene.alpha.intervenant, place=here)
    with pytest.raises(WrongState, match="pas été remis dans ce lieu"):
        take_back(actor=scene.alpha.intervenant, booklet=booklet, place=other)
    for stranger in (scene.ems, scene.alpha.referent, scene.beta.intervenant):
        with pytest.raises(NotAllowed):
            take_back(actor=stranger, booklet=booklet, place=here)


def test_nothing_is_handed_out_once_the_convention_is_over(scene: Scene) -> None:
    brought(scene.ems, scene.alpha, 1, 3)
    Convention.objects.filter(pk=scene.alpha.convention.pk).update(state=ConventionState.ECHUE)
    assert next_booklet(first_place(scene.alpha)) is None
    for serial in (None, "EMS-000001"):
        with pytest.raises(WrongState, match=r"plus de carnet à remettre|plus en vigueur"):
            hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha), serial=serial)
