"""« Équipe » and the page behind an invitation, as people meet them."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from passnum.mail.models import OutboxMessage
from passnum.partners.enums import Role
from passnum.partners.invitations import Invitee, invite
from passnum.partners.models import Invitation, Membership, User
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db

NEW = "nouvelle@exemple.test"
PASSWORD = "sept-lampes-sous-la-pluie"
TEAM = "/espace/equipe/"
COLLEAGUE = {"email": NEW, "first_name": "Ada", "last_name": "Weiss", "role": "intervenant"}


@pytest.fixture(autouse=True)
def _no_attempts_counted() -> None:
    cache.clear()


def link(address: str = NEW) -> str:
    """The address in the mail of the last invitation."""
    mail = OutboxMessage.objects.filter(to=address, key__startswith="invitation:").latest("pk")
    return "/espace/" + mail.body_text.splitlines()[0].partition("/espace/")[2]


def invited(scene: Scene, address: str = NEW, **changes: Any) -> str:
    values: dict[str, Any] = {"partner": scene.alpha.partner, "role": Role.INTERVENANT} | changes
    invite(actor=scene.ems, invitee=Invitee(address, **values))
    return link(address)


def answers(**changes: str) -> dict[str, str]:
    return {"first_name": "Ada", "last_name": "Weiss", "password": PASSWORD} | changes


def test_the_team_page_names_the_people_and_their_roles(scene: Scene) -> None:
    page = signed_in(scene.alpha.lecteur).get(TEAM).content.decode()
    assert "Perceneige Referent" in page
    assert "Référente ou référent" in page


def test_a_referent_invites_from_the_team_page(scene: Scene) -> None:
    answer = signed_in(scene.alpha.referent).post(TEAM, COLLEAGUE, follow=True)
    assert f"L’invitation part à {NEW}" in answer.content.decode()
    assert Client().get(link()).status_code == 200


@pytest.mark.parametrize("who", ["president", "intervenant", "lecteur"])
def test_the_others_see_no_form_and_their_post_is_refused(scene: Scene, who: str) -> None:
    client = signed_in(getattr(scene.alpha, who))
    assert "Inviter une personne" not in client.get(TEAM).content.decode()
    assert client.post(TEAM, COLLEAGUE).status_code == 404
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("changes", [{"email": "non"}, {"role": "president"}, {"role": ""}, {"email": ""}])
def test_an_incomplete_invitation_is_said_on_the_form(scene: Scene, changes: dict[str, str]) -> None:
    answer = signed_in(scene.alpha.referent).post(TEAM, COLLEAGUE | changes)
    assert answer.status_code == 422
    assert "à corriger" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_referent_ends_the_role_of_a_colleague(scene: Scene) -> None:
    url = reverse("portal:membership_end", args=[scene.alpha.lecteur.public_id, "lecteur"])
    signed_in(scene.alpha.referent).post(url)
    assert Membership.objects.get(user=scene.alpha.lecteur).ended_on is not None


def test_a_refusal_of_the_team_is_a_page_in_french(scene: Scene) -> None:
    url = reverse("portal:membership_end", args=[scene.alpha.president.public_id, "president"])
    answer = signed_in(scene.alpha.referent).post(url)
    assert answer.status_code == 403
    assert "demandez à l’Eurométropole" in answer.content.decode()


def test_an_invitation_taken_back_opens_nothing(scene: Scene) -> None:
    address = invited(scene)
    url = reverse("portal:invitation_revoke", args=[Invitation.objects.get().public_id])
    signed_in(scene.alpha.referent).post(url)
    answer = Client().get(address)
    assert answer.status_code == 422
    assert "annulée" in answer.content.decode()


def test_the_invited_person_chooses_a_password_and_is_in(scene: Scene) -> None:
    client = Client()
    answer = client.post(invited(scene), answers(), follow=True)
    assert answer.redirect_chain == [("/espace/", 302)]
    assert "Bienvenue Ada" in answer.content.decode()
    assert User.objects.get(email=NEW).get_full_name() == "Ada Weiss"


def test_the_session_opened_by_an_invitation_is_in_the_list_of_connections(scene: Scene) -> None:
    Client().post(invited(scene), answers())
    assert UserSession.objects.filter(user__email=NEW).count() == 1


def test_somebody_invited_to_ems_arrives_in_the_admin(scene: Scene) -> None:
    address = invited(scene, partner=None, role="", ems_group="Communication EMS")
    assert Client().post(address, answers())["Location"] == "/admin/"


@pytest.mark.parametrize("password", ["court", "passnum-strasbourg", ""])
def test_a_weak_password_opens_no_account(scene: Scene, password: str) -> None:
    answer = Client().post(invited(scene), answers(password=password))
    assert answer.status_code == 422
    assert not User.objects.filter(email=NEW).exists()


def test_a_used_link_leads_to_the_login_page(scene: Scene) -> None:
    address = invited(scene)
    Client().post(address, answers())
    answer = Client().get(address)
    assert answer.status_code == 422
    assert "a déjà servi" in answer.content.decode()
    assert "/compte/login/" in answer.content.decode()


def test_a_false_link_is_a_page_in_french(db: None) -> None:
    answer = Client().get("/espace/invitation/nimporte:quoi:ici/")
    assert answer.status_code == 422
    assert "incomplet" in answer.content.decode()


def test_a_person_with_an_account_logs_in_before_accepting(scene: Scene) -> None:
    address = invited(scene, scene.beta.lecteur.email)
    assert Client().get(address)["Location"] == f"/compte/login/?next={address.replace(':', '%3A')}"
    signed_in(scene.beta.lecteur).post(address)
    assert Membership.objects.filter(user=scene.beta.lecteur, partner=scene.alpha.partner).exists()


def test_a_link_opened_by_somebody_else_says_whom_it_is_for(scene: Scene) -> None:
    address = invited(scene)
    client = signed_in(scene.beta.lecteur)
    assert "pour une autre adresse" in client.get(address).content.decode()
    assert client.post(address).status_code == 403
    assert not Membership.objects.filter(user=scene.beta.lecteur, partner=scene.alpha.partner).exists()


def of_two(scene: Scene) -> User:
    """A référent of both partners."""
    user = scene.alpha.referent
    Membership.objects.create(user=user, partner=scene.beta.partner, role="referent", started_on="2023-01-01")
    return user


def test_a_person_of_two_partners_chooses_one_first(scene: Scene) -> None:
    client = signed_in(of_two(scene))
    assert client.get("/espace/")["Location"] == "/espace/choisir/"
    page = client.post("/espace/choisir/", {"partner": str(scene.beta.partner.public_id)}, follow=True)
    assert scene.beta.partner.name in page.content.decode()


def test_the_choice_is_kept_until_changed(scene: Scene) -> None:
    client = signed_in(of_two(scene))
    for partner in (scene.beta.partner, scene.alpha.partner):
        client.post("/espace/choisir/", {"partner": str(partner.public_id)})
        assert f'<p class="lead">{escape(partner.name)}</p>' in client.get(TEAM).content.decode()


def test_nobody_takes_the_partner_of_others_in_hand(scene: Scene) -> None:
    client = signed_in(scene.alpha.referent)
    client.post("/espace/choisir/", {"partner": str(scene.beta.partner.public_id)})
    assert f'<p class="lead">{escape(scene.alpha.partner.name)}</p>' in client.get(TEAM).content.decode()


def test_a_link_to_the_other_own_partner_takes_it_in_hand_and_says_so(scene: Scene) -> None:
    client = signed_in(of_two(scene))
    client.post("/espace/choisir/", {"partner": str(scene.alpha.partner.public_id)})
    deliverable = scene.deliverable(scene.beta, "survey")
    page = client.get(reverse("portal:deliverable", args=[deliverable.public_id])).content.decode()
    assert f"Vous agissez maintenant pour {scene.beta.partner.name}" in page
