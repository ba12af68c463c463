"""Roles given and ended, accounts closed and opened again."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed
from passnum.core.models import JournalEntry
from passnum.partners.enums import Role
from passnum.partners.memberships import add_membership, deactivate_user, end_membership, reactivate_user
from passnum.partners.models import Delegation, Membership, User
from passnum.partners.permissions import can_validate_for, roles_at
from tests.scene import PASSWORD, House, Scene, signed_in

pytestmark = pytest.mark.django_db


def membership(house: House, role: Role) -> Membership:
    return house.partner.memberships.get(role=role)


def test_ems_gives_a_role_to_an_account(scene: Scene) -> None:
    add_membership(actor=scene.ems, user=scene.beta.lecteur, partner=scene.alpha.partner, role=Role.REFERENT)
    assert roles_at(scene.beta.lecteur, scene.alpha.partner) == {Role.REFERENT}


def test_a_referent_gives_no_role_without_invitation(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        add_membership(
            actor=scene.alpha.referent, user=scene.beta.lecteur, partner=scene.alpha.partner, role=Role.LECTEUR
        )


def test_the_same_role_is_not_given_twice(scene: Scene) -> None:
    with pytest.raises(InvalidInput):
        add_membership(actor=scene.ems, user=scene.alpha.lecteur, partner=scene.alpha.partner, role=Role.LECTEUR)


def test_a_role_that_has_ended_can_be_given_again(scene: Scene) -> None:
    end_membership(actor=scene.ems, membership=membership(scene.alpha, Role.LECTEUR))
    add_membership(actor=scene.ems, user=scene.alpha.lecteur, partner=scene.alpha.partner, role=Role.LECTEUR)
    assert roles_at(scene.alpha.lecteur, scene.alpha.partner) == {Role.LECTEUR}


def test_a_referent_ends_the_role_of_a_colleague_today(scene: Scene) -> None:
    row = end_membership(actor=scene.alpha.referent, membership=membership(scene.alpha, Role.INTERVENANT))
    assert row.ended_on == clock.today()
    assert not roles_at(scene.alpha.intervenant, scene.alpha.partner)


def test_a_referent_does_not_end_the_presidency(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        end_membership(actor=scene.alpha.referent, membership=membership(scene.alpha, Role.PRESIDENT))


def test_another_partners_referent_ends_no_role(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        end_membership(actor=scene.beta.referent, membership=membership(scene.alpha, Role.LECTEUR))


def test_nobody_ends_their_own_role(scene: Scene) -> None:
    with pytest.raises(InvalidInput):
        end_membership(actor=scene.alpha.referent, membership=membership(scene.alpha, Role.REFERENT))


def test_the_delegation_of_a_president_ends_with_the_role(scene: Scene) -> None:
    alpha = scene.alpha
    Delegation.objects.create(
        partner=alpha.partner,
        delegator=alpha.president,
        delegate=alpha.lecteur,
        act_reference="Arrêté 12",
        published_on=date(2023, 1, 1),
        starts_on=date(2023, 1, 1),
    )
    before = can_validate_for(alpha.lecteur, alpha.partner, clock.today())
    end_membership(actor=scene.ems, membership=membership(alpha, Role.PRESIDENT))
    assert (before, can_validate_for(alpha.lecteur, alpha.partner, clock.today())) == (True, False)


def test_ending_a_role_twice_is_one_act_of_the_journal(scene: Scene) -> None:
    row = membership(scene.alpha, Role.LECTEUR)
    for _ in range(2):
        end_membership(actor=scene.ems, membership=row)
    assert JournalEntry.objects.filter(act="mettre fin au rôle lecteur").count() == 1


def test_a_closed_account_is_out_at_once(scene: Scene) -> None:
    client = signed_in(scene.alpha.referent)
    deactivate_user(actor=scene.ems, user=scene.alpha.referent)
    assert client.get("/espace/").status_code == 302


def test_the_sessions_of_a_closed_account_stay_closed_when_it_opens_again(scene: Scene) -> None:
    client = Client()
    client.post("/compte/login/", {"login": scene.alpha.referent.email, "password": PASSWORD})
    assert client.get("/espace/").status_code == 200
    deactivate_user(actor=scene.ems, user=scene.alpha.referent)
    reactivate_user(actor=scene.ems, user=scene.alpha.referent)
    assert client.get("/espace/").status_code == 302
    assert signed_in(scene.alpha.referent).get("/espace/").status_code == 200


@pytest.mark.parametrize("who", ["alpha.referent", "alpha.president", "communication"])
def test_only_administrators_close_accounts(scene: Scene, who: str) -> None:
    actor: User = scene.communication if who == "communication" else getattr(scene.alpha, who.partition(".")[2])
    client: Client = signed_in(scene.alpha.lecteur)
    with pytest.raises(NotAllowed):
        deactivate_user(actor=actor, user=scene.alpha.lecteur)
    assert client.get("/espace/").status_code == 200


def test_nobody_closes_their_own_account(scene: Scene) -> None:
    with pytest.raises(InvalidInput):
        deactivate_user(actor=scene.ems, user=scene.ems)


def test_closing_and_opening_enter_the_journal(scene: Scene) -> None:
    deactivate_user(actor=scene.ems, user=scene.alpha.lecteur)
    reactivate_user(actor=scene.ems, user=scene.alpha.lecteur)
    rows = JournalEntry.objects.filter(subject_id=scene.alpha.lecteur.public_id).order_by("position")
    assert [row.act for row in rows] == ["fermer le compte", "rouvrir le compte"]
