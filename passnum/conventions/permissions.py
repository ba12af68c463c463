"""Who may act on a convention and its obligations, on which side."""

from __future__ import annotations

from passnum.conventions.enums import Debtor, Side
from passnum.conventions.models import Convention
from passnum.conventions.obligation import Obligation
from passnum.core import clock
from passnum.core.errors import NotAllowed
from passnum.partners.models import User
from passnum.partners.permissions import can_validate_for, is_ems_administrator, is_referent, roles_at


def side_of(actor: User, convention: Convention) -> Side | None:
    """The party the person acts for; None for a stranger to this convention."""
    if is_ems_administrator(actor):
        return Side.EMS
    return Side.STRUCTURE if roles_at(actor, convention.partner) else None


def ensure_conducts(actor: User) -> None:
    """EMS's administrators run the conventions."""
    if not is_ems_administrator(actor):
        raise NotAllowed("Seuls les administrateurs de l’Eurométropole conduisent les conventions.")


def can_declare(actor: User, obligation: Obligation) -> bool:
    """EMS for any obligation; the partner's référents and presidency for those that are not EMS's alone."""
    if is_ems_administrator(actor):
        return True
    if obligation.debtor in {Debtor.EMS, Debtor.AUCUN}:
        return False
    partner = obligation.convention.partner
    return is_referent(actor, partner) or can_validate_for(actor, partner, clock.today())


def can_tolerate(actor: User, obligation: Obligation) -> bool:
    """The other party: the partner's presidency for EMS's obligations, EMS for all the others."""
    if not obligation.definition.tolerable or obligation.debtor == Debtor.AUCUN:
        return False
    if obligation.debtor == Debtor.EMS:
        return not is_ems_administrator(actor) and can_validate_for(actor, obligation.convention.partner, clock.today())
    return is_ems_administrator(actor)


def can_waive(actor: User, obligation: Obligation) -> bool:
    """EMS alone, where the convention lets it exempt (art. 9: being named as a partner)."""
    return is_ems_administrator(actor) and obligation.definition.waivable(obligation.facet)
