"""Roles and accounts: giving a role, ending it, closing an account and opening it again. Journalled on the scheme."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction

from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, NotAllowed
from passnum.partners.enums import REFERENT_GIVES, Role
from passnum.partners.models import Membership, Partner, User
from passnum.partners.permissions import author_for, is_ems_administrator, is_referent


@transaction.atomic
def add_membership(*, actor: User, user: User, partner: Partner, role: Role) -> Membership:
    """Give a role at a partner to an account that exists. EMS alone; a référent invites."""
    if not is_ems_administrator(actor):
        raise NotAllowed("Seuls les administrateurs de l’Eurométropole donnent un rôle sans invitation.")
    if not (user.is_active and partner.is_active):
        raise InvalidInput("Un rôle se donne à un compte ouvert, dans une structure active.")
    try:
        with transaction.atomic():
            row = Membership.objects.create(user=user, partner=partner, role=role, started_on=clock.today())
    except IntegrityError as error:
        raise InvalidInput("Cette personne a déjà ce rôle dans cette structure.", field="role") from error
    _record(actor, f"donner le rôle {role}", user, partner)
    return row


@transaction.atomic
def end_membership(*, actor: User, membership: Membership) -> Membership:
    """End a role today. The past acts of the person stand; the delegations a President gave end with the role."""
    partner = membership.partner
    own = is_referent(actor, partner) and membership.role in REFERENT_GIVES
    if not (is_ems_administrator(actor) or own):
        raise NotAllowed("Vous ne pouvez pas mettre fin à ce rôle : demandez à l’Eurométropole.")
    if membership.user_id == actor.pk:
        raise InvalidInput("Vous ne pouvez pas mettre fin à votre propre rôle : demandez à une ou un collègue.")
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    if row.ended_on is None:
        row.ended_on = max(clock.today(), row.started_on)
        row.save(update_fields=["ended_on"])
        _record(actor, f"mettre fin au rôle {row.role}", row.user, partner)
    return row


@transaction.atomic
def deactivate_user(*, actor: User, user: User) -> User:
    """Close an account at once: its sessions are ended, and open nothing even if the account opens again."""
    changed = _set_active(actor, user, active=False)
    end_sessions(user)
    return changed


@transaction.atomic
def reactivate_user(*, actor: User, user: User) -> User:
    """Open a closed account again, with the roles that were not ended."""
    return _set_active(actor, user, active=True)


def end_sessions(user: User) -> None:
    """Forget every open session of the person, on every device."""
    for session in UserSession.objects.filter(user_id=user.pk):
        session.end()


def _set_active(actor: User, user: User, *, active: bool) -> User:
    if not is_ems_administrator(actor):
        raise NotAllowed("Seuls les administrateurs de l’Eurométropole ferment et rouvrent les comptes.")
    if user.pk == actor.pk:
        raise InvalidInput("Vous ne pouvez pas fermer votre propre compte.")
    changed = User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active)
    user.refresh_from_db()
    if changed:
        _record(actor, "rouvrir le compte" if active else "fermer le compte", user, None)
    return user


def _record(actor: User, act: str, user: User, partner: Partner | None) -> None:
    journal.record(
        chain=journal.SCHEME_CHAIN,
        author=author_for(actor, partner, clock.today()),
        act=act[:64],
        subject=journal.Subject("compte", user.public_id),
    )
