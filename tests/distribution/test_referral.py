"""Referral (art. 4): who sends, to which place, what is kept and what follows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.distribution.attributing import cancel
from passnum.distribution.attribution import Attribution
from passnum.distribution.profiles import Profile
from passnum.distribution.referral import Referral
from passnum.distribution.referral_slip import slip
from passnum.distribution.referring import FollowUp, counts_of, follow_up, refer
from passnum.distribution.rights import correct, erase, told, withdraw_agreement
from tests.distribution.register import finished, stocked
from tests.network.examples import place
from tests.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(scene: Scene) -> Attribution:
    stocked(scene.alpha)
    found = finished(scene.alpha).attribution
    assert found is not None
    return found


@pytest.fixture
def referral(scene: Scene, row: Attribution) -> Referral:
    return refer(actor=scene.alpha.intervenant, attribution=row, place=place())


@pytest.mark.parametrize("away", [{"network_joined_on": None}, {"qualified_by": "", "qualified_since": None}])
def test_nobody_is_sent_to_a_place_not_qualified_or_not_in_the_network(
    scene: Scene, row: Attribution, away: dict[str, Any]
) -> None:
    with pytest.raises(WrongState):
        refer(actor=scene.alpha.intervenant, attribution=row, place=place(**away))


@pytest.mark.parametrize("who", ["referent", "president", "lecteur"])
def test_only_an_intervenant_sends(scene: Scene, row: Attribution, who: str) -> None:
    with pytest.raises(NotAllowed):
        refer(actor=getattr(scene.alpha, who), attribution=row, place=place())


def test_another_partner_and_ems_read_no_referral(scene: Scene, referral: Referral) -> None:
    assert Referral.objects.visible_to(scene.alpha.intervenant).get() == referral
    for other in (scene.beta.intervenant, scene.alpha.referent, scene.ems):
        assert not Referral.objects.visible_to(other).exists()


def test_another_place_begins_the_follow_up_again(scene: Scene, referral: Referral) -> None:
    actor = scene.alpha.intervenant
    follow_up(actor=actor, referral=referral, days=FollowUp(appointment_on=clock.today()))
    other = refer(actor=actor, attribution=referral.attribution, place=place())
    assert (Referral.objects.count(), other.appointment_on) == (1, None)


def test_the_follow_up_is_dated_and_corrected(scene: Scene, referral: Referral) -> None:
    actor, today = scene.alpha.intervenant, clock.today()
    follow_up(actor=actor, referral=referral, days=FollowUp(today, today, today))
    assert counts_of(actor, scene.alpha.partner.pk) == {
        "referred": 1,
        "appointment_on": 1,
        "came_on": 1,
        "first_used_on": 1,
        "gave_up_on": 0,
    }
    row = follow_up(actor=actor, referral=referral, days=FollowUp(appointment_on=today))
    assert (row.came_on, row.first_used_on) == (None, None)


def test_a_day_to_come_or_before_the_referral_is_refused(scene: Scene, referral: Referral) -> None:
    actor, day = scene.alpha.intervenant, timedelta(days=1)
    with pytest.raises(InvalidInput, match="à venir"):
        follow_up(actor=actor, referral=referral, days=FollowUp(came_on=clock.today() + day))
    with pytest.raises(InvalidInput, match="avant l’orientation"):
        follow_up(actor=actor, referral=referral, days=FollowUp(came_on=clock.today() - day))


def test_who_used_a_pass_did_not_give_up(scene: Scene, referral: Referral) -> None:
    today = clock.today()
    with pytest.raises(InvalidInput, match="abandon"):
        follow_up(
            actor=scene.alpha.intervenant, referral=referral, days=FollowUp(first_used_on=today, gave_up_on=today)
        )


def test_a_refusal_of_the_follow_up_names_the_day_to_look_at(scene: Scene, referral: Referral) -> None:
    first, later = clock.today(), clock.today() + timedelta(days=3)
    wrong = {
        "came_on": FollowUp(came_on=first - timedelta(days=1)),
        "first_used_on": FollowUp(came_on=later, first_used_on=first),
        "gave_up_on": FollowUp(came_on=later, gave_up_on=first),
    }
    with clock.on_day(later):
        for field, days in wrong.items():
            with pytest.raises(InvalidInput) as refused:
                follow_up(actor=scene.alpha.intervenant, referral=referral, days=days)
            assert refused.value.field == field
        both = follow_up(
            actor=scene.alpha.intervenant, referral=referral, days=FollowUp(came_on=first, gave_up_on=first)
        )
    assert both.came_on == both.gave_up_on == first, "who comes may give up on the spot"


def test_the_database_refuses_a_follow_up_before_the_referral(referral: Referral) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.update(came_on=date(2000, 1, 1))


def test_the_person_reads_where_he_or_she_was_sent(referral: Referral) -> None:
    lines = dict(told(referral.attribution))
    assert lines["Orientation"] == str(referral.place)
    assert referral.place.adresse in lines["Adresse du lieu"]


def test_correcting_the_answers_keeps_the_referral_and_its_follow_up(referral: Referral) -> None:
    Referral.objects.update(came_on=referral.referred_on)
    correct(attribution=referral.attribution, commune_insee="67447", profile=Profile(sex="femme"))
    kept = Referral.objects.get()
    assert (kept.place, kept.came_on) == (referral.place, referral.referred_on)


@pytest.mark.parametrize("act", [erase, withdraw_agreement])
def test_erasing_or_objecting_takes_the_referral_away(referral: Referral, act: Any) -> None:
    act(attribution=referral.attribution)
    assert not Referral.objects.exists()


def test_an_attribution_taken_back_takes_its_referral_away(scene: Scene, referral: Referral) -> None:
    cancel(actor=scene.alpha.intervenant, attribution=referral.attribution, reason="autre")
    assert not Referral.objects.exists()


def test_nobody_who_objects_is_followed(scene: Scene, row: Attribution) -> None:
    withdraw_agreement(attribution=row)
    with pytest.raises(WrongState):
        refer(actor=scene.alpha.intervenant, attribution=row, place=place())


def test_the_slip_is_the_same_for_everyone_and_for_the_day(db: None) -> None:
    row = place(languages=["ar"], accessibility=["fauteuil"], telephone="+33388000001")
    assert slip(row) == slip(row)


def test_who_gave_up_did_so_last(scene: Scene, referral: Referral) -> None:
    actor, first, later = scene.alpha.intervenant, clock.today(), clock.today() + timedelta(days=3)
    with clock.on_day(later):
        for earlier in (FollowUp(came_on=later, gave_up_on=first), FollowUp(appointment_on=later, gave_up_on=first)):
            with pytest.raises(InvalidInput, match="en dernier"):
                follow_up(actor=actor, referral=referral, days=earlier)
        assert follow_up(actor=actor, referral=referral, days=FollowUp(first, first, None, later)).gave_up_on == later


def test_what_follows_is_noted_after_the_place_of_distribution_has_closed(scene: Scene, referral: Referral) -> None:
    scene.alpha.partner.places.update(is_active=False)
    today = clock.today()
    row = follow_up(actor=scene.alpha.intervenant, referral=referral, days=FollowUp(today, today))
    assert row.came_on == today


@pytest.mark.parametrize("who", ["referent", "president", "lecteur"])
def test_only_an_intervenant_notes_what_follows(scene: Scene, referral: Referral, who: str) -> None:
    for other in (getattr(scene.alpha, who), scene.beta.intervenant):
        with pytest.raises(NotAllowed):
            follow_up(actor=other, referral=referral, days=FollowUp(appointment_on=clock.today()))


def test_a_referral_that_is_gone_is_told(scene: Scene, referral: Referral) -> None:
    erase(attribution=referral.attribution)
    with pytest.raises(WrongState, match="plus gardée"):
        follow_up(actor=scene.alpha.intervenant, referral=referral, days=FollowUp(appointment_on=clock.today()))
