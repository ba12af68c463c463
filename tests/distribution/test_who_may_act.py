"""Who may act on the contents of the diagnosis, on the figures, on an attribution: asked by the services themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from passnum.core.errors import NotAllowed
from passnum.distribution import drafts, publishing, writing
from passnum.distribution.attributing import Handed, attribute
from passnum.distribution.models import Characteristic, Notice, Questionnaire
from passnum.distribution.receipts import find_by_code, renew
from passnum.distribution.referring import FollowUp, follow_up, refer
from passnum.distribution.releasing import release_figures
from passnum.partners.models import User
from tests.distribution.test_attributing import entry
from tests.network.examples import place
from tests.quotas.stock import brought, first_place
from tests.scene import Scene

pytestmark = pytest.mark.django_db

Act = Callable[[User], Any]

OF_EMS: dict[str, Act] = {
    "prepare": lambda who: publishing.prepare_questionnaire(actor=who),
    "publish": lambda who: publishing.publish_questionnaire(actor=who, questionnaire=Questionnaire()),
    "introduction": lambda who: writing.save_introduction(
        actor=who, questionnaire=Questionnaire(), introduction="x", simulation_url=""
    ),
    "question": lambda who: writing.save_question(
        actor=who, questionnaire=Questionnaire(), number=2, values={}, answers=[]
    ),
    "question taken out": lambda who: writing.remove_question(actor=who, questionnaire=Questionnaire(), number=2),
    "notice": lambda who: writing.save_notice(actor=who, notice=Notice()),
    "next notice": lambda who: writing.next_notice(actor=who, notice=Notice()),
    "notice published": lambda who: publishing.publish_notice(actor=who, notice=Notice()),
    "characteristic": lambda who: writing.save_characteristic(actor=who, characteristic=Characteristic(), choices=[]),
    "characteristic published": lambda who: publishing.publish_characteristic(
        actor=who, characteristic=Characteristic()
    ),
    "characteristic withdrawn": lambda who: publishing.withdraw_characteristic(
        actor=who, characteristic=Characteristic()
    ),
    "figures": lambda who: release_figures(actor=who, first=date(2022, 1, 1), last=date(2022, 12, 31)),
}


def accepted(act: Act, who: User) -> bool:
    try:
        act(who)
    except NotAllowed:
        return False
    return True


def test_only_ems_writes_the_contents_and_publishes_the_figures(scene: Scene) -> None:
    alpha = scene.alpha
    for name, act in OF_EMS.items():
        for who in (alpha.referent, alpha.intervenant, alpha.president, alpha.lecteur, scene.communication):
            assert not accepted(act, who), f"{name} by {who.email}"


@pytest.fixture
def handed(scene: Scene) -> Handed:
    brought(scene.ems, scene.alpha, 1, 3)
    return attribute(actor=scene.alpha.intervenant, entry=entry(scene.alpha))


@pytest.mark.parametrize("role", ["referent", "president", "lecteur"])
def test_only_the_intervenants_of_the_place_hold_an_interview_renew_a_receipt_or_follow(
    scene: Scene, handed: Handed, role: str
) -> None:
    row = handed.attribution
    referral = refer(actor=scene.alpha.intervenant, attribution=row, place=place())
    for who in (getattr(scene.alpha, role), scene.beta.intervenant, scene.ems):
        with pytest.raises(NotAllowed):
            drafts.begin(actor=who, place=first_place(scene.alpha))
        with pytest.raises(NotAllowed):
            renew(actor=who, attribution=row, serial="EMS-000001")
        with pytest.raises(NotAllowed):
            drafts.renew_receipt(actor=who, attribution=row, serial="EMS-000001")
        with pytest.raises(NotAllowed):
            follow_up(actor=who, referral=referral, days=FollowUp())
    assert find_by_code(handed.code) == row
