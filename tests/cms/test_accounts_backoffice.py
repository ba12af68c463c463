"""Accounts, roles and invitations, as EMS's administrators run them; the password is asked again."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from passnum.partners.enums import GROUP_ADMINISTRATORS, Role
from passnum.partners.invitations import Invitee, invite
from passnum.partners.models import Invitation, User
from passnum.partners.permissions import roles_at
from tests.scene import PASSWORD, Scene

pytestmark = pytest.mark.django_db

ASKED = "/compte/reauthenticate/"


@pytest.fixture(autouse=True)
def _no_attempts_counted() -> None:
    cache.clear()


@pytest.fixture
def ems(scene: Scene) -> Client:
    """An administrator who logged in a while ago."""
    client = Client()
    client.post("/compte/login/", {"login": scene.ems.email, "password": PASSWORD})
    return client


def act(client: Client, user: User, slug: str, **data: Any) -> Any:
    return client.post(reverse("backoffice:account_act", args=[user.public_id, slug]), data)


def confirmed(client: Client, asked: Any, password: str = PASSWORD) -> Any:
    """The password given on the page that asks for it."""
    assert asked["Location"].startswith(ASKED)
    return client.post(asked["Location"], {"password": password})


def test_an_account_is_closed_after_the_password_is_given_again(scene: Scene, ems: Client) -> None:
    asked = act(ems, scene.alpha.lecteur, "fermer")
    scene.alpha.lecteur.refresh_from_db()
    assert scene.alpha.lecteur.is_active
    done = confirmed(ems, asked)
    assert done["Location"] == reverse("backoffice:account", args=[scene.alpha.lecteur.public_id])
    scene.alpha.lecteur.refresh_from_db()
    assert not scene.alpha.lecteur.is_active


def test_a_wrong_password_closes_nothing(scene: Scene, ems: Client) -> None:
    answer = confirmed(ems, act(ems, scene.alpha.lecteur, "fermer"), "faux")
    assert "Ce n’est pas le bon mot de passe" in answer.content.decode()
    scene.alpha.lecteur.refresh_from_db()
    assert scene.alpha.lecteur.is_active


def test_the_password_is_not_asked_twice_within_minutes(scene: Scene, ems: Client) -> None:
    confirmed(ems, act(ems, scene.alpha.lecteur, "fermer"))
    act(ems, scene.alpha.lecteur, "rouvrir")
    scene.alpha.lecteur.refresh_from_db()
    assert scene.alpha.lecteur.is_active


def test_a_role_is_given_from_the_page_of_the_account(scene: Scene, ems: Client) -> None:
    beta = scene.beta.lecteur
    confirmed(ems, act(ems, beta, "donner-un-role", partner=scene.alpha.partner.pk, role="referent"))
    assert roles_at(beta, scene.alpha.partner) == {Role.REFERENT}


def test_the_presidency_ends_from_the_page_of_the_account(scene: Scene, ems: Client) -> None:
    president = scene.alpha.president
    row = president.memberships.get()
    confirmed(ems, act(ems, president, "mettre-fin-a-un-role", membership=row.pk))
    assert not roles_at(president, scene.alpha.partner)


def test_the_role_of_somebody_else_is_no_answer(scene: Scene, ems: Client) -> None:
    other = scene.beta.president.memberships.get()
    answer = confirmed(ems, act(ems, scene.alpha.president, "mettre-fin-a-un-role", membership=other.pk))
    assert answer.status_code == 422
    assert roles_at(scene.beta.president, scene.beta.partner) == {Role.PRESIDENT}


def test_inviting_to_ems_asks_for_the_password_again(scene: Scene, ems: Client) -> None:
    values = {"email": "agent@exemple.test", "ems_group": GROUP_ADMINISTRATORS, "partner": "", "role": ""}
    asked = ems.post(reverse("invitations:add"), values)
    assert not Invitation.objects.exists()
    confirmed(ems, asked)
    assert Invitation.objects.get().email == "agent@exemple.test"


def test_an_invitation_is_taken_back_from_its_page(scene: Scene, ems: Client) -> None:
    row = invite(actor=scene.ems, invitee=Invitee("x@exemple.test", partner=scene.alpha.partner, role="president"))
    ems.post(reverse("backoffice:invitation_act", args=[row.public_id, "annuler"]))
    page = ems.get(reverse("backoffice:invitation", args=[row.public_id])).content.decode()
    assert "Invitation annulée" in page
    row.refresh_from_db()
    assert row.revoked_at is not None
