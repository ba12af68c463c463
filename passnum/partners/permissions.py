"""Who may do what, on the partners' side. Services ask here; screens ask here too, to hide what is not open."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from passnum.core.journal import Author
from passnum.partners.enums import EMS_GROUPS, GROUP_ADMINISTRATORS, GROUP_COMMUNICATION, Role
from passnum.partners.models import Delegation, Membership, Partner, User


def group_names(user: User) -> frozenset[str]:
    """Names of the user's groups, read once per request (kept on the instance)."""
    cached = user.__dict__.get("_passnum_group_names")
    if cached is None:
        cached = frozenset(user.groups.values_list("name", flat=True)) if user.is_active and user.pk else frozenset()
        user.__dict__["_passnum_group_names"] = cached
    return cached


def is_ems_administrator(user: User) -> bool:
    """Runs the scheme: conventions, quotas, examination."""
    return user.is_active and (user.is_superuser or GROUP_ADMINISTRATORS in group_names(user))


def is_ems_communication(user: User) -> bool:
    """Publishes pages, kits and logos; sees no partner's dossier."""
    return user.is_active and (user.is_superuser or GROUP_COMMUNICATION in group_names(user))


def is_ems(user: User) -> bool:
    return user.is_active and (user.is_superuser or bool(group_names(user) & set(EMS_GROUPS)))


def is_ems_reader(user: User) -> bool:
    """Sees every partner's counts, dossiers and duties: EMS's administrators, not its communication staff."""
    return is_ems_administrator(user)


def roles_at(user: User, partner: Partner) -> frozenset[Role]:
    """The roles the person holds now at this partner."""
    if not user.is_active or user.pk is None:
        return frozenset()
    rows = Membership.objects.active().filter(user=user, partner=partner).values_list("role", flat=True)
    return frozenset(Role(role) for role in rows)


def is_referent(user: User, partner: Partner) -> bool:
    return Role.REFERENT in roles_at(user, partner)


def presides(user: User, partner: Partner) -> bool:
    """The presidency in person: a delegation to validate deliverables (art. 6) does not stand for it elsewhere."""
    return Role.PRESIDENT in roles_at(user, partner)


def current_delegation(user: User, partner: Partner, on: date) -> Delegation | None:
    """The delegation that lets the person validate for the President that day.

    It ends with the presidency of the one who gave it, and with the last role of the one who holds it.
    """
    members = Membership.objects.active().filter(partner=partner)
    if not members.filter(user=user).exists():
        return None
    presidents = members.filter(role=Role.PRESIDENT).values("user")
    return (
        Delegation.objects.filter(partner=partner, delegate=user, delegator__in=presidents, starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .order_by("starts_on")
        .first()
    )


def can_validate_for(user: User, partner: Partner, on: date) -> bool:
    """Article 6: the President in person, or a delegate whose delegation is on file that day."""
    if not user.is_active:
        return False
    return Role.PRESIDENT in roles_at(user, partner) or current_delegation(user, partner, on) is not None


#: The groups of EMS as everyone reads them in a history.
_IN_WORDS = {
    GROUP_ADMINISTRATORS: "Administration de l’Eurométropole",
    GROUP_COMMUNICATION: "Communication de l’Eurométropole",
}


def author_for(user: User, partner: Partner | None, on: date) -> Author:
    """The pseudonym and quality under which the person's act enters the journal."""
    if partner is not None and not is_ems(user):
        roles = roles_at(user, partner)
        quality = ", ".join(Role(role).label for role in sorted(roles))
        delegation = current_delegation(user, partner, on) if Role.PRESIDENT not in roles else None
        if delegation:
            quality = f"{quality}, par délégation {delegation.act_reference}".strip(", ")
        return Author(str(user.public_id), f"{quality} — {partner.name}"[:120])
    qualities = sorted(_IN_WORDS.get(name, name) for name in group_names(user))
    return Author(str(user.public_id), ", ".join(qualities) or "Eurométropole")


def needs_second_factor(user: User) -> bool:
    """EMS's people, presidents and their delegates: those whose acts bind others."""
    if is_ems(user):
        return True
    if Membership.objects.active().filter(user=user, role=Role.PRESIDENT).exists():
        return True
    return Delegation.objects.filter(delegate=user).exists()
