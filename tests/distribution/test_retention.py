"""Profiles go two years after the end of their convention; the ledger and the figures stay as they were."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from passnum.core import clock
from passnum.core.errors import WrongState
from passnum.core.journal import verify_all
from passnum.core.models import JournalEntry
from passnum.distribution.attributing import Handed, attribute
from passnum.distribution.attribution import Attribution, IndicatorCount, SensitiveProfile
from passnum.distribution.counting import miscounts, recount
from passnum.distribution.models import Questionnaire
from passnum.distribution.reading import read_indicators
from passnum.distribution.receipts import find_by_code, renew
from passnum.distribution.referral import Referral
from passnum.distribution.referring import refer
from passnum.distribution.retention import forget_ended_profiles, kept_in_words
from passnum.distribution.rights import erase, withdraw_agreement
from passnum.distribution.scope import Scope
from passnum.distribution.survey import SurveyAnswer, answer_survey
from passnum.endings.services import apply_due_expiries
from passnum.quotas.enums import AccountKind
from tests.distribution.test_attributing import entry
from tests.network.examples import place
from tests.quotas.stock import balance, brought
from tests.scene import House, Scene

pytestmark = pytest.mark.django_db

END = date(2023, 12, 31)
LAST_DAY_KEPT, FIRST_DAY_GONE = date(2025, 12, 30), date(2025, 12, 31)


@pytest.fixture
def alpha(scene: Scene) -> House:
    brought(scene.ems, scene.alpha, 1, 5)
    return scene.alpha


@pytest.fixture
def handed(alpha: House) -> Handed:
    """A person of whom everything is kept, of a convention that has come to its end."""
    found = attribute(actor=alpha.intervenant, entry=entry(alpha, questionnaire=Questionnaire.objects.current()))
    refer(actor=alpha.intervenant, attribution=found.attribution, place=place())
    answer_survey(attribution=found.attribution, satisfaction="satisfied")
    with clock.on_day(date(2024, 1, 1)):
        apply_due_expiries()
    return found


def counts() -> list[Any]:
    return list(IndicatorCount.objects.order_by("pk").values_list("dimension", "modality", "beneficiaries"))


def test_a_profile_stays_until_two_years_after_the_end_and_not_a_day_more(handed: Handed) -> None:
    with clock.on_day(LAST_DAY_KEPT):
        assert forget_ended_profiles() == 0
    with clock.on_day(FIRST_DAY_GONE):
        assert forget_ended_profiles() == 1
        assert forget_ended_profiles() == 0


def test_the_day_told_to_the_person_is_that_on_which_the_answers_go(handed: Handed, alpha: House) -> None:
    alpha.convention.refresh_from_db()
    assert kept_in_words(alpha.convention) == "Jusqu’au mercredi 31 décembre 2025, puis effacées"


def test_an_end_to_come_is_told_as_a_duration_with_the_day_it_leads_to_today(alpha: House) -> None:
    told = kept_in_words(alpha.convention).replace("\xa0", " ")
    assert told.startswith("2 ans après la fin de la convention avec la structure, prévue le dimanche 31 décembre 2023")
    assert told.endswith("jusqu’au mercredi 31 décembre 2025, puis effacées")


def test_nothing_of_the_person_stays_and_the_receipt_opens_nothing_more(handed: Handed, alpha: House) -> None:
    with clock.on_day(FIRST_DAY_GONE):
        forget_ended_profiles()
    row = Attribution.objects.get()
    assert {row.category, row.outcome, row.age_band, row.sex, row.pcs} == {"nr"}
    assert not any(table.objects.exists() for table in (SensitiveProfile, Referral, SurveyAnswer))
    assert not hasattr(row, "diagnosis")
    assert find_by_code(handed.code) is None
    with pytest.raises(WrongState):
        renew(actor=alpha.intervenant, attribution=row, serial="EMS-000001")
    with pytest.raises(WrongState):
        refer(actor=alpha.intervenant, attribution=row, place=place())


def test_the_ledger_and_the_figures_of_the_report_stay_as_they_were(handed: Handed, alpha: House) -> None:
    before, year = counts(), {"first": date(2023, 1, 1), "last": END}
    with clock.on_day(FIRST_DAY_GONE):
        forget_ended_profiles()
    assert counts() == before
    assert read_indicators(Scope(partner=alpha.partner), **year).table("age_band").rows[3].beneficiaries == 1
    assert balance(AccountKind.REMIS, alpha) == 1
    told = StringIO()
    call_command("check_ledger", stdout=told)
    assert "Registre exact" in told.getvalue()
    recount()
    assert sorted(counts()) == sorted(before)


def test_a_falsified_total_is_still_found_once_the_profiles_are_gone(handed: Handed) -> None:
    with clock.on_day(FIRST_DAY_GONE):
        forget_ended_profiles()
    IndicatorCount.objects.filter(dimension="total").update(beneficiaries=7)
    assert [words for words in miscounts() if "total" in words]


def test_a_convention_that_has_not_ended_keeps_its_profiles(scene: Scene, alpha: House) -> None:
    attribute(actor=alpha.intervenant, entry=entry(alpha))
    with clock.on_day(date(2030, 1, 1)):
        assert forget_ended_profiles() == 0


def test_the_journal_says_it_without_anything_personal(handed: Handed) -> None:
    with clock.on_day(FIRST_DAY_GONE):
        forget_ended_profiles()
    act = JournalEntry.objects.get(act="retirer les profils à la fin de leur conservation")
    assert (act.actor, act.to_state) == ("système", "1\xa0attribution")
    assert "EMS-000001" not in str(vars(act))
    assert all(broken is None for _, broken in verify_all())


def test_the_database_lets_no_profile_come_back(handed: Handed) -> None:
    with clock.on_day(FIRST_DAY_GONE):
        forget_ended_profiles()
    with pytest.raises(IntegrityError), transaction.atomic():
        Attribution.objects.update(sex="femme")


def test_an_act_that_comes_just_after_the_profile_went_changes_nothing(handed: Handed) -> None:
    with clock.on_day(FIRST_DAY_GONE):
        forget_ended_profiles()
    before = counts()
    for act in (withdraw_agreement, erase):
        with pytest.raises(WrongState):
            act(attribution=handed.attribution)
    with pytest.raises(WrongState):
        answer_survey(attribution=handed.attribution, satisfaction="satisfied")
    assert counts() == before
    assert not SurveyAnswer.objects.exists()
