"""Several attributions at the same moment: none is doubled, none is lost, all are counted."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse

from passnum.core import clock
from passnum.core.errors import PassnumError
from passnum.distribution import drafts, register_check, rights
from passnum.distribution.attributing import attribute, cancel
from passnum.distribution.attribution import Attribution, IndicatorCount, Receipt, SensitiveProfile
from passnum.distribution.draft import AttributionDraft, CharacteristicAnswer, Diagnosis
from passnum.distribution.profiles import Profile
from passnum.distribution.referral import Referral
from passnum.distribution.referring import refer
from passnum.distribution.retention import forget_ended_profiles
from passnum.distribution.survey import SurveyAnswer, answer_survey
from passnum.endings.services import apply_due_expiries
from passnum.exchange import services
from passnum.quotas import ledger_check
from tests.distribution.attributions import handed
from tests.distribution.register import begun, stocked
from tests.distribution.test_attributing import entry
from tests.exchange.files import attribution, sent_rows
from tests.network.examples import place as mediation_place
from tests.quotas.stock import brought, serials
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = ("dimension", "modality", "beneficiaries")


def at_once(act: Callable[[], object], number: int) -> Counter[str]:
    """What each of `number` people, starting together, was answered."""
    return all_at_once([act] * number)


def all_at_once(acts: Sequence[Callable[[], object]]) -> Counter[str]:
    """What each of these acts, starting together, answered."""
    start, answers = threading.Barrier(len(acts)), []

    def person(act: Callable[[], object]) -> None:
        try:
            start.wait()
            answers.append(str(act()))
        except PassnumError as refused:
            answers.append(type(refused).__name__)
        except Exception as fault:
            answers.append(repr(fault))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=person, args=[act]) for act in acts]
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


def test_the_last_screen_sent_four_times_at_once_leads_each_time_to_the_receipt(scene: Scene) -> None:
    """A double click, or two tabs: a browser shows the last answer, which is not a refusal."""
    stocked(scene.alpha)
    draft = begun(scene.alpha)
    person = {"notice_language": "fr", "notice_read": "on", "agreement": "non", "commune": "Strasbourg"}
    person["first_booklet"] = "on"
    values = {"2": {"outcome": "formation", "category": "bases"}, "3": person}
    drafts.keep(actor=scene.alpha.intervenant, draft=draft, values=values)
    address = reverse("portal:attribution_step", args=[draft.public_id, 4])
    filled = {"serial": "PERCENEIGE-001", "handed_out_on": "2023-09-18"}
    browsers = [signed_in(scene.alpha.intervenant) for _ in range(4)]
    acts = [partial(browser.post, address, filled) for browser in browsers]

    def led(act: Callable[[], Any]) -> str:
        answer = act()
        return str(answer.headers.get("Location", answer.status_code))

    receipt = reverse("portal:attribution_receipt", args=[draft.public_id])
    assert all_at_once([partial(led, act) for act in acts]) == {receipt: 4}
    assert Attribution.objects.count() == 1


def test_attributions_corrections_erasures_cancellations_and_an_import_at_once_leave_no_miscount(scene: Scene) -> None:
    """All at one place in one month: they add to the same counts, and take from them, in every order."""
    house, day = scene.alpha, date(2023, 9, 4)
    brought(scene.ems, house, 1, 60)
    women = [handed(house, on=day, profile={"sex": "femme", "age_band": "45_59"}) for _ in range(9)]
    men = [handed(house, on=day, profile={"sex": "homme", "age_band": "moins_26"}) for _ in range(9)]
    lines = [attribution(house, one, remis_le=f"{day:%d/%m/%Y}") for one in serials(41, 60)]
    file = sent_rows(house, lines)
    services.confirm(actor=house.intervenant, table_import=file)

    def corrected(row: Attribution, sex: str, age_band: str) -> str:
        rights.correct(attribution=row, commune_insee="67043", profile=Profile(sex=sex, age_band=age_band))
        return "corrigée"

    def bring_in() -> str:
        services.write(file.pk)
        return "importées"

    def handed_out(serial: str) -> str:
        handed(house, on=day, serial=serial, profile={"sex": "homme", "age_band": "45_59"})
        return "remise"

    acts: list[Callable[[], object]] = [bring_in]
    for number, serial in enumerate(serials(31, 33)):
        acts += [
            partial(corrected, women[number], "homme", "moins_26"),
            partial(corrected, men[number], "femme", "45_59"),
            partial(rights.erase, attribution=women[number + 3]),
            partial(rights.withdraw_agreement, attribution=men[number + 3]),
            partial(cancel, actor=house.intervenant, attribution=women[number + 6], reason="autre"),
            partial(handed_out, serial),
        ]
    assert all_at_once(acts).keys() == {"importées", "corrigée", "remise", *map(str, (*women[3:9], *men[3:6]))}
    assert Attribution.objects.standing().count() == 18 - 3 + 3 + 20
    assert [*ledger_check.discrepancies(), *register_check.discrepancies()] == []


def test_the_end_of_conservation_beside_every_act_of_a_holder_leaves_nothing_of_anybody(scene: Scene) -> None:
    """Who comes just before is erased with the others, who comes just after is told that nothing is kept any more."""
    house, there, gone = scene.alpha, mediation_place(), date(2025, 12, 31)
    brought(scene.ems, house, 1, 20)
    rows = [handed(house, on=date(2023, 9, 4), profile={"sex": "femme", "french": "allophone"}) for _ in range(15)]
    with clock.on_day(date(2024, 1, 1)):
        apply_due_expiries()
    before = sorted(IndicatorCount.objects.values_list(*TOLD))

    def on_the_day(act: Callable[..., object], **values: Any) -> str:
        with clock.on_day(gone):
            act(**values)
        return "fait"

    profile = Profile(sex="homme", disability="oui")
    acts = [partial(on_the_day, forget_ended_profiles), partial(on_the_day, forget_ended_profiles)]
    for number in range(3):
        kept = rows[number * 5 : number * 5 + 5]
        acts += [
            partial(on_the_day, rights.correct, attribution=kept[0], commune_insee="67482", profile=profile),
            partial(on_the_day, rights.erase, attribution=kept[1]),
            partial(on_the_day, answer_survey, attribution=kept[2], satisfaction="satisfied"),
            partial(on_the_day, refer, actor=house.intervenant, attribution=kept[3], place=there),
            partial(on_the_day, rights.withdraw_agreement, attribution=kept[4]),
        ]
    assert all_at_once(acts).keys() <= {"fait", "WrongState"}
    with clock.on_day(gone):
        forget_ended_profiles()
    standing = Attribution.objects.filter(forgotten_at=None)
    assert not standing.filter(erased_at=None).exists()
    assert not Attribution.objects.exclude(sex="nr", age_band="nr", pcs="nr").exists()
    for table in (SensitiveProfile, Diagnosis, CharacteristicAnswer, Referral, SurveyAnswer):
        assert not table.objects.exists(), table
    assert not Receipt.objects.filter(revoked_at=None).exists()
    total = [one for one in before if one[0] == "total"]
    assert total == sorted(IndicatorCount.objects.filter(dimension="total").values_list(*TOLD))
    assert [*ledger_check.discrepancies(), *register_check.discrepancies()] == []
