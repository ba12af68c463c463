"""Invitations by e-mail: a signed link, valid seven days, used once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.mail.services import enqueue
from passnum.partners.enums import EMS_GROUPS, REFERENT_GIVES
from passnum.partners.models import Invitation, Membership, Partner, User
from passnum.partners.permissions import author_for, is_ems_administrator, is_referent

VALID_DAYS = 7
SALT = "invitation"
_ACCOUNT_EXISTS = "Un compte existe déjà avec cette adresse : connectez-vous, puis ouvrez à nouveau ce lien."
_ASK_AGAIN = "Demandez à la personne qui vous a invité d’en envoyer une nouvelle."


@dataclass(frozen=True)
class Invitee:
    """Who is invited, and to what: a role at a partner, or a group of EMS."""

    email: str
    first_name: str = ""
    last_name: str = ""
    partner: Partner | None = None
    role: str = ""
    ems_group: str = ""


@transaction.atomic
def invite(*, actor: User, invitee: Invitee) -> Invitation:
    """Write the invitation and its mail. EMS invites everyone; a référent, the colleagues of his or her partner."""
    _ensure_may_invite(actor, invitee)
    if invitee.partner is not None and not invitee.partner.is_active:
        raise InvalidInput("Cette structure n’est plus active.", field="partner")
    email = invitee.email.strip().lower()
    if User.objects.filter(email__iexact=email, is_active=False).exists():
        raise InvalidInput("Le compte de cette adresse est fermé : demandez à l’Eurométropole.", field="email")
    if _already_there(email, invitee):
        raise InvalidInput("Cette personne a déjà ce rôle.", field="email")
    invitation = Invitation(
        email=email,
        first_name=invitee.first_name.strip(),
        last_name=invitee.last_name.strip(),
        partner=invitee.partner,
        role=invitee.role,
        ems_group=invitee.ems_group,
        invited_by=actor,
        expires_at=timezone.now() + timedelta(days=VALID_DAYS),
    )
    open_ones = Invitation.objects.filter(
        email=email,
        partner=invitee.partner,
        role=invitee.role,
        ems_group=invitee.ems_group,
        accepted_at__isnull=True,
        revoked_at__isnull=True,
    )
    # A new invitation replaces the former link: only the last mail works.
    open_ones.update(revoked_at=timezone.now())
    _save(invitation)
    _send(invitation)
    _record(actor, "inviter", _kind(invitation), invitation)
    return invitation


def _save(invitation: Invitation) -> None:
    """Write it, or say what is wrong with it; two at once for the same address leave one."""
    try:
        invitation.full_clean()
    except ValidationError as error:
        raise InvalidInput(error.messages[0], field=next(iter(error.message_dict))) from error
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        raise InvalidInput("Une invitation est déjà en cours pour cette adresse.", field="email") from error


def read_invitation(token: str) -> Invitation:
    """The open invitation behind a link; InvalidInput, in words for the person who holds it, otherwise."""
    try:
        public_id = signing.loads(token, salt=SALT, max_age=timedelta(days=VALID_DAYS))
    except signing.SignatureExpired as error:
        raise InvalidInput(f"Cette invitation a plus de {VALID_DAYS} jours. {_ASK_AGAIN}") from error
    except signing.BadSignature as error:
        raise InvalidInput("Ce lien d’invitation est incomplet : copiez-le en entier depuis le courriel.") from error
    invitation = Invitation.objects.select_related("partner", "invited_by").filter(public_id=public_id).first()
    if invitation is None or invitation.revoked_at:
        raise InvalidInput(f"Cette invitation a été annulée ou remplacée. {_ASK_AGAIN}")
    if invitation.accepted_at:
        raise InvalidInput("Cette invitation a déjà servi : connectez-vous avec votre adresse et votre mot de passe.")
    if invitation.expires_at < timezone.now():
        raise InvalidInput(f"Cette invitation a plus de {VALID_DAYS} jours. {_ASK_AGAIN}")
    _ensure_still_given(invitation)
    return invitation


def _ensure_still_given(invitation: Invitation) -> None:
    """What the person who invited may no longer give, the link gives no more: a role ended, an account closed."""
    sender, partner = invitation.invited_by, invitation.partner
    invitee = Invitee(invitation.email, partner=partner, role=invitation.role, ems_group=invitation.ems_group)
    gone = not sender.is_active or (partner is not None and not partner.is_active)
    try:
        _ensure_may_invite(sender, invitee)
    except NotAllowed:
        gone = True
    if gone:
        raise InvalidInput("Cette invitation n’est plus valable : la personne qui l’a envoyée n’a plus ce rôle.")


@transaction.atomic
def accept_with_new_account(*, token: str, first_name: str, last_name: str, password: str) -> User:
    """Open the account that the invitation is for. The caller has validated the password."""
    invitation = _claim(token)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise WrongState(_ACCOUNT_EXISTS)
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, password, first_name=first_name, last_name=last_name)
    except IntegrityError as error:
        raise WrongState(_ACCOUNT_EXISTS) from error
    return _give(invitation, user)


@transaction.atomic
def accept_with_account(*, token: str, user: User) -> User:
    """Add what the invitation gives to the account of the same address."""
    invitation = _claim(token)
    if user.email.lower() != invitation.email.lower():
        raise NotAllowed(f"Cette invitation est adressée à {invitation.email} : connectez-vous avec cette adresse.")
    return _give(invitation, user)


@transaction.atomic
def revoke_invitation(*, actor: User, invitation: Invitation) -> Invitation:
    """Make the link of an open invitation useless. EMS, or a référent of the partner it is for."""
    _ensure_may_invite(actor, Invitee(invitation.email, partner=invitation.partner, role=invitation.role))
    open_ones = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True)
    if not open_ones.update(revoked_at=timezone.now()):
        raise WrongState("Cette invitation a déjà servi ou a déjà été annulée.")
    invitation.refresh_from_db()
    _record(actor, "annuler l’invitation", _kind(invitation), invitation)
    return invitation


def _ensure_may_invite(actor: User, invitee: Invitee) -> None:
    if is_ems_administrator(actor):
        if invitee.ems_group and invitee.ems_group not in EMS_GROUPS:
            raise InvalidInput("Ce groupe n’existe pas.", field="ems_group")
        return
    if invitee.partner is None or not is_referent(actor, invitee.partner):
        raise NotAllowed("Seuls les référents invitent les personnes de leur structure.")
    if invitee.role not in REFERENT_GIVES:
        raise NotAllowed("La présidence est invitée par l’Eurométropole : écrivez-lui.")


def _already_there(email: str, invitee: Invitee) -> bool:
    if invitee.partner is not None:
        members = Membership.objects.active().filter(partner=invitee.partner, role=invitee.role)
        return members.filter(user__email__iexact=email).exists()
    return User.objects.filter(email__iexact=email, is_active=True, groups__name=invitee.ems_group).exists()


def _claim(token: str) -> Invitation:
    """Take the invitation with one conditional UPDATE: the same link twice at once opens one account."""
    invitation = read_invitation(token)
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True).update(
        accepted_at=timezone.now()
    )
    if not taken:
        raise WrongState("Cette invitation vient de servir : connectez-vous.")
    return invitation


def _give(invitation: Invitation, user: User) -> User:
    if invitation.partner is not None:
        Membership.objects.get_or_create(
            user=user,
            partner=invitation.partner,
            role=invitation.role,
            ended_on=None,
            defaults={"started_on": clock.today()},
        )
    else:
        user.groups.add(Group.objects.get(name=invitation.ems_group))
        User.objects.filter(pk=user.pk).update(is_staff=True)
    _record(user, "accepter l’invitation", _kind(invitation), invitation)
    return user


def _send(invitation: Invitation) -> None:
    token = signing.dumps(str(invitation.public_id), salt=SALT)
    link = settings.PASSNUM_BASE_URL.rstrip("/") + reverse("portal:invitation", args=[token])
    enqueue(
        key=f"invitation:{invitation.public_id}",
        to=invitation.email,
        template="partners/email/invitation",
        context={"invitation": invitation, "link": link, "days": VALID_DAYS},
    )


def _record(actor: User, act: str, kind: str, invitation: Invitation) -> None:
    journal.record(
        chain=journal.SCHEME_CHAIN,
        author=author_for(actor, invitation.partner, clock.today()),
        act=act,
        subject=journal.Subject(kind, invitation.public_id),
    )


def _kind(invitation: Invitation) -> str:
    """What the journal calls it: the role or group it gives, never the address."""
    return f"invitation {invitation.role or invitation.ems_group}"[:64]
