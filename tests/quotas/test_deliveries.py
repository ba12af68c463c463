"""From EMS's stock to the partner's places, and back: each booklet answered for, once."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from passnum.conventions.enums import Side
from passnum.conventions.layout import ONCE
from passnum.conventions.models import Convention
from passnum.conventions.services import find_obligation
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.models import JournalEntry
from passnum.endings import services as endings
from passnum.endings.enums import Cause
from passnum.mail.models import OutboxMessage
from passnum.oversight.booklet_duties import booklet_duties
from passnum.partners.enums import Role
from passnum.partners.models import DistributionPlace, Membership, Partner
from passnum.quotas.enums import (
    AccountKind,
    CountFinding,
    DeliveryState,
    Fate,
    LossKind,
    RestitutionReason,
    RestitutionState,
    Settlement,
)
from passnum.quotas.ledger_check import discrepancies
from passnum.quotas.models import Booklet, Delivery, DeliveryDiscrepancy, Quota, Restitution, StockCount
from passnum.quotas.position import position_of
from passnum.quotas.restitution_paper import not_received
from passnum.quotas.services import (
    Arrival,
    QuotaValues,
    account_for_missing,
    confirm_receipt,
    declare_loss,
    deliver,
    ems_stock,
    expired_in_places,
    find_again,
    give_back,
    hand_out,
    move_to_place,
    place_stock,
    recall_delivery,
    receive_back,
    record_count,
    set_quota,
    settle_discrepancy,
    to_give_back,
    write_off,
)
from tests.quotas.parcels import ARRIVED, SENT, arrived, confirm, quota, returned, second_place, sent
from tests.quotas.stock import balance, first_place, received, serials
from tests.scene import Scene, draft_convention

pytestmark = pytest.mark.django_db


def test_a_delivery_leaves_the_stock_and_waits_for_its_receipt(scene: Scene) -> None:
    row = sent(scene, scene.alpha)
    assert row.number == "L2023-0001"
    assert (ems_stock().balance, balance(AccountKind.LIVRAISON, scene.alpha)) == (0, 20)
    assert Quota.objects.get(convention=scene.alpha.convention, year=2023).received_booklets == 20


def test_a_receipt_without_remark_brings_all_to_the_place(scene: Scene) -> None:
    row = arrived(scene, scene.alpha)
    assert (row.state, row.received_booklets) == (DeliveryState.RECUE, 20)
    assert place_stock(first_place(scene.alpha)).balance == 20
    assert discrepancies() == []


def test_slips_are_numbered_one_after_the_other(scene: Scene) -> None:
    quota(scene, scene.alpha)
    received(scene.ems, 1, 3)
    numbers = [
        deliver(actor=scene.ems, convention=scene.alpha.convention, year=2023, serials=[one], sent_on=SENT).number
        for one in serials(1, 3)
    ]
    assert numbers == ["L2023-0001", "L2023-0002", "L2023-0003"]


def test_what_is_missing_damaged_or_unexpected_is_named(scene: Scene) -> None:
    other = second_place(scene.alpha)
    row = confirm(
        scene,
        scene.alpha,
        sent(scene, scene.alpha),
        by_place={other: serials(1, 5)},
        missing=serials(6, 7),
        damaged=serials(8, 8),
        unexpected=["EMS-009999"],
    )
    assert (row.state, row.received_booklets) == (DeliveryState.ECART, 18)
    assert (place_stock(other).balance, place_stock(first_place(scene.alpha)).balance) == (5, 12)
    assert balance(AccountKind.DETERIORE, scene.alpha) == 1
    assert balance(AccountKind.LIVRAISON, scene.alpha) == 2
    assert [str(gap) for gap in row.discrepancies.all()] == [
        "EMS-000006 : Manquant",
        "EMS-000007 : Manquant",
        "EMS-000008 : Détérioré",
        "EMS-009999 : Reçu sans figurer sur le bon",
    ]


def test_discrepancies_are_settled_one_by_one_until_the_delivery_is_closed(scene: Scene) -> None:
    row = confirm(scene, scene.alpha, sent(scene, scene.alpha), missing=serials(1, 3), unexpected=["EMS-009999"])
    suites = [Settlement.RETROUVE, Settlement.RESTE_EN_STOCK, Settlement.PERDU, Settlement.CONSTATE]
    for gap, settlement in zip(row.discrepancies.order_by("serial"), suites, strict=True):
        row = settle_discrepancy(
            actor=scene.ems, discrepancy=gap, settlement=settlement, note="Vu", place=first_place(scene.alpha)
        )
    assert (row.state, row.received_booklets) == (DeliveryState.RECUE, 18)
    assert (ems_stock().balance, balance(AccountKind.PERDU)) == (1, 1)
    assert Quota.objects.get(convention=scene.alpha.convention, year=2023).received_booklets == 18
    assert discrepancies() == []


def test_a_settled_discrepancy_is_settled_once(scene: Scene) -> None:
    row = confirm(scene, scene.alpha, sent(scene, scene.alpha), missing=serials(1, 1))
    gap = row.discrepancies.get()
    settle_discrepancy(actor=scene.ems, discrepancy=gap, settlement=Settlement.PERDU, note="Vu")
    with pytest.raises(WrongState, match="déjà réglé"):
        settle_discrepancy(actor=scene.ems, discrepancy=gap, settlement=Settlement.RESTE_EN_STOCK, note="Vu")
    assert DeliveryDiscrepancy.objects.get().settlement == Settlement.PERDU


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ({"missing": ["EMS-000001"], "damaged": ["EMS-000001"]}, "Nommés deux fois"),
        ({"missing": ["EMS-000021"]}, "Absents du bon"),
        ({"missing": ["0012"]}, "EMS-000012 pour 0012"),
        ({"damaged": ["0012"]}, "EMS-000012 pour 0012"),
        ({"unexpected": ["EMS-000001"]}, "figurent sur le bon"),
        ({"rest_to": None, "missing": ["EMS-000001"]}, "Dites où sont"),
    ],
)
def test_an_answer_that_does_not_fit_the_slip_is_refused(scene: Scene, found: Any, message: str) -> None:
    row = sent(scene, scene.alpha)
    with pytest.raises(InvalidInput, match=message):
        confirm(scene, scene.alpha, row, **found)
    assert Delivery.objects.get().state == DeliveryState.EN_COURS


def test_a_receipt_goes_to_no_other_partner_s_place(scene: Scene) -> None:
    row = sent(scene, scene.alpha)
    with pytest.raises(InvalidInput, match="celui de la structure"):
        confirm(scene, scene.alpha, row, rest_to=first_place(scene.beta))


def test_a_delivery_is_confirmed_once(scene: Scene) -> None:
    row = arrived(scene, scene.alpha)
    with pytest.raises(WrongState, match="L2023-0001 est déjà"):
        confirm(scene, scene.alpha, row)
    assert place_stock(first_place(scene.alpha)).balance == 20


def test_only_the_referent_of_the_partner_confirms(scene: Scene) -> None:
    row = sent(scene, scene.alpha)
    for stranger in (scene.ems, scene.alpha.intervenant, scene.beta.referent):
        with pytest.raises(NotAllowed):
            confirm_receipt(
                actor=stranger, delivery=row, arrival=Arrival(rest_to=first_place(scene.alpha)), received_on=ARRIVED
            )


def test_only_ems_delivers(scene: Scene) -> None:
    quota(scene, scene.alpha)
    with pytest.raises(NotAllowed):
        deliver(
            actor=scene.alpha.referent, convention=scene.alpha.convention, year=2023, serials=["EMS-1"], sent_on=SENT
        )


def test_a_delivery_never_passes_the_quota(scene: Scene) -> None:
    received(scene.ems, 1, 60)
    quota(scene, scene.alpha)
    values = {"actor": scene.ems, "convention": scene.alpha.convention, "year": 2023, "sent_on": SENT}
    deliver(serials=serials(1, 40), **values)
    with pytest.raises(WrongState, match="il en reste 10 à livrer, pas 20"):
        deliver(serials=serials(41, 60), **values)
    assert ems_stock().balance == 20


def test_a_delivery_and_its_recall_leave_the_other_quotas_as_they_were(scene: Scene) -> None:
    others = [quota(scene, scene.beta), quota(scene, scene.alpha, year=2022)]
    Quota.objects.update(received_booklets=7)
    row = sent(scene, scene.alpha)
    for left in (20, 0):
        assert Quota.objects.get(convention=row.convention, year=2023).received_booklets == left
        assert [Quota.objects.get(pk=one.pk).received_booklets for one in others] == [7, 7]
        if left:
            recall_delivery(actor=scene.ems, delivery=row, reason="Mauvais colis")


def test_what_one_side_does_with_a_parcel_is_told_to_the_other_by_mail(scene: Scene) -> None:
    def told() -> set[tuple[str, str]]:
        """Those written since the last time: first word of the key, who it is for."""
        rows = OutboxMessage.objects.exclude(pk__in=seen).filter(key__regex=r"^(livraison|restitution)")
        found = {(row.key.split(":")[0], row.to) for row in rows}
        seen.extend(rows.values_list("pk", flat=True))
        return found

    seen: list[int] = []
    alpha, ems = scene.alpha, scene.ems
    recall_delivery(actor=ems, delivery=sent(scene, alpha, 21, 22), reason="Mauvais colis")
    assert told() == {("livraison", alpha.referent.email), ("livraison-rappelee", alpha.referent.email)}
    row = confirm(scene, alpha, sent(scene, alpha), missing=serials(20, 20))
    assert told() == {("livraison", alpha.referent.email), ("livraison-ecarts", ems.email)}
    settle_discrepancy(
        actor=ems, discrepancy=row.discrepancies.get(), settlement=Settlement.PERDU, note="Perdu en chemin"
    )
    assert told() == {("livraison-regle", alpha.referent.email)}
    back = returned(scene, alpha, serials(1, 2))
    assert told() == {("restitution", ems.email)}
    for serial in ([], serials(1, 1), []):
        back = receive_back(actor=ems, restitution=back, serials=serial, received_on=clock.today())
    assert told() == {("restitution-recue", alpha.referent.email)}


def test_nothing_is_delivered_without_a_quota(scene: Scene) -> None:
    received(scene.ems, 1, 5)
    with pytest.raises(WrongState, match="fixez-le"):
        deliver(actor=scene.ems, convention=scene.alpha.convention, year=2023, serials=serials(1, 5), sent_on=SENT)


def test_nothing_is_delivered_without_an_entitled_intervenant(scene: Scene) -> None:
    Membership.objects.filter(partner=scene.alpha.partner, role=Role.INTERVENANT).update(ended_on=date(2023, 1, 1))
    with pytest.raises(WrongState, match="la convention reste valable"):
        sent(scene, scene.alpha)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"serials": ["EMS-777777"]}, "inconnus"),
        ({"serials": []}, "au moins un"),
        ({"sent_on": date(2023, 9, 19)}, "à venir"),
        ({"sent_on": date(2022, 1, 9)}, "pas encore là"),
        ({"sent_on": date(2021, 7, 11)}, "en vigueur que depuis"),
    ],
)
def test_a_delivery_that_cannot_be_is_refused(scene: Scene, changes: Any, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        sent(scene, scene.alpha, **changes)


def test_the_same_booklet_is_delivered_once(scene: Scene) -> None:
    sent(scene, scene.alpha)
    quota(scene, scene.beta)
    with pytest.raises(InvalidInput, match="pas encore là"):
        deliver(
            actor=scene.ems,
            convention=scene.beta.convention,
            year=2023,
            serials=serials(1, 2),
            sent_on=date(2023, 2, 1),
        )
    with pytest.raises(WrongState, match="il reste 0"):
        deliver(actor=scene.ems, convention=scene.beta.convention, year=2023, serials=serials(1, 2), sent_on=SENT)


def test_a_delivery_sent_by_mistake_is_called_back_before_its_receipt(scene: Scene) -> None:
    row = recall_delivery(actor=scene.ems, delivery=sent(scene, scene.alpha), reason="Mauvaise structure")
    assert (row.state, ems_stock().balance) == (DeliveryState.RAPPELEE, 20)
    assert Quota.objects.get(convention=scene.alpha.convention, year=2023).received_booklets == 0
    assert not Booklet.objects.exclude(convention=None).exists()
    with pytest.raises(WrongState):
        confirm(scene, scene.alpha, row)


def test_a_quota_wholly_delivered_and_received_is_proved(scene: Scene) -> None:
    quota(scene, scene.beta, 50)
    received(scene.ems, 51, 100)
    whole = {"convention": scene.beta.convention, "year": 2023, "serials": serials(51, 100), "sent_on": SENT}
    deliver(actor=scene.ems, **whole)
    row = sent(scene, scene.alpha, 1, 50)
    assert find_obligation(scene.alpha.convention, "OB-27", "2023").met_on is None
    confirm(scene, scene.alpha, row)
    assert find_obligation(scene.beta.convention, "OB-27", "2023").met_on is None
    assert find_obligation(scene.alpha.convention, "OB-27", "2023").met_on is not None


def test_a_quota_revised_to_what_was_delivered_is_proved_and_so_is_its_launch_meeting(scene: Scene) -> None:
    alpha = scene.alpha
    row = arrived(scene, alpha)
    assert find_obligation(alpha.convention, "OB-27", "2023").met_on is None
    values = QuotaValues(alpha.convention, 2023, 20, "personnes", 900, "Rapport", launch_meeting_on=date(2023, 1, 9))
    set_quota(actor=scene.ems, values=values)
    assert row.booklets == 20
    assert find_obligation(alpha.convention, "OB-27", "2023").met_on == clock.today()
    assert find_obligation(alpha.convention, "OB-03", ONCE).met_on == date(2023, 1, 9)


def test_a_revised_quota_keeps_what_the_ledger_counts(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    assert quota(scene, scene.alpha, 60).received_booklets == 20
    with pytest.raises(Exception, match="ne peut pas descendre en dessous"):
        quota(scene, scene.alpha, 19)


def test_booklets_move_from_one_place_to_another(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    here, there = first_place(scene.alpha), second_place(scene.alpha)
    move_to_place(
        actor=scene.alpha.referent, source=here, target=there, serials=serials(1, 5), happened_on=clock.today()
    )
    assert (place_stock(here).balance, place_stock(there).balance) == (15, 5)
    with pytest.raises(WrongState, match="ne sont pas dans"):
        move_to_place(
            actor=scene.alpha.referent, source=here, target=there, serials=serials(5, 6), happened_on=clock.today()
        )


def test_a_booklet_that_was_handed_out_is_said_to_be_on_what_day_by_whatever_looks_for_it(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    referent, here, there = scene.alpha.referent, first_place(scene.alpha), second_place(scene.alpha)
    hand_out(actor=scene.alpha.intervenant, place=here, serial="EMS-000001", happened_on=date(2023, 9, 15))
    told = re.escape("EMS-000001 (remise à une personne le 15/09/2023)")
    one, today = serials(1, 1), clock.today()
    with pytest.raises(WrongState, match=told):
        move_to_place(actor=referent, source=here, target=there, serials=one, happened_on=today)
    with pytest.raises(WrongState, match=told):
        declare_loss(
            actor=referent,
            partner=scene.alpha.partner,
            serials=one,
            kind=LossKind.PERDU,
            happened_on=today,
            reason="Perdu",
        )
    with pytest.raises(WrongState, match=told):
        find_again(actor=referent, place=here, serials=one, happened_on=today, reason="Retrouvé")
    with pytest.raises(WrongState, match=told):
        returned(scene, scene.alpha, one)


def test_a_number_written_without_its_prefix_is_proposed_in_full(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    here, there = first_place(scene.alpha), second_place(scene.alpha)
    for typed, told in (("12", r"Écrivez-les en entier\W+EMS-000012 pour 12"), ("00", r"00\.$"), ("999", r"999\.$")):
        with pytest.raises(InvalidInput, match=told):
            move_to_place(
                actor=scene.alpha.referent, source=here, target=there, serials=[typed], happened_on=clock.today()
            )


def test_booklets_move_from_one_place_to_another_place(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    here = first_place(scene.alpha)
    with pytest.raises(InvalidInput, match="deux lieux différents"):
        move_to_place(actor=scene.alpha.referent, source=here, target=here, serials=serials(1, 1), happened_on=ARRIVED)


def test_the_words_of_a_receipt_come_after_those_of_the_sending(scene: Scene) -> None:
    row = sent(scene, scene.alpha, note="Deux cartons")
    row = confirm_receipt(
        actor=scene.alpha.referent,
        delivery=row,
        arrival=Arrival(rest_to=first_place(scene.alpha)),
        received_on=ARRIVED,
        note=" Un seul carton ",
    )
    assert row.note == "Deux cartons\nUn seul carton"


def test_booklets_never_move_to_another_partner(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    with pytest.raises(InvalidInput, match="de la structure"):
        move_to_place(
            actor=scene.alpha.referent,
            source=first_place(scene.alpha),
            target=first_place(scene.beta),
            serials=serials(1, 2),
            happened_on=clock.today(),
        )


def test_lost_booklets_leave_the_place_and_may_be_found_again(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    alpha, place = scene.alpha, first_place(scene.alpha)
    declare_loss(
        actor=alpha.referent,
        partner=alpha.partner,
        serials=serials(1, 3),
        kind=LossKind.VOLE,
        happened_on=clock.today(),
        reason="Cambriolage, plainte nᵒ 12",
    )
    with pytest.raises(InvalidInput, match="pas dans ce lieu"):
        hand_out(actor=alpha.intervenant, place=place, serial="EMS-000002")
    find_again(actor=alpha.referent, place=place, serials=serials(2, 2), happened_on=clock.today(), reason="Retrouvé")
    hand_out(actor=alpha.intervenant, place=place, serial="EMS-000002")
    assert balance(AccountKind.VOLE, alpha) == 2
    assert discrepancies() == []


def test_a_loss_is_told_in_words(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    with pytest.raises(InvalidInput, match="Racontez"):
        declare_loss(
            actor=scene.alpha.referent,
            partner=scene.alpha.partner,
            serials=serials(1, 1),
            kind=LossKind.PERDU,
            happened_on=clock.today(),
            reason=" ",
        )


def test_another_partner_s_booklets_cannot_be_declared_lost(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    with pytest.raises(InvalidInput, match="pas ceux de la structure"):
        declare_loss(
            actor=scene.beta.referent,
            partner=scene.beta.partner,
            serials=serials(1, 1),
            kind=LossKind.PERDU,
            happened_on=clock.today(),
            reason="Perdu",
        )


def test_only_expired_booklets_are_put_aside_as_expired(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    assert expired_in_places(scene.alpha.partner) == []
    assert len(expired_in_places(scene.alpha.partner, date(2025, 1, 1))) == 20
    with pytest.raises(InvalidInput, match="ne sont pas périmés"):
        declare_loss(
            actor=scene.alpha.referent,
            partner=scene.alpha.partner,
            serials=serials(1, 1),
            kind=LossKind.EXPIRE,
            happened_on=clock.today(),
            reason="",
        )


def test_undistributed_booklets_come_back_to_ems(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha))
    names = list(to_give_back(scene.alpha.convention).values_list("serial", flat=True))
    row = receive_back(
        actor=scene.ems, restitution=returned(scene, scene.alpha, names), serials=None, received_on=clock.today()
    )
    assert (row.number, row.state, row.received_booklets) == ("R2023-0001", RestitutionState.RECUE, 19)
    assert ems_stock().balance == 19
    assert discrepancies() == []


def test_a_handed_out_booklet_is_not_given_back(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha), serial="EMS-000003")
    with pytest.raises(WrongState, match="EMS-000003"):
        returned(scene, scene.alpha, serials(1, 20))


def test_what_did_not_come_back_stays_named_until_it_is_written_off(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    row = returned(scene, scene.alpha, serials(1, 20))
    row = receive_back(actor=scene.ems, restitution=row, serials=serials(1, 18), received_on=clock.today())
    assert (row.state, balance(AccountKind.RESTITUTION, scene.alpha)) == (RestitutionState.ECART, 2)
    row = receive_back(actor=scene.ems, restitution=row, serials=serials(19, 19), received_on=clock.today())
    row = write_off(actor=scene.ems, restitution=row, reason="Introuvable")
    assert (row.state, row.received_booklets, balance(AccountKind.PERDU, scene.alpha)) == (
        RestitutionState.RECUE,
        19,
        1,
    )
    with pytest.raises(WrongState, match="déjà reçue"):
        receive_back(actor=scene.ems, restitution=row, serials=None, received_on=clock.today())
    assert discrepancies() == []


def received_short(scene: Scene) -> Restitution:
    """Twenty booklets announced, of which EMS received seventeen."""
    arrived(scene, scene.alpha)
    row = returned(scene, scene.alpha, serials(1, 20))
    return receive_back(actor=scene.ems, restitution=row, serials=serials(1, 17), received_on=clock.today())


def accounted(scene: Scene, row: Restitution, names: list[str], fate: Fate, **changes: Any) -> Restitution:
    values = {"happened_on": clock.today(), "reason": "Compte refait"} | changes
    return account_for_missing(
        actor=changes.get("actor", scene.alpha.referent),
        restitution=row,
        serials=names,
        fate=fate,
        **{name: value for name, value in values.items() if name != "actor"},
    )


def test_the_structure_says_what_became_of_each_booklet_that_did_not_arrive(scene: Scene) -> None:
    row, place = received_short(scene), first_place(scene.alpha)
    row = accounted(scene, row, serials(18, 18), Fate.RETROUVE, place=place)
    assert (row.state, place_stock(place).balance, discrepancies()) == (RestitutionState.ECART, 1, [])
    row = accounted(scene, row, serials(19, 19), Fate.VOLE)
    row = accounted(scene, row, serials(20, 20), Fate.DETERIORE)
    assert (row.state, row.received_booklets) == (RestitutionState.RECUE, 17)
    assert [balance(kind, scene.alpha) for kind in (AccountKind.VOLE, AccountKind.DETERIORE)] == [1, 1]
    assert discrepancies() == []
    assert OutboxMessage.objects.filter(to=scene.ems.email, subject__contains="manquants").count() == 3
    with pytest.raises(WrongState, match="Aucun carnet ne manque"):
        accounted(scene, row, serials(20, 20), Fate.PERDU)


def test_what_ems_receives_after_the_rest_is_accounted_for_closes_the_restitution(scene: Scene) -> None:
    row = accounted(scene, received_short(scene), serials(18, 19), Fate.PERDU)
    row = receive_back(actor=scene.ems, restitution=row, serials=None, received_on=clock.today())
    assert (row.state, row.received_booklets) == (RestitutionState.RECUE, 18)
    assert discrepancies() == []


def test_returned_booklets_are_those_that_ems_received(scene: Scene) -> None:
    row = received_short(scene)
    under = Quota.objects.get(convention=scene.alpha.convention, year=2023)
    assert (position_of(under).returned, position_of(under).returning) == (17, 3)
    accounted(scene, row, serials(18, 20), Fate.PERDU)
    assert (position_of(under).returned, position_of(under).returning, position_of(under).lost) == (17, 0, 3)


def test_an_account_of_missing_booklets_that_makes_no_sense_is_refused(scene: Scene) -> None:
    row, one = received_short(scene), serials(20, 20)
    with pytest.raises(InvalidInput, match="Ces carnets ne manquent pas"):
        accounted(scene, row, serials(1, 1), Fate.PERDU)
    with pytest.raises(InvalidInput, match="Indiquez le lieu"):
        accounted(scene, row, one, Fate.RETROUVE)
    with pytest.raises(InvalidInput, match="Indiquez le lieu"):
        accounted(scene, row, one, Fate.RETROUVE, place=first_place(scene.beta))
    with pytest.raises(InvalidInput, match="ne peut pas précéder"):
        accounted(scene, row, one, Fate.PERDU, happened_on=date(2023, 9, 1))
    with pytest.raises(InvalidInput, match="une phrase"):
        accounted(scene, row, one, Fate.PERDU, reason=" ")
    for stranger in (scene.ems, scene.alpha.lecteur, scene.beta.referent):
        with pytest.raises(NotAllowed):
            accounted(scene, row, one, Fate.PERDU, actor=stranger)
    assert balance(AccountKind.RESTITUTION, scene.alpha) == 3


def test_missing_booklets_wait_for_the_structure_until_it_has_said_what_became_of_them(scene: Scene) -> None:
    row = received_short(scene)
    told = f"Dire ce que sont devenus les carnets manquants de la restitution {row.number}"
    assert told in [duty.act for duty in booklet_duties(Side.STRUCTURE, scene.alpha.partner)]
    accounted(scene, row, serials(18, 20), Fate.PERDU)
    assert told not in [duty.act for duty in booklet_duties(Side.STRUCTURE, scene.alpha.partner)]


def test_a_restitution_of_a_part_does_not_meet_article_12_as_long_as_booklets_are_left(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    path = endings.open_termination(
        actor=scene.ems, convention=scene.alpha.convention, cause=Cause.FORCE_MAJEURE, reason="Locaux inondés"
    )
    endings.decide_termination(actor=scene.ems, termination=path, effect_on=clock.today(), decision="Constat")
    duty = scene.alpha.convention.obligations.get(rule="OB-18")
    for names, met_on in ((serials(1, 5), None), (serials(6, 20), clock.today())):
        row = returned(scene, scene.alpha, names)
        row = receive_back(actor=scene.ems, restitution=row, serials=None, received_on=clock.today())
        duty.refresh_from_db()
        assert (row.state, duty.met_on) == (RestitutionState.RECUE, met_on)


def test_a_partner_does_not_receive_its_own_restitution(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    row = returned(scene, scene.alpha, serials(1, 2))
    with pytest.raises(NotAllowed):
        receive_back(actor=scene.alpha.referent, restitution=row, serials=None, received_on=clock.today())


def test_a_count_names_what_differs_and_changes_nothing(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    other = second_place(scene.alpha)
    here = first_place(scene.alpha)
    move_to_place(
        actor=scene.alpha.referent, source=here, target=other, serials=serials(20, 20), happened_on=clock.today()
    )
    row = record_count(actor=scene.alpha.referent, place=here, serials=[*serials(1, 17), "EMS-000020", "EMS-999999"])
    assert (row.expected_booklets, row.found_booklets) == (19, 19)
    assert {line.serial: line.finding for line in row.lines.all()} == {
        "EMS-000018": CountFinding.MANQUANT,
        "EMS-000019": CountFinding.MANQUANT,
        "EMS-000020": CountFinding.AILLEURS,
        "EMS-999999": CountFinding.INCONNU,
    }
    assert place_stock(here).balance == 19


def test_a_count_is_not_recorded_with_numbers_that_lack_their_prefix(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    with pytest.raises(InvalidInput, match="EMS-000012 pour 12"):
        record_count(actor=scene.alpha.referent, place=first_place(scene.alpha), serials=["EMS-000001", "12"])
    assert not StockCount.objects.exists()


def test_a_count_is_written_down_where_there_is_a_convention_and_made_where_there_is_none(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    row = record_count(actor=scene.alpha.referent, place=first_place(scene.alpha), serials=serials(1, 19))
    entry = JournalEntry.objects.get(subject_id=row.public_id)
    assert (entry.to_state, entry.reason) == ("19\u00a0carnets comptés", "Lieu alpha : 1\u00a0écart")
    partner = Partner.objects.create(name="Sans convention", short_name="sans")
    values = {"name": "Lieu", "postal_code": "67000", "commune_insee": "67482", "commune_name": "Strasbourg"}
    place = DistributionPlace.objects.create(partner=partner, **values)
    Membership.objects.create(
        user=scene.alpha.referent, partner=partner, role=Role.REFERENT, started_on=date(2021, 6, 1)
    )
    row = record_count(actor=scene.alpha.referent, place=place, serials=serials(1, 1))
    assert row.lines.get().finding == CountFinding.INCONNU


def test_a_count_tells_nothing_of_another_partner_s_booklets(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    row = record_count(actor=scene.beta.referent, place=first_place(scene.beta), serials=["EMS-000001"])
    assert row.lines.get().finding == CountFinding.INCONNU
    assert row.lines.get().recorded_at_place == ""


def test_a_booklet_found_and_given_back_again_is_awaited_by_its_second_restitution_alone(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    first = returned(scene, scene.alpha, serials(1, 2))
    first = receive_back(actor=scene.ems, restitution=first, serials=serials(1, 1), received_on=clock.today())
    write_off(actor=scene.ems, restitution=first, reason="Introuvable")
    place = first_place(scene.alpha)
    find_again(
        actor=scene.alpha.referent, place=place, serials=serials(2, 2), happened_on=clock.today(), reason="Au placard"
    )
    second = returned(scene, scene.alpha, serials(2, 2))
    with pytest.raises(WrongState, match="déjà reçue"):
        receive_back(actor=scene.ems, restitution=first, serials=None, received_on=clock.today())
    second = receive_back(actor=scene.ems, restitution=second, serials=None, received_on=clock.today())
    assert (second.state, second.received_booklets) == (RestitutionState.RECUE, 1)
    assert discrepancies() == []


def test_the_report_of_a_restitution_does_not_follow_a_booklet_to_the_next_partner(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    first = returned(scene, scene.alpha, serials(1, 2))
    first = receive_back(actor=scene.ems, restitution=first, serials=serials(1, 1), received_on=clock.today())
    write_off(actor=scene.ems, restitution=first, reason="Introuvable")
    quota(scene, scene.beta)
    beta, today = scene.beta, clock.today()
    row = deliver(actor=scene.ems, convention=beta.convention, year=2023, serials=serials(1, 1), sent_on=today)
    confirm_receipt(actor=beta.referent, delivery=row, arrival=Arrival(rest_to=first_place(beta)), received_on=today)
    declare_loss(
        actor=beta.referent,
        partner=beta.partner,
        serials=serials(1, 1),
        kind=LossKind.PERDU,
        happened_on=today,
        reason="Perdu",
    )
    assert list(not_received(first).values_list("serial", flat=True)) == serials(2, 2)


def test_a_serial_written_in_two_ways_comes_back_once(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    row = returned(scene, scene.alpha, serials(1, 2))
    row = receive_back(
        actor=scene.ems, restitution=row, serials=["EMS-000001", "ems-000001"], received_on=clock.today()
    )
    assert (row.state, row.received_booklets) == (RestitutionState.ECART, 1)


def test_an_unexpected_serial_written_in_two_ways_is_named_once(scene: Scene) -> None:
    row = confirm(scene, scene.alpha, sent(scene, scene.alpha), unexpected=["Z-1", "z-1"])
    assert [gap.serial for gap in row.discrepancies.all()] == ["Z-1"]


def test_booklets_come_into_no_closed_place(scene: Scene) -> None:
    closed = second_place(scene.alpha)
    DistributionPlace.objects.filter(pk=closed.pk).update(is_active=False)
    closed.refresh_from_db()
    alpha, here, today = scene.alpha, first_place(scene.alpha), clock.today()
    row = sent(scene, alpha)
    with pytest.raises(WrongState, match="plus ouvert"):
        confirm(scene, alpha, row, rest_to=closed)
    row = confirm(scene, alpha, row, missing=serials(20, 20))
    with pytest.raises(WrongState, match="plus ouvert"):
        settle_discrepancy(
            actor=scene.ems,
            discrepancy=row.discrepancies.get(),
            settlement=Settlement.RETROUVE,
            note="Là-bas",
            place=closed,
        )
    with pytest.raises(WrongState, match="plus ouvert"):
        move_to_place(actor=alpha.referent, source=here, target=closed, serials=serials(1, 1), happened_on=today)
    declare_loss(
        actor=alpha.referent,
        partner=alpha.partner,
        serials=serials(1, 1),
        kind=LossKind.PERDU,
        happened_on=today,
        reason="Perdu",
    )
    with pytest.raises(WrongState, match="plus ouvert"):
        find_again(actor=alpha.referent, place=closed, serials=serials(1, 1), happened_on=today, reason="Retrouvé")
    assert not place_stock(closed).balance


def test_a_count_is_never_rewritten(scene: Scene) -> None:
    row = record_count(actor=scene.alpha.referent, place=first_place(scene.alpha), serials=["EMS-000001"])
    for change in (
        lambda: StockCount.objects.filter(pk=row.pk).update(found_booklets=0),
        lambda: row.lines.update(finding=CountFinding.PRESENT),
        lambda: row.lines.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_restitution_that_makes_no_sense_is_refused(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    alpha, today = scene.alpha, clock.today()
    other = Convention.objects.get(pk=scene.beta.convention.pk)
    asked = {"convention": alpha.convention, "reason": RestitutionReason.EXCEDENT, "serials": serials(1, 2)}
    for stranger in (alpha.president, alpha.intervenant, scene.beta.referent):
        with pytest.raises(NotAllowed, match="rendent ses carnets"):
            give_back(actor=stranger, sent_on=today, **asked)
    with pytest.raises(InvalidInput, match="pas encore là\xa0: EMS-000001 à EMS-000002"):
        give_back(actor=alpha.referent, sent_on=SENT, **asked)
    with pytest.raises(InvalidInput, match="pas ceux de la structure"):
        give_back(actor=scene.ems, sent_on=today, **(asked | {"convention": other}))
    row = returned(scene, alpha, serials(1, 2))
    with pytest.raises(InvalidInput, match="ne sont pas attendus\xa0: EMS-000003"):
        receive_back(actor=scene.ems, restitution=row, serials=serials(1, 3), received_on=today)
    with pytest.raises(InvalidInput, match="La remise date du 18/09/2023"):
        receive_back(actor=scene.ems, restitution=row, serials=None, received_on=SENT)
    with pytest.raises(WrongState, match="reçue avec des écarts"):
        write_off(actor=scene.ems, restitution=row, reason="Introuvables")
    row = receive_back(actor=scene.ems, restitution=row, serials=serials(1, 1), received_on=today)
    with pytest.raises(InvalidInput, match="pourquoi ces carnets"):
        write_off(actor=scene.ems, restitution=row, reason=" ")


def test_booklets_of_a_former_convention_are_given_back_under_it(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    later = draft_convention(scene.alpha.partner, reference="PN-SUITE")
    later.save()
    with pytest.raises(InvalidInput, match="au titre d’une autre convention\xa0: EMS-000001"):
        give_back(
            actor=scene.alpha.referent,
            convention=later,
            serials=serials(1, 1),
            reason=RestitutionReason.EXCEDENT,
            sent_on=clock.today(),
        )


def test_expired_booklets_are_delivered_no_more(scene: Scene) -> None:
    quota(scene, scene.alpha)
    received(scene.ems, 1, 2, expires_on=date(2023, 2, 28))
    with pytest.raises(InvalidInput, match="Carnets périmés\xa0: EMS-000001 à EMS-000002"):
        deliver(actor=scene.ems, convention=scene.alpha.convention, year=2023, serials=serials(1, 2), sent_on=SENT)


def test_a_settlement_that_makes_no_sense_is_refused(scene: Scene) -> None:
    row = confirm(scene, scene.alpha, sent(scene, scene.alpha), missing=serials(20, 20))
    asked = {"actor": scene.ems, "discrepancy": row.discrepancies.get(), "settlement": Settlement.RETROUVE}
    here = first_place(scene.alpha)
    for changes, error, words in (
        ({"actor": scene.alpha.referent}, NotAllowed, "administrateurs"),
        ({"note": " "}, InvalidInput, "Expliquez"),
        ({"settlement": Settlement.CONSTATE}, InvalidInput, "Pour un carnet manquant"),
        ({"place": None}, InvalidInput, "lieu de la structure"),
        ({"place": first_place(scene.beta)}, InvalidInput, "lieu de la structure"),
    ):
        with pytest.raises(error, match=words):
            settle_discrepancy(**({"note": "Vu", "place": here} | asked | changes))
    assert balance(AccountKind.LIVRAISON, scene.alpha) == 1


def test_only_what_is_lost_or_stolen_is_found_again_and_told_where(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    asked = {"actor": scene.alpha.referent, "place": first_place(scene.alpha), "happened_on": clock.today()}
    with pytest.raises(WrongState, match="ni perdus ni volés\xa0: EMS-000001"):
        find_again(serials=serials(1, 1), reason="Retrouvé", **asked)
    with pytest.raises(InvalidInput, match="où et comment"):
        find_again(serials=serials(1, 1), reason=" ", **asked)
    with pytest.raises(NotAllowed):
        find_again(serials=serials(1, 1), reason="Retrouvé", **(asked | {"actor": scene.beta.referent}))


def test_only_the_referent_counts_moves_and_declares(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    here, there, today = first_place(scene.alpha), second_place(scene.alpha), clock.today()
    for stranger in (scene.ems, scene.alpha.intervenant, scene.beta.referent):
        with pytest.raises(NotAllowed):
            record_count(actor=stranger, place=here, serials=[])
        with pytest.raises(NotAllowed):
            move_to_place(actor=stranger, source=here, target=there, serials=serials(1, 1), happened_on=today)
        with pytest.raises(NotAllowed):
            declare_loss(
                actor=stranger,
                partner=scene.alpha.partner,
                serials=serials(1, 1),
                kind=LossKind.PERDU,
                happened_on=today,
                reason="Perdu",
            )


def test_what_a_recall_or_a_settlement_takes_from_the_partner_can_be_delivered_again(scene: Scene) -> None:
    row = sent(scene, scene.alpha, 1, 20)
    recall_delivery(actor=scene.ems, delivery=row, reason="Mauvais colis")
    again = {"convention": scene.alpha.convention, "year": 2023, "sent_on": clock.today()}
    row = deliver(actor=scene.ems, serials=serials(1, 20), **again)
    row = confirm_receipt(
        actor=scene.alpha.referent,
        delivery=row,
        arrival=Arrival(rest_to=first_place(scene.alpha), missing=serials(19, 20)),
        received_on=clock.today(),
    )
    for gap, settlement in zip(row.discrepancies.all(), (Settlement.PERDU, Settlement.RESTE_EN_STOCK), strict=True):
        settle_discrepancy(actor=scene.ems, discrepancy=gap, settlement=settlement, note="Vérifié")
    assert Quota.objects.get(convention=scene.alpha.convention, year=2023).received_booklets == 18
