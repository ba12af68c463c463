"""Who may act on deliverables and dossiers. Screens ask the same questions to hide what is not open."""

from __future__ import annotations

from passnum.core import clock
from passnum.core.errors import NotAllowed
from passnum.deliverables.models import Deliverable, Dossier
from passnum.partners.models import Partner, User
from passnum.partners.permissions import can_validate_for, is_ems_administrator, is_referent


def can_fill(user: User, deliverable: Deliverable) -> bool:
    """The partner's référents write, submit and take back the deliverables."""
    return is_referent(user, deliverable.period.convention.partner)


def can_decide(user: User, dossier: Dossier) -> bool:
    """Article 6: the partner's President, or a delegate whose delegation is on file today."""
    return can_validate_for(user, dossier.period.convention.partner, clock.today())


def ensure_referent(user: User, partner: Partner) -> None:
    if not is_referent(user, partner):
        raise NotAllowed("Seuls les référents de la structure remplissent et remettent les livrables.")


def ensure_president(user: User, partner: Partner) -> None:
    if not can_validate_for(user, partner, clock.today()):
        raise NotAllowed(
            "La validation appartient à la présidence de la structure, ou à une personne dont la délégation "
            "est enregistrée (art. 6)."
        )


def ensure_ems(user: User) -> None:
    if not is_ems_administrator(user):
        raise NotAllowed("Seuls les administrateurs de l’Eurométropole examinent les dossiers.")
