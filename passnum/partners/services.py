"""Acts on partners, their people and their places. Each is journalled on the chain of the scheme."""

from __future__ import annotations

import uuid

from django.db import transaction

from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, NotAllowed
from passnum.partners.enums import Role
from passnum.partners.models import Delegation, DistributionPlace, Membership, Partner, User
from passnum.partners.permissions import author_for, is_ems_administrator, roles_at


@transaction.atomic
def save_partner(*, actor: User, partner: Partner) -> Partner:
    """Create or change a partner's record."""
    _ensure_administrator(actor)
    new = partner.pk is None
    partner.save()
    _record(actor, "créer la structure" if new else "modifier la structure", "structure", partner.public_id)
    return partner


@transaction.atomic
def save_place(*, actor: User, place: DistributionPlace) -> DistributionPlace:
    """Create or change a place where Pass are handed out. Raises InvalidInput where it would change its partner."""
    _ensure_administrator(actor)
    new = place.pk is None
    before = None if new else DistributionPlace.objects.get(pk=place.pk)
    if before is not None and before.partner_id != place.partner_id:
        # Its booklets and its attributions are those of its partner: another would read them, and hand them out.
        raise InvalidInput(
            "Un lieu reste celui de sa structure : fermez-le, et créez-le pour l’autre structure.", field="partner"
        )
    if place.equipped != (before is not None and before.equipped):
        place.equipped_by = actor
    place.save()
    _record(actor, "créer le lieu" if new else "modifier le lieu", "lieu de distribution", place.public_id)
    return place


@transaction.atomic
def declare_equipped(*, actor: User, place: DistributionPlace, equipped: bool) -> DistributionPlace:
    """Say whether the place has a connected screen for the online simulation (art. 4): its référent or intervenant."""
    if not {Role.REFERENT, Role.INTERVENANT} & roles_at(actor, place.partner):
        raise NotAllowed("Seules les personnes du lieu disent s’il est équipé.")
    place.equipped, place.equipped_by = equipped, actor
    place.save(update_fields=["equipped", "equipped_by"])
    journal.record(
        chain=journal.SCHEME_CHAIN,
        author=author_for(actor, place.partner, clock.today()),
        act="déclarer l’équipement du lieu",
        subject=journal.Subject("lieu de distribution", place.public_id),
        to_state="équipé" if equipped else "non équipé",
    )
    return place


@transaction.atomic
def save_delegation(*, actor: User, delegation: Delegation) -> Delegation:
    """Put a delegation on file: given by the partner's President, to one of its people (art. 6)."""
    _ensure_administrator(actor)
    members = Membership.objects.active().filter(partner=delegation.partner)
    if not members.filter(user=delegation.delegator, role=Role.PRESIDENT).exists():
        raise InvalidInput("Cette personne n’est pas la présidence de la structure.", field="delegator")
    if not members.filter(user=delegation.delegate).exists():
        raise InvalidInput("La personne délégataire n’a pas de rôle dans cette structure.", field="delegate")
    new = delegation.pk is None
    delegation.save()
    act = "enregistrer une délégation" if new else "modifier une délégation"
    _record(actor, act, f"délégation {delegation.act_reference}"[:64], delegation.partner.public_id)
    return delegation


def _ensure_administrator(actor: User) -> None:
    if not is_ems_administrator(actor):
        raise NotAllowed("Seuls les administrateurs de l’Eurométropole tiennent les structures à jour.")


def _record(actor: User, act: str, kind: str, public_id: uuid.UUID) -> None:
    journal.record(
        chain=journal.SCHEME_CHAIN,
        author=author_for(actor, None, clock.today()),
        act=act,
        subject=journal.Subject(kind, public_id),
    )
