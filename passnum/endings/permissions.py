"""Who may open, prove and decide the end of a convention: either party for most of it."""

from __future__ import annotations

from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import NotAllowed
from passnum.partners.models import User
from passnum.partners.permissions import current_delegation, is_ems_administrator, is_referent, presides


def acting_side(actor: User, convention: Convention) -> Side:
    """The party that the person binds: EMS's administrators, or the partner's presidency in person."""
    if is_ems_administrator(actor):
        return Side.EMS
    if presides(actor, convention.partner):
        return Side.STRUCTURE
    delegated = current_delegation(actor, convention.partner, clock.today()) is not None
    raise NotAllowed(
        "La fin d’une convention engage la structure : elle relève de sa présidence (art. 12 et 13)."
        + (" Une délégation pour valider les livrables (art. 6) n’y suffit pas." if delegated else "")
    )


def ensure_ems(actor: User) -> None:
    if not is_ems_administrator(actor):
        raise NotAllowed("Seuls les administrateurs de l’Eurométropole tiennent ce dossier.")


def ensure_gives_back(actor: User, convention: Convention) -> None:
    """The partner's référents and presidency, or EMS, record the Pass given back."""
    if is_ems_administrator(actor) or is_referent(actor, convention.partner):
        return
    acting_side(actor, convention)
