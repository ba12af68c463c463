"""Inviting by e-mail, and accepting: the services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from passnum.core.errors import InvalidInput, NotAllowed, PassnumError, WrongState
from passnum.core.models import JournalEntry
from passnum.mail.models import OutboxMessage
from passnum.partners.enums import GROUP_ADMINISTRATORS, GROUP_COMMUNICATION, Role
from passnum.partners.invitations import (
    Invitee,
    accept_with_account,
    accept_with_new_account,
    invite,
    read_invitation,
    revoke_invitation,
)
from passnum.partners.models import Invitation, User
from passnum.partners.permissions import is_ems_communication, roles_at
from tests.scene import Scene

pytestmark = pytest.mark.django_db

NEW = "nouvelle@exemple.test"
PASSWORD = "sept-lampes-sous-la-pluie"


def invited(scene: Scene, *, actor: User | None = None, role: str = Role.LECTEUR, email: str = NEW) -> Invitation:
    return invite(actor=actor or scene.alpha.referent, invitee=Invitee(email, partner=scene.alpha.partner, role=role))


def token_of(invitation: Invitation) -> str:
    """The token of the link that the mail carries."""
    text = OutboxMessage.objects.get(key=f"invitation:{invitation.public_id}").body_text
    return text.splitlines()[0].rstrip("/").rpartition("/")[2]


def accepted(invitation: Invitation) -> User:
    return accept_with_new_account(token=token_of(invitation), first_name="Ada", last_name="Weiss", password=PASSWORD)


def test_an_invitation_writes_one_mail_to_the_person(scene: Scene) -> None:
    invited(scene)
    assert OutboxMessage.objects.filter(to=NEW).count() == 1


def test_accepting_opens_the_account_with_the_role(scene: Scene) -> None:
    user = accepted(invited(scene))
    assert roles_at(user, scene.alpha.partner) == {Role.LECTEUR}
    assert user.check_password(PASSWORD)


def test_accepting_an_invitation_of_ems_gives_the_group(scene: Scene) -> None:
    invitation = invite(actor=scene.ems, invitee=Invitee(NEW, ems_group=GROUP_COMMUNICATION))
    user = accepted(invitation)
    assert is_ems_communication(user)
    assert not roles_at(user, scene.alpha.partner)


def test_an_invitation_serves_once(scene: Scene) -> None:
    invitation = invited(scene)
    accepted(invitation)
    with pytest.raises(InvalidInput, match="déjà servi"):
        accepted(invitation)


def test_an_invitation_is_over_after_seven_days_of_real_time(scene: Scene) -> None:
    token = token_of(invited(scene))
    with (
        time_machine.travel(timezone.now() + timedelta(days=7, seconds=5)),
        pytest.raises(InvalidInput, match="7 jours"),
    ):
        read_invitation(token)


def test_a_second_invitation_replaces_the_first_link(scene: Scene) -> None:
    first = token_of(invited(scene))
    second = token_of(invited(scene))
    assert read_invitation(second).email == NEW
    with pytest.raises(InvalidInput, match="remplacée"):
        read_invitation(first)


def test_a_revoked_invitation_opens_nothing(scene: Scene) -> None:
    invitation = invited(scene)
    revoke_invitation(actor=scene.alpha.referent, invitation=invitation)
    with pytest.raises(InvalidInput, match="annulée"):
        accepted(invitation)


def test_an_invitation_that_served_cannot_be_revoked(scene: Scene) -> None:
    invitation = invited(scene)
    accepted(invitation)
    with pytest.raises(WrongState):
        revoke_invitation(actor=scene.alpha.referent, invitation=invitation)


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: t.split(":")[0], lambda t: ""])
def test_a_link_that_was_tampered_with_is_refused(scene: Scene, change: Any) -> None:
    token = token_of(invited(scene))
    with pytest.raises(InvalidInput, match="incomplet"):
        read_invitation(change(token))


def test_an_existing_account_receives_the_role_and_keeps_its_own(scene: Scene) -> None:
    beta = scene.beta.referent
    accept_with_account(token=token_of(invited(scene, email=beta.email)), user=beta)
    assert roles_at(beta, scene.alpha.partner) == {Role.LECTEUR}
    assert roles_at(beta, scene.beta.partner) == {Role.REFERENT}


def test_an_invitation_is_for_its_own_address_alone(scene: Scene) -> None:
    token = token_of(invited(scene))
    with pytest.raises(NotAllowed):
        accept_with_account(token=token, user=scene.beta.referent)
    assert not roles_at(scene.beta.referent, scene.alpha.partner)
    assert read_invitation(token).accepted_at is None


def test_an_address_with_an_account_opens_no_second_one(scene: Scene) -> None:
    invitation = invited(scene, email=scene.beta.referent.email.upper())
    with pytest.raises(WrongState):
        accepted(invitation)
    assert User.objects.filter(email__iexact=scene.beta.referent.email).count() == 1


def test_a_referent_invites_no_president(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        invited(scene, role=Role.PRESIDENT)


def test_ems_invites_a_president(scene: Scene) -> None:
    user = accepted(invited(scene, actor=scene.ems, role=Role.PRESIDENT))
    assert roles_at(user, scene.alpha.partner) == {Role.PRESIDENT}


@pytest.mark.parametrize("who", ["president", "intervenant", "lecteur"])
def test_the_others_of_the_partner_invite_nobody(scene: Scene, who: str) -> None:
    with pytest.raises(NotAllowed):
        invited(scene, actor=getattr(scene.alpha, who))


@pytest.mark.parametrize("who", ["beta.referent", "communication"])
def test_nobody_invites_for_a_partner_of_others(scene: Scene, who: str) -> None:
    actor = scene.beta.referent if who == "beta.referent" else scene.communication
    with pytest.raises(NotAllowed):
        invited(scene, actor=actor)


def test_a_referent_invites_nobody_to_ems(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        invite(actor=scene.alpha.referent, invitee=Invitee(NEW, ems_group=GROUP_ADMINISTRATORS))


def test_another_partners_referent_revokes_nothing(scene: Scene) -> None:
    invitation = invited(scene)
    with pytest.raises(NotAllowed):
        revoke_invitation(actor=scene.beta.referent, invitation=invitation)


WRONG = {
    "a role nobody knows": {"role": "roi"},
    "no role": {"role": ""},
    "no address": {"email": "pas une adresse"},
    "a role and a group": {"ems_group": GROUP_COMMUNICATION},
}


@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG.keys())
def test_an_invitation_that_makes_no_sense_is_refused(scene: Scene, changes: dict[str, str]) -> None:
    values: dict[str, Any] = {"email": NEW, "partner": scene.alpha.partner, "role": Role.LECTEUR} | changes
    with pytest.raises(InvalidInput):
        invite(actor=scene.ems, invitee=Invitee(**values))
    assert not Invitation.objects.exists()


def test_a_role_that_the_person_has_is_not_offered_again(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="déjà ce rôle"):
        invited(scene, email=scene.alpha.lecteur.email)


def test_a_closed_account_is_not_invited(scene: Scene) -> None:
    User.objects.filter(pk=scene.beta.lecteur.pk).update(is_active=False)
    with pytest.raises(InvalidInput, match="fermé"):
        invited(scene, email=scene.beta.lecteur.email)


def test_nobody_is_invited_to_a_partner_that_is_no_longer_active(scene: Scene) -> None:
    scene.alpha.partner.is_active = False
    scene.alpha.partner.save()
    with pytest.raises(InvalidInput):
        invited(scene, actor=scene.ems)


def test_inviting_and_accepting_enter_the_journal_without_the_address(scene: Scene) -> None:
    accepted(invited(scene))
    rows = JournalEntry.objects.filter(chain__key="dispositif", subject_kind="invitation lecteur")
    assert [row.act for row in rows.order_by("position")] == ["inviter", "accepter l’invitation"]
    assert not any(NEW in f"{vars(row)}" for row in rows)


def test_a_refused_invitation_leaves_no_mail(scene: Scene) -> None:
    with pytest.raises(PassnumError):
        invited(scene, role=Role.PRESIDENT)
    assert not OutboxMessage.objects.filter(to=NEW).exists()


def test_the_link_of_someone_whose_role_has_ended_gives_nothing(scene: Scene) -> None:
    invitation = invited(scene)
    scene.alpha.referent.memberships.update(ended_on=timezone.now().date())
    with pytest.raises(InvalidInput, match="n’a plus ce rôle"):
        accepted(invitation)
    assert not User.objects.filter(email=NEW).exists()


def test_the_link_of_someone_whose_account_is_closed_gives_nothing(scene: Scene) -> None:
    invitation = invited(scene, actor=scene.ems)
    User.objects.filter(pk=scene.ems.pk).update(is_active=False)
    with pytest.raises(InvalidInput, match="n’a plus ce rôle"):
        read_invitation(token_of(invitation))


def test_the_link_to_a_partner_that_is_no_longer_active_gives_nothing(scene: Scene) -> None:
    invitation = invited(scene, actor=scene.ems)
    type(scene.alpha.partner).objects.filter(pk=scene.alpha.partner.pk).update(is_active=False)
    with pytest.raises(InvalidInput):
        read_invitation(token_of(invitation))
