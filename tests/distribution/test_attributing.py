"""An attribution: one booklet to one person who has no name, by who is entitled, once, counted (art. 4, 6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import CharField, FileField, JSONField, TextField
from django.utils import timezone

from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.models import JournalEntry
from passnum.distribution.attributing import Entry, attribute, cancel
from passnum.distribution.attribution import Attribution, IndicatorCount, SensitiveProfile
from passnum.distribution.characteristic import Characteristic
from passnum.distribution.draft import CharacteristicAnswer, Diagnosis
from passnum.distribution.models import Answer, Questionnaire
from passnum.distribution.profiles import Profile
from passnum.distribution.receipts import find_by_code, renew
from passnum.partners.models import Membership
from passnum.quotas.enums import AccountKind
from passnum.quotas.models import Booklet
from passnum.quotas.services import move_to_place, receive_from_operator
from tests.quotas.stock import RECEIVED, balance, bring, brought, first_place
from tests.scene import House, Scene

pytestmark = pytest.mark.django_db

STRASBOURG = "67482"
PROFILE = Profile(age_band="60_74", sex="femme", pcs="7", french="allophone", disability="oui")


def entry(house: House, **changes: Any) -> Entry:
    """What an intervenant fills in, with nothing missing."""
    values: dict[str, Any] = {
        "place": first_place(house),
        "commune_insee": STRASBOURG,
        "outcome": "formation",
        "category": "bases",
        "first_booklet": True,
        "notice_read": True,
        "notice_language": "ar",
        "profile": PROFILE,
    }
    return Entry(**(values | changes))


def hand(house: House, **changes: Any) -> Attribution:
    return attribute(actor=house.intervenant, entry=entry(house, **changes)).attribution


def count(dimension: str, modality: str) -> int:
    return sum(
        IndicatorCount.objects.filter(dimension=dimension, modality=modality).values_list("beneficiaries", flat=True)
    )


@pytest.fixture
def alpha(scene: Scene) -> House:
    brought(scene.ems, scene.alpha, 1, 5)
    return scene.alpha


def test_the_next_booklet_leaves_the_place_for_the_person(alpha: House) -> None:
    row = hand(alpha)
    assert row.booklet.serial == "EMS-000001"
    assert row.booklet.account.kind == AccountKind.REMIS
    assert (row.convention, row.handed_out_on) == (alpha.convention, date(2023, 9, 18))


def test_a_typed_serial_is_the_one_handed_out(alpha: House) -> None:
    assert hand(alpha, serial="ems-000004").booklet.serial == "EMS-000004"


@pytest.mark.parametrize("typed", ["ems000004", "EMS 000 004", " ems – 000004 ", "ems.000004", "ems_000004"])
def test_a_serial_typed_without_its_separators_is_the_only_one_it_can_be(alpha: House, typed: str) -> None:
    row = hand(alpha, serial=typed)
    assert row.booklet.serial == "EMS-000004"
    assert renew(actor=alpha.intervenant, attribution=row, serial=typed)


def test_two_booklets_alike_without_their_separators_are_told_apart_by_them(scene: Scene, alpha: House) -> None:
    names = ["EMS-0000-05", "EMS-0000-06"]
    receive_from_operator(actor=scene.ems, serials=names, happened_on=RECEIVED)
    bring(alpha, names)
    with pytest.raises(InvalidInput, match="vérifiez"):
        hand(alpha, serial="ems000005")
    assert hand(alpha, serial="ems-0000-05").booklet.serial == "EMS-0000-05"
    assert hand(alpha, serial="ems000006").booklet.serial == "EMS-0000-06"


def test_the_booklet_of_another_partner_is_not_found_without_its_separators(scene: Scene, alpha: House) -> None:
    brought(scene.ems, scene.beta, 101, 102)
    with pytest.raises(InvalidInput, match="pas dans votre structure"):
        hand(alpha, serial="ems000101")


def test_every_answer_is_counted_once(alpha: House) -> None:
    hand(alpha)
    found = {(row.dimension, row.modality): row.beneficiaries for row in IndicatorCount.objects.all()}
    assert found == {
        ("total", "total"): 1,
        ("commune", STRASBOURG): 1,
        ("category", "bases"): 1,
        ("outcome", "formation"): 1,
        ("age_band", "60_74"): 1,
        ("sex", "femme"): 1,
        ("pcs", "7"): 1,
        ("french", "allophone"): 1,
        ("disability", "oui"): 1,
    }


def test_the_same_form_sent_twice_hands_out_one_booklet(alpha: House) -> None:
    form = entry(alpha)
    first = attribute(actor=alpha.intervenant, entry=form)
    again = attribute(actor=alpha.intervenant, entry=form)
    assert again.attribution == first.attribution
    assert again.code == ""
    assert (balance(AccountKind.REMIS, alpha), count("total", "total")) == (1, 1)


def test_the_form_of_another_partner_is_not_told_what_it_holds(alpha: House, scene: Scene) -> None:
    brought(scene.ems, scene.beta, 11, 12)
    form = entry(alpha)
    attribute(actor=alpha.intervenant, entry=form)
    with pytest.raises(InvalidInput, match="commencez-en une nouvelle"):
        attribute(actor=scene.beta.intervenant, entry=entry(scene.beta, token=form.token))


def test_a_person_who_objects_receives_the_booklet_without_a_profile(alpha: House) -> None:
    row = hand(alpha, objection=True)
    row.refresh_from_db()
    assert row.booklet.account.kind == AccountKind.REMIS
    assert {row.category, row.outcome, row.age_band, row.sex, row.pcs} == {"nr"}
    assert not SensitiveProfile.objects.exists()
    assert not Diagnosis.objects.exists()
    assert (count("total", "total"), count("age_band", "nr"), count("commune", STRASBOURG)) == (1, 1, 1)


@pytest.mark.parametrize("role", ["referent", "president", "lecteur"])
def test_only_an_intervenant_attributes(alpha: House, role: str) -> None:
    with pytest.raises(NotAllowed, match="intervenants sociaux"):
        attribute(actor=getattr(alpha, role), entry=entry(alpha))


def test_neither_ems_nor_another_partner_attributes(alpha: House, scene: Scene) -> None:
    for stranger in (scene.ems, scene.beta.intervenant):
        with pytest.raises(NotAllowed):
            attribute(actor=stranger, entry=entry(alpha))


def test_an_intervenant_whose_role_has_ended_attributes_no_more(alpha: House) -> None:
    Membership.objects.filter(user=alpha.intervenant).update(ended_on=date(2023, 9, 17))
    with pytest.raises(NotAllowed):
        hand(alpha)
    assert not Attribution.objects.exists()


def test_an_intervenant_was_already_one_on_the_day_of_the_hand_out(alpha: House) -> None:
    Membership.objects.filter(user=alpha.intervenant).update(started_on=date(2023, 9, 1))
    with pytest.raises(NotAllowed, match="31 août 2023"):
        hand(alpha, handed_out_on=date(2023, 8, 31))


def test_a_closed_place_hands_out_nothing(alpha: House) -> None:
    alpha.partner.places.update(is_active=False)
    with pytest.raises(WrongState, match="n’est plus ouvert"):
        hand(alpha)


def test_a_hand_out_to_come_or_before_the_delivery_is_refused(alpha: House) -> None:
    with pytest.raises(InvalidInput, match="à venir"):
        hand(alpha, handed_out_on=date(2023, 9, 19))
    with pytest.raises(InvalidInput, match="antérieure"):
        hand(alpha, handed_out_on=date(2022, 1, 31))
    assert balance(AccountKind.REMIS, alpha) == 0


@pytest.mark.parametrize("insee", ["67000", "67118", "75056", ""])
def test_the_person_lives_in_one_of_the_33_communes_by_insee_code(alpha: House, insee: str) -> None:
    """67118 is the postal code of Geispolsheim and the INSEE code of Eckbolsheim: as an INSEE code it is accepted."""
    if insee == "67118":
        assert hand(alpha, commune_insee=insee).commune_insee == "67118"
    else:
        with pytest.raises(InvalidInput, match="Eurométropole"):
            hand(alpha, commune_insee=insee)


def test_each_person_receives_one_booklet_as_the_person_declares(alpha: House) -> None:
    with pytest.raises(InvalidInput, match="un seul carnet") as refused:
        hand(alpha, first_booklet=False)
    assert refused.value.field == "first_booklet"
    with pytest.raises(InvalidInput, match="un seul carnet"):
        hand(alpha, first_booklet=False, objection=True)
    assert hand(alpha).first_booklet


def test_the_notice_is_read_first(alpha: House) -> None:
    with pytest.raises(InvalidInput, match="notice"):
        hand(alpha, notice_read=False)


@pytest.mark.parametrize("name", ["age_band", "sex", "pcs", "french", "disability"])
def test_an_answer_outside_its_closed_list_is_refused_and_nothing_is_written(alpha: House, name: str) -> None:
    with pytest.raises(InvalidInput):
        hand(alpha, profile=Profile(**{name: "?"}))
    assert balance(AccountKind.REMIS, alpha) == 0
    assert not Attribution.objects.exists()


def test_the_diagnosis_keeps_the_version_and_the_level_reached_alone(alpha: House) -> None:
    level = Answer.objects.get(question__purpose="simulation", number=2)
    row = hand(alpha, questionnaire=Questionnaire.objects.current(), simulation_level=level)
    assert row.diagnosis.simulation_level == level
    assert {field.name for field in Diagnosis._meta.get_fields()} == {
        "id",
        "attribution",
        "questionnaire",
        "simulation_level",
    }


def test_an_added_characteristic_is_kept_and_counted(alpha: House) -> None:
    asked = Characteristic.objects.create(code="equipement", label="Équipement")
    choice = asked.choices.create(number=2, label="Téléphone seulement")
    hand(alpha, profile=Profile(added={asked: choice}))
    hand(alpha, profile=Profile(added={asked: None}))
    assert (count("carac:equipement", "1:2"), count("carac:equipement", "1:nr")) == (1, 1)


def test_a_choice_of_another_list_is_refused(alpha: House) -> None:
    asked = Characteristic.objects.create(code="equipement", label="Équipement")
    other = Characteristic.objects.create(code="autre", label="Autre")
    with pytest.raises(InvalidInput, match="pas de la liste"):
        hand(alpha, profile=Profile(added={asked: other.choices.create(number=1, label="x")}))


def test_a_mistake_is_taken_back_the_same_day(alpha: House) -> None:
    row = cancel(actor=alpha.intervenant, attribution=hand(alpha), reason="numero")
    assert row.cancelled_at is not None
    assert Booklet.objects.get(serial="EMS-000001").account.kind == AccountKind.LIEU
    assert sum(IndicatorCount.objects.values_list("beneficiaries", flat=True)) == 0
    assert not SensitiveProfile.objects.exists()
    assert hand(alpha).booklet.serial == "EMS-000001"


def test_a_mistake_is_taken_back_after_the_place_has_closed_and_the_booklet_is_moved_to_an_open_one(
    alpha: House,
) -> None:
    row = hand(alpha)
    closed = row.place
    open_one = alpha.partner.places.create(
        name="Ouvert", postal_code="67000", commune_insee=STRASBOURG, commune_name="Strasbourg"
    )
    alpha.partner.places.filter(pk=closed.pk).update(is_active=False)
    cancel(actor=alpha.intervenant, attribution=row, reason="numero")
    assert Booklet.objects.get(serial="EMS-000001").account.place == closed
    move_to_place(
        actor=alpha.referent, source=closed, target=open_one, serials=["EMS-000001"], happened_on=date(2023, 9, 18)
    )
    assert Booklet.objects.get(serial="EMS-000001").account.place == open_one


def test_a_hand_out_taken_back_is_entered_again_with_its_true_earlier_day(alpha: House) -> None:
    """The booklet has been at the place since 1 February 2022, whatever was typed and taken back since."""
    cancel(actor=alpha.intervenant, attribution=hand(alpha, handed_out_on=date(2023, 9, 1)), reason="reponses")
    row = hand(alpha, handed_out_on=date(2023, 8, 28), serial="EMS-000001")
    assert row.handed_out_on == date(2023, 8, 28)
    cancel(actor=alpha.intervenant, attribution=row, reason="reponses")
    with pytest.raises(InvalidInput, match="depuis le 01/02/2022"):
        hand(alpha, handed_out_on=date(2022, 1, 31), serial="EMS-000001")


def test_a_mistake_is_not_taken_back_later_twice_or_without_a_reason(alpha: House) -> None:
    row = hand(alpha)
    with pytest.raises(InvalidInput, match="pourquoi"):
        cancel(actor=alpha.intervenant, attribution=row, reason=" ")
    with pytest.raises(NotAllowed):
        cancel(actor=alpha.referent, attribution=row, reason="autre")
    Attribution.objects.filter(pk=row.pk).update(recorded_at=timezone.now() - timedelta(days=2))
    with pytest.raises(WrongState, match="jour même"):
        cancel(actor=alpha.intervenant, attribution=row, reason="autre")
    other = hand(alpha)
    cancel(actor=alpha.intervenant, attribution=other, reason="autre")
    with pytest.raises(WrongState, match="déjà annulée"):
        cancel(actor=alpha.intervenant, attribution=other, reason="autre")


def test_the_receipt_finds_the_attribution_and_the_database_holds_no_code(alpha: House) -> None:
    handed = attribute(actor=alpha.intervenant, entry=entry(alpha))
    assert find_by_code(handed.code.lower()) == handed.attribution
    assert handed.code.replace("-", "") not in str(list(handed.attribution.receipts.values()))


def test_a_lost_receipt_is_replaced_where_the_booklet_is_shown(alpha: House) -> None:
    handed = attribute(actor=alpha.intervenant, entry=entry(alpha))
    new = renew(actor=alpha.intervenant, attribution=handed.attribution, serial="EMS-000001")
    assert find_by_code(handed.code) is None
    assert find_by_code(new) == handed.attribution


def test_without_the_booklet_no_new_code_is_given(alpha: House) -> None:
    handed = attribute(actor=alpha.intervenant, entry=entry(alpha))
    with pytest.raises(InvalidInput, match="RGPD"):
        renew(actor=alpha.intervenant, attribution=handed.attribution, serial="EMS-000002")
    assert find_by_code(handed.code) == handed.attribution


def test_the_rows_are_for_the_intervenants_of_the_partner_alone(alpha: House, scene: Scene) -> None:
    row = hand(alpha)
    assert list(Attribution.objects.visible_to(alpha.intervenant)) == [row]
    for reader in (alpha.referent, alpha.president, alpha.lecteur, scene.ems, scene.beta.intervenant):
        assert not Attribution.objects.visible_to(reader).exists()


def test_nothing_that_identifies_or_that_article_4_sets_aside_has_a_field() -> None:
    forbidden = ("revenu", "income", "quotient", "qpv", "district", "quartier", "permit", "sejour", "nationality")
    identity = ("name", "birth", "phone", "email", "address", "nir")
    tables = (Attribution, SensitiveProfile, Diagnosis, CharacteristicAnswer)
    for table in tables:
        for field in table._meta.get_fields():
            assert not any(word in field.name for word in (*forbidden, *identity)), f"{table.__name__}.{field.name}"


def test_nothing_is_handed_out_after_the_end_of_the_convention(alpha: House) -> None:
    with clock.on_day(date(2024, 1, 5)), pytest.raises(InvalidInput, match="n’était pas en vigueur"):
        hand(alpha)


def test_a_person_who_objects_leaves_no_language_either(alpha: House) -> None:
    assert hand(alpha, objection=True).notice_language == ""


def test_an_attribution_is_taken_back_for_a_reason_of_the_list_alone(alpha: House) -> None:
    """A sentence could name the person."""
    row = hand(alpha)
    with pytest.raises(InvalidInput, match="pourquoi"):
        cancel(actor=alpha.intervenant, attribution=row, reason="Madame Untel a rendu son carnet")
    with pytest.raises(IntegrityError), transaction.atomic():
        Attribution.objects.update(cancelled_at=timezone.now(), cancel_reason="Madame Untel")


def test_a_lost_receipt_is_replaced_after_the_place_has_closed(alpha: House) -> None:
    row = hand(alpha)
    alpha.partner.places.update(is_active=False)
    assert find_by_code(renew(actor=alpha.intervenant, attribution=row, serial="EMS-000001")) == row


def test_only_an_intervenant_of_the_house_replaces_a_receipt(alpha: House, scene: Scene) -> None:
    row = hand(alpha)
    for other in (alpha.referent, scene.beta.intervenant, scene.ems):
        with pytest.raises(NotAllowed):
            renew(actor=other, attribution=row, serial="EMS-000001")


#: Words that people type freely in a register without names: each cannot name somebody, for the reason given.
FREE_WORDS = {
    "Attribution.commune_insee": "an INSEE code, checked by the database",
    "Attribution.pcs_list": "written by the code",
    "Attribution.notice_language": "the code of a published notice",
    "Receipt.code_hash": "a keyed hash",
    "AttributionDraft.sealed": "encrypted, a day at the most, gone with the hand-out",
    "AttributionDraft.sealed_code": "encrypted, until the receipt is given",
}


def test_no_column_of_the_register_takes_free_words() -> None:
    tables = [Attribution, *(one.related_model for one in Attribution._meta.related_objects)]
    free = {
        f"{table.__name__}.{field.name}"
        for table in tables
        for field in table._meta.get_fields()
        if isinstance(field, CharField | TextField | JSONField | FileField) and not field.choices
    }
    assert free == FREE_WORDS.keys()


def test_who_takes_back_or_replaces_a_receipt_is_in_the_journal(alpha: House) -> None:
    row = hand(alpha)
    renew(actor=alpha.intervenant, attribution=row, serial="EMS-000001")
    cancel(actor=alpha.intervenant, attribution=row, reason="double")
    acts = JournalEntry.objects.filter(subject_id=row.public_id).order_by("pk")
    assert [(one.act, one.reason) for one in acts] == [
        ("donner un nouveau reçu", ""),
        ("annuler une attribution", "La même remise a été saisie deux fois"),
    ]
    assert {one.actor for one in acts} == {str(alpha.intervenant.public_id)}
    assert "EMS-000001" not in str(list(acts.values()))
