"""Who sits and for how long; the members' rule (art. 7)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from passnum.committee import services
from passnum.committee.enums import Silence
from passnum.committee.models import CommitteeMember
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.oversight.findings import findings_of
from passnum.partners.enums import Role
from passnum.partners.memberships import end_membership
from passnum.partners.models import Membership
from tests.committee.meetings import fixed, opened, proposed
from tests.scene import House, Scene

pytestmark = pytest.mark.django_db


def member(scene: Scene, house: House, **values: Any) -> CommitteeMember:
    values = {
        "convention": house.convention,
        "side": "structure",
        "quality": "referent",
        "name": "Une personne",
        "email": "membre@exemple.test",
        "starts_on": date(2023, 1, 1),
    } | values
    return services.add_member(actor=scene.ems, member=CommitteeMember(**values))


def presidency(scene: Scene, house: House, **values: Any) -> CommitteeMember:
    return member(scene, house, **{"quality": "presidence", "user": house.president, "name": "La présidente"} | values)


def delegate(scene: Scene, house: House, president: CommitteeMember, **values: Any) -> CommitteeMember:
    act = {"delegated_by": president, "delegation_act": "Arrêté nᵒ 3", "delegation_on": date(2023, 1, 1)}
    return member(scene, house, **{"quality": "delegue", "user": house.lecteur, "name": "Le délégué"} | act | values)


def test_a_delegate_confirms_and_the_act_is_kept_with_the_confirmation(scene: Scene) -> None:
    delegate(scene, scene.alpha, presidency(scene, scene.alpha))
    (proposal,) = proposed(scene.ems, opened(scene, scene.alpha))
    services.confirm_date(actor=scene.alpha.lecteur, proposal=proposal)
    quality = proposal.confirmations.get(side="structure").confirmed_as
    assert quality == "Personne déléguée par La présidente (Arrêté nᵒ 3)"


def test_a_delegation_out_of_date_is_refused_and_says_since_when(scene: Scene) -> None:
    delegate(scene, scene.alpha, presidency(scene, scene.alpha), ends_on=date(2023, 8, 31))
    (proposal,) = proposed(scene.ems, opened(scene, scene.alpha))
    with pytest.raises(NotAllowed, match="31 août 2023"):
        services.confirm_date(actor=scene.alpha.lecteur, proposal=proposal)


def test_a_new_presidency_ends_the_former_one_and_its_delegations(scene: Scene) -> None:
    former = presidency(scene, scene.alpha)
    seat = delegate(scene, scene.alpha, former)
    presidency(scene, scene.alpha, user=None, name="Le nouveau président", starts_on=date(2023, 9, 15))
    seat.refresh_from_db()
    former.refresh_from_db()
    assert (former.ends_on, seat.ends_on) == (date(2023, 9, 14), date(2023, 9, 14))
    with pytest.raises(NotAllowed, match="14 septembre 2023"):
        proposed(scene.alpha.lecteur, opened(scene, scene.alpha))


def test_two_accounts_of_presidency_both_sit_and_are_named(scene: Scene) -> None:
    Membership.objects.create(
        user=scene.alpha.lecteur, partner=scene.alpha.partner, role=Role.PRESIDENT, started_on=date(2023, 9, 1)
    )
    first = presidency(scene, scene.alpha)
    deputy = delegate(scene, scene.alpha, first, user=scene.alpha.referent)
    second = presidency(scene, scene.alpha, user=scene.alpha.lecteur, name="Le coprésident", starts_on=date(2023, 9, 1))
    sitting = CommitteeMember.objects.sitting_on(date(2023, 9, 18)).filter(convention=scene.alpha.convention)
    assert {first, second, deputy} <= set(sitting)
    [finding] = [f for f in findings_of(scene.alpha.convention) if f.code == "plusieurs-presidences"]
    assert str(scene.alpha.president) in finding.explanation
    assert str(scene.alpha.lecteur) in finding.explanation


def test_the_presidency_that_follows_another_account_ends_its_seat(scene: Scene) -> None:
    former = presidency(scene, scene.alpha)
    role = scene.alpha.partner.memberships.get(user=scene.alpha.president)
    end_membership(actor=scene.ems, membership=role)
    Membership.objects.create(
        user=scene.alpha.lecteur, partner=scene.alpha.partner, role=Role.PRESIDENT, started_on=date(2023, 9, 15)
    )
    presidency(scene, scene.alpha, user=scene.alpha.lecteur, name="La suivante", starts_on=date(2023, 9, 15))
    former.refresh_from_db()
    assert former.ends_on is not None
    assert not [f for f in findings_of(scene.alpha.convention) if f.code == "plusieurs-presidences"]


def test_the_delegates_of_a_president_whose_role_ended_sit_no_more(scene: Scene) -> None:
    delegate(scene, scene.alpha, presidency(scene, scene.alpha))
    role = scene.alpha.partner.memberships.get(user=scene.alpha.president)
    end_membership(actor=scene.ems, membership=role)
    with pytest.raises(NotAllowed, match="avec la présidence de La présidente"):
        proposed(scene.alpha.lecteur, opened(scene, scene.alpha))


def test_a_delegation_comes_from_the_presidency_of_the_same_side(scene: Scene) -> None:
    other = presidency(scene, scene.beta)
    with pytest.raises(InvalidInput, match="même partie"):
        delegate(scene, scene.alpha, other)


def test_a_delegation_has_its_act(scene: Scene) -> None:
    president = presidency(scene, scene.alpha)
    with pytest.raises(InvalidInput, match="son acte"):
        delegate(scene, scene.alpha, president, delegation_act="")


def test_the_database_refuses_a_delegate_without_an_act(scene: Scene) -> None:
    row = delegate(scene, scene.alpha, presidency(scene, scene.alpha))
    with pytest.raises(IntegrityError), transaction.atomic():
        CommitteeMember.objects.filter(pk=row.pk).update(delegation_act="")


def test_the_account_of_another_partner_does_not_sit(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="pas de rôle"):
        member(scene, scene.alpha, user=scene.beta.referent)


def test_those_that_article_7_names_are_seated_from_their_accounts_once(scene: Scene) -> None:
    first = services.seat_from_accounts(actor=scene.ems, convention=scene.alpha.convention)
    again = services.seat_from_accounts(actor=scene.ems, convention=scene.alpha.convention)
    assert {row.user for row in first} == {scene.alpha.president, scene.alpha.referent, scene.ems}
    assert again == []


def test_members_are_seated_by_ems_alone(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        services.seat_from_accounts(actor=scene.alpha.president, convention=scene.alpha.convention)


RULES = services.RuleValues(quorum=4, silence=Silence.ACCORD, refusal_blocks=True, delay_days=15)


def test_without_a_rule_the_members_present_are_unanimous(scene: Scene) -> None:
    assert "unanimité" in services.rules_in_words(services.rules_of(scene.alpha.convention))


def test_the_rule_is_recorded_before_the_first_meeting(scene: Scene) -> None:
    services.record_rules(actor=scene.ems, convention=scene.alpha.convention, values=RULES)
    assert "un refus suffit à bloquer" in services.rules_in_words(services.rules_of(scene.alpha.convention))
    meeting = fixed(scene, scene.alpha)
    with clock.on_day(date(2023, 12, 1)):
        services.hold_meeting(actor=scene.ems, meeting=meeting)
        with pytest.raises(WrongState, match="avant la première réunion"):
            services.record_rules(actor=scene.ems, convention=scene.alpha.convention, values=RULES)
