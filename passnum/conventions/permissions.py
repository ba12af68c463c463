"""Who may act on a convention and its obligations, on which side."""

from __future__ import annotations

from datetime import date

from passnum.conventions.enums import AgreedOn, Debtor, Nature, Side
from passnum.conventions.models import Convention
from passnum.conventions.obligation import Obligation
from passnum.conventions.register import ProvedBy, Rhythm
from passnum.core import clock
from passnum.core.errors import NotAllowed
from passnum.partners.models import User
from passnum.partners.permissions import can_validate_for, is_ems_administrator, is_referent, presides, roles_at


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
    """EMS for any obligation; the partner's référents and presidency for those that are not EMS's alone.

    Nobody where only an act of Passnum counts (receipt, end, validation), nor where there is no object any more.
    """
    if obligation.definition.proved_by == ProvedBy.PASSNUM or obligation.withdrawn_on is not None:
        return False
    if is_ems_administrator(actor):
        return True
    if obligation.definition.proved_by == ProvedBy.EMS or obligation.debtor in {Debtor.EMS, Debtor.AUCUN}:
        return False
    partner = obligation.convention.partner
    return is_referent(actor, partner) or can_validate_for(actor, partner, clock.today())


def can_tolerate(actor: User, obligation: Obligation) -> bool:
    """The other party alone: the partner's presidency for EMS's obligations, EMS for the partner's.

    What both owe has no other party: more time is then agreed on together (`may_agree_on`). Where something dated is
    still expected: a faculty asks for nothing.
    """
    if obligation.debtor in JOINT or not obligation.definition.tolerable or obligation.debtor == Debtor.AUCUN:
        return False
    if obligation.nature == Nature.FACULTE or obligation.due_on is None:
        return False
    if obligation.met_on or obligation.waived_on or obligation.withdrawn_on:
        return False
    if obligation.debtor == Debtor.EMS:
        return not is_ems_administrator(actor) and presides(actor, obligation.convention.partner)
    return is_ems_administrator(actor)


#: Owed by both parties: neither can grant itself more time.
JOINT = frozenset({Debtor.DEUX, Debtor.COMITE})


def may_agree_on(obligation: Obligation, on: date) -> AgreedOn | None:
    """What both parties may agree on that day: a date after a committee moved earlier, more time for what both owe."""
    settled = obligation.met_on or obligation.waived_on or obligation.withdrawn_on
    if settled or obligation.due_on is None:
        return None
    if obligation.awaits_agreement:
        return AgreedOn.DATE
    joint = obligation.debtor in JOINT and obligation.definition.tolerable
    dated = obligation.nature not in {Nature.FACULTE}
    return AgreedOn.DELAI if joint and dated else None


def agrees_for(actor: User, obligation: Obligation) -> Side | None:
    """The party for which the person agrees on a day: EMS's administrators, the partner's référents and presidency."""
    if is_ems_administrator(actor):
        return Side.EMS
    partner = obligation.convention.partner
    binds = is_referent(actor, partner) or can_validate_for(actor, partner, clock.today())
    return Side.STRUCTURE if binds else None


def can_waive(actor: User, obligation: Obligation) -> bool:
    """EMS alone, where the convention lets it exempt (art. 9: being named as a partner)."""
    waivable = obligation.definition.waivable(obligation.facet) and obligation.waived_on is None
    return is_ems_administrator(actor) and waivable and obligation.withdrawn_on is None


def can_withdraw(actor: User, obligation: Obligation) -> bool:
    """EMS, for what an event created and the structure or the committee owes it: an obligation of the text stays.

    Otherwise « sans objet » would exempt from what can be neither waived nor tolerated, or EMS from its own duties.
    """
    on_event = obligation.definition.rhythm == Rhythm.ON_EVENT
    owed_to_ems = obligation.debtor in {Debtor.STRUCTURE, Debtor.COMITE}
    standing = obligation.met_on is None and obligation.withdrawn_on is None
    return is_ems_administrator(actor) and on_event and owed_to_ems and standing
