"""In which quality a person acts for a side of the committee (art. 7). Services ask here, screens too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from passnum.committee.enums import MemberQuality
from passnum.committee.models import CommitteeMember
from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.core.errors import NotAllowed
from passnum.core.french import day_and_month
from passnum.partners.enums import Role
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_administrator, roles_at


@dataclass(frozen=True)
class Seat:
    """The side a person acts for, and the quality in words, kept with the act."""

    side: Side
    quality: str


def seat_of(actor: User, convention: Convention, on: date) -> Seat:
    """The seat from which the person proposes and confirms dates that day.

    EMS's administrators act for EMS; the partner's presidency and référents for the partner, as do those delegated
    to the committee while their delegation runs. Raises NotAllowed, which says when a delegation has ended.
    """
    if is_ems_administrator(actor):
        return Seat(Side.EMS, _own_quality(actor, convention, on) or "Administration de l’Eurométropole")
    roles = roles_at(actor, convention.partner)
    for role in (Role.PRESIDENT, Role.REFERENT):
        if role in roles:
            return Seat(Side.STRUCTURE, str(role.label))
    if roles:
        delegations = _delegations(actor, convention)
        for member in delegations:
            if why_not_sitting(member, on) == "":
                return Seat(Side.STRUCTURE, _quality(member))
        if delegations:
            raise NotAllowed(why_not_sitting(delegations[-1], on))
    raise NotAllowed(
        "La date d’un comité se fixe par la présidence de la structure, une personne qu’elle délègue, "
        "ses référentes et référents, et l’Eurométropole (art. 7)."
    )


def can_fix(actor: User, convention: Convention, on: date) -> bool:
    """Whether the person may propose and confirm dates that day."""
    try:
        seat_of(actor, convention, on)
    except NotAllowed:
        return False
    return True


def why_not_sitting(member: CommitteeMember, on: date) -> str:
    """Why the member does not sit that day, in words; empty when the seat stands."""
    act = f"La délégation de {member.name} ({member.delegation_act})" if member.delegation_act else member.name
    if on < member.starts_on:
        return f"{act} ne vaut qu’à partir du {day_and_month(member.starts_on)} (art. 7)."
    if member.ends_on is not None and on > member.ends_on:
        return f"{act} a pris fin le {day_and_month(member.ends_on)} : demandez une nouvelle délégation (art. 7)."
    president = member.delegated_by
    if president is not None and not _presides(president, on):
        return (
            f"{act} a pris fin avec la présidence de {president.name}, qui l’avait donnée : "
            "demandez une nouvelle délégation (art. 7)."
        )
    return ""


def _presides(president: CommitteeMember, on: date) -> bool:
    """Whether the presidency that delegated still stands: its seat, and its role where it has an account."""
    if not president.covers(on):
        return False
    if president.user is None or president.side == Side.EMS:
        return True
    return Role.PRESIDENT in roles_at(president.user, president.convention.partner)


def _delegations(actor: User, convention: Convention) -> list[CommitteeMember]:
    rows = CommitteeMember.objects.filter(
        convention=convention, user=actor, side=Side.STRUCTURE, quality=MemberQuality.DELEGUE
    )
    return list(rows.select_related("delegated_by__user", "delegated_by__convention__partner").order_by("starts_on"))


def _own_quality(actor: User, convention: Convention, on: date) -> str:
    rows = CommitteeMember.objects.sitting_on(on).filter(convention=convention, user=actor, side=Side.EMS)
    member = rows.select_related("delegated_by").first()
    if member is None or why_not_sitting(member, on):
        return ""
    return f"{_quality(member)}, Eurométropole"[:200]


def _quality(member: CommitteeMember) -> str:
    """« Personne déléguée par Jean Dupont (arrêté nᵒ 3) »."""
    words = str(member.get_quality_display())
    if member.delegated_by is None:
        return words
    return f"{words} par {member.delegated_by.name} ({member.delegation_act})"[:200]
