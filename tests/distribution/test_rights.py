"""With the code of a receipt, without a name: see, correct, take away, object, erase."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from passnum.core.errors import InvalidInput, WrongState
from passnum.core.models import JournalEntry
from passnum.distribution import rights
from passnum.distribution.attributing import Handed, attribute
from passnum.distribution.attribution import Attribution, IndicatorCount, Receipt, SensitiveProfile
from passnum.distribution.characteristic import Characteristic
from passnum.distribution.counting import miscounts
from passnum.distribution.enums import ContentState
from passnum.distribution.models import Questionnaire
from passnum.distribution.profiles import Profile
from passnum.distribution.receipts import find_by_code
from passnum.distribution.referral import Referral
from passnum.distribution.referring import refer
from passnum.distribution.survey import answer_survey
from passnum.quotas.enums import AccountKind
from tests.distribution.test_attributing import count, entry
from tests.network.examples import place as mediation_place
from tests.quotas.stock import balance, brought
from tests.scene import House, Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def alpha(scene: Scene) -> House:
    brought(scene.ems, scene.alpha, 1, 5)
    return scene.alpha


@pytest.fixture
def handed(alpha: House) -> Handed:
    return attribute(actor=alpha.intervenant, entry=entry(alpha))


def test_the_person_reads_everything_that_is_kept(handed: Handed) -> None:
    told = dict(rights.told(handed.attribution))
    assert told["Numéro du carnet"] == "EMS-000001"
    assert told["Commune de résidence"] == "Strasbourg"
    assert told["Situation de handicap"] == "En situation de handicap"
    assert told["Sexe"] == "Femme"


def test_the_person_takes_the_data_away(handed: Handed) -> None:
    again = json.loads(json.dumps(rights.portable(handed.attribution)))
    assert again["codes"]["age"] == "60_74"


def test_a_correction_moves_the_counts(handed: Handed) -> None:
    rights.correct(attribution=handed.attribution, commune_insee="67447", profile=Profile(age_band="75_plus"))
    assert (count("age_band", "60_74"), count("age_band", "75_plus")) == (0, 1)
    assert (count("disability", "oui"), count("disability", "nr")) == (0, 1)
    assert (count("commune", "67482"), count("commune", "67447")) == (0, 1)
    assert count("total", "total") == 1


def test_a_correction_leaves_the_referral_and_its_follow_up(handed: Handed, alpha: House) -> None:
    refer(actor=alpha.intervenant, attribution=handed.attribution, place=mediation_place())
    rights.correct(attribution=handed.attribution, commune_insee="67447", profile=Profile(age_band="75_plus"))
    assert Referral.objects.filter(attribution=handed.attribution).exists()


def asked(version: int, *labels: str) -> Characteristic:
    """A version of a characteristic that EMS added, the only one asked today."""
    Characteristic.objects.update(state=ContentState.REMPLACE)
    row = Characteristic.objects.create(code="equipement", label="Équipement", version=version)
    for number, label in enumerate(labels, start=1):
        row.choices.create(number=number, label=label)
    Characteristic.objects.filter(pk=row.pk).update(state=ContentState.PUBLIE)
    return row


def test_a_correction_keeps_the_orientation_and_the_answers_to_what_is_no_longer_asked(alpha: House) -> None:
    first = asked(1, "Aucun", "Téléphone")
    choice = first.choices.get(number=2)
    done = attribute(actor=alpha.intervenant, entry=entry(alpha, profile=Profile(added={first: choice})))
    refer(actor=alpha.intervenant, attribution=done.attribution, place=mediation_place())
    asked(2, "Ordinateur", "Tablette")
    visitor = Client()
    visitor.post(reverse("receipt:enter"), {"code": done.code})
    assert visitor.post(reverse("receipt:data"), {"commune": "Schiltigheim", "sex": "homme"}).status_code == 302
    row = Attribution.objects.get(pk=done.attribution.pk)
    assert (row.commune_insee, row.sex) == ("67447", "homme")
    assert row.characteristics.get().choice == choice
    assert Referral.objects.filter(attribution=row).exists()
    assert list(miscounts()) == []


def test_an_answer_to_a_new_version_takes_the_place_of_the_former(alpha: House) -> None:
    first = asked(1, "Aucun", "Téléphone")
    done = attribute(actor=alpha.intervenant, entry=entry(alpha, profile=Profile(added={first: None})))
    second = asked(2, "Ordinateur", "Tablette")
    added = {second: second.choices.get(number=1)}
    rights.correct(attribution=done.attribution, commune_insee="67447", profile=Profile(added=added))
    assert done.attribution.characteristics.get().characteristic == second
    assert (count("carac:equipement", "1:nr"), count("carac:equipement", "2:1")) == (0, 1)


def test_a_correction_outside_the_lists_changes_nothing(handed: Handed) -> None:
    for commune, profile in (("75056", Profile()), ("67447", Profile(sex="?")), ("67447", Profile(french="?"))):
        with pytest.raises(InvalidInput):
            rights.correct(attribution=handed.attribution, commune_insee=commune, profile=profile)
    assert (count("age_band", "60_74"), count("commune", "67482")) == (1, 1)


def test_an_agreement_withdrawn_leaves_the_minimal_attribution(handed: Handed, alpha: House) -> None:
    row = rights.withdraw_agreement(attribution=handed.attribution)
    assert (row.objection, row.age_band) == (True, "nr")
    assert not SensitiveProfile.objects.exists()
    assert (count("total", "total"), count("age_band", "60_74"), count("age_band", "nr")) == (1, 0, 1)
    assert find_by_code(handed.code) == row
    with pytest.raises(WrongState):
        rights.correct(attribution=row, commune_insee="67447", profile=Profile())


def test_erasing_keeps_the_ledger_and_the_total_and_ends_the_receipt(handed: Handed, alpha: House) -> None:
    row = rights.erase(attribution=handed.attribution)
    assert row.erased_at is not None
    assert balance(AccountKind.REMIS, alpha) == 1
    assert (count("total", "total"), count("sex", "femme"), count("sex", "nr")) == (1, 0, 1)
    assert find_by_code(handed.code) is None


def test_erasing_twice_changes_nothing_more(handed: Handed) -> None:
    rights.erase(attribution=handed.attribution)
    before = list(IndicatorCount.objects.order_by("pk").values())
    rights.erase(attribution=Attribution.objects.get())
    assert list(IndicatorCount.objects.order_by("pk").values()) == before


def test_the_journal_of_a_request_holds_nothing_personal(handed: Handed) -> None:
    rights.erase(attribution=handed.attribution)
    act = JournalEntry.objects.get(act="effacer les données d’une attribution")
    assert (act.actor, act.subject_id) == ("reçu", handed.attribution.public_id)
    assert "EMS-000001" not in str(vars(act))


def characteristic(code: str, *choices: str, version: int = 1) -> Characteristic:
    """A question that is asked today."""
    row = Characteristic.objects.create(code=code, version=version, label=code.title(), state="publie")
    for number, label in enumerate(choices, start=1):
        row.choices.create(number=number, label=label)
    return row


def test_a_correction_leaves_the_referral_and_what_is_asked_no_more(alpha: House) -> None:
    former, asked = characteristic("equipement", "Ordinateur", "Rien"), characteristic("usage", "Seul", "Aidé")
    added = {former: former.choices.get(number=1), asked: asked.choices.get(number=1)}
    row = attribute(actor=alpha.intervenant, entry=entry(alpha, profile=Profile(added=added))).attribution
    refer(actor=alpha.intervenant, attribution=row, place=mediation_place())
    rights.correct(attribution=row, commune_insee="67447", profile=Profile(added={asked: asked.choices.get(number=2)}))
    kept = dict(row.characteristics.values_list("characteristic__code", "choice__label"))
    assert kept == {"equipement": "Ordinateur", "usage": "Aidé"}
    assert Referral.objects.filter(attribution=row).exists()
    assert (count("carac:equipement", "1:1"), count("carac:usage", "1:1"), count("carac:usage", "1:2")) == (1, 0, 1)


def test_a_corrected_answer_replaces_that_of_the_former_version(alpha: House) -> None:
    former = characteristic("equipement", "Ordinateur", "Rien")
    added = {former: former.choices.get(number=1)}
    row = attribute(actor=alpha.intervenant, entry=entry(alpha, profile=Profile(added=added))).attribution
    Characteristic.objects.update(state="remplace")
    newer = characteristic("equipement", "Ordinateur", "Téléphone", version=2)
    rights.correct(attribution=row, commune_insee="67447", profile=Profile(added={newer: newer.choices.get(number=2)}))
    assert row.characteristics.get().choice.label == "Téléphone"
    assert (count("carac:equipement", "1:1"), count("carac:equipement", "2:2")) == (0, 1)


@pytest.mark.parametrize("act", [rights.withdraw_agreement, rights.erase])
def test_the_language_of_the_notice_goes_with_the_profile(handed: Handed, act: Any) -> None:
    """The language in which somebody reads can reveal an origin."""
    assert ("Langue de l’information", "العربية") in rights.told(handed.attribution)
    assert act(attribution=handed.attribution).notice_language == ""
    assert Attribution.objects.get().notice_language == ""


@pytest.mark.parametrize(
    "left", [{"outcome": "formation"}, {"notice_language": "ar"}, {"proposed_outcome": "formation"}]
)
@pytest.mark.parametrize("act", [rights.withdraw_agreement, rights.erase])
def test_the_database_lets_nothing_of_the_profile_come_back(handed: Handed, act: Any, left: dict[str, str]) -> None:
    act(attribution=handed.attribution)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attribution.objects.update(**left)


@pytest.mark.parametrize("act", [rights.withdraw_agreement, rights.erase])
def test_no_table_keeps_an_answer_of_a_person_who_says_no(alpha: House, act: Any) -> None:
    """Every table that hangs on the row is looked at: one that is added later is looked at too."""
    asked = characteristic("equipement", "Ordinateur", "Rien")
    profile = Profile("60_74", "femme", "7", "allophone", "oui", {asked: asked.choices.get(number=1)})
    version = Questionnaire.objects.current()
    row = attribute(actor=alpha.intervenant, entry=entry(alpha, profile=profile, questionnaire=version)).attribution
    refer(actor=alpha.intervenant, attribution=row, place=mediation_place())
    answer_survey(attribution=row, satisfaction="satisfied")
    act(attribution=row)
    for relation in Attribution._meta.related_objects:
        if relation.related_model is not Receipt:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: row})
            assert not rows.exists(), relation.related_model.__name__
    assert count("total", "total") == 1
    assert min(IndicatorCount.objects.values_list("beneficiaries", flat=True)) == 0
    assert not list(miscounts())


def test_the_intervenants_do_not_read_what_the_person_thinks_of_them(handed: Handed) -> None:
    answer_survey(attribution=handed.attribution, satisfaction="very_unsatisfied")
    assert ("Votre avis sur l’aide reçue", "Pas du tout satisfaisante") in rights.told_to_holder(handed.attribution)
    assert "satisfaisante" not in str(rights.told(handed.attribution))


def test_what_is_taken_away_has_the_code_of_every_answer(handed: Handed) -> None:
    codes = rights.portable(handed.attribution)["codes"]
    assert (codes["francais"], codes["handicap"], codes["langue_de_l_information"]) == ("allophone", "oui", "ar")
