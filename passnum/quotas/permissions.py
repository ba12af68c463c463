"""Who may move booklets (art. 4, 5)."""

from __future__ import annotations

from passnum.core.errors import NotAllowed, WrongState
from passnum.partners.enums import Role
from passnum.partners.models import DistributionPlace, Membership, Partner, User
from passnum.partners.permissions import roles_at


def ensure_intervenant(actor: User, place: DistributionPlace) -> None:
    """Only an intervenant social of the place's partner acts on what it hands out, or handed out before it closed."""
    if Role.INTERVENANT not in roles_at(actor, place.partner):
        raise NotAllowed(
            "Seuls les intervenants sociaux habilités de la structure remettent des Pass numériques (art. 4)."
        )


def ensure_hands_out(actor: User, place: DistributionPlace) -> None:
    """Only an intervenant social of the place's partner hands out, in an open place (art. 4)."""
    ensure_intervenant(actor, place)
    if not place.is_active:
        raise WrongState(
            f"Le lieu « {place.name} » n’est plus ouvert à la distribution : commencez dans un autre lieu."
        )


def has_entitled_intervenant(partner: Partner) -> bool:
    """Whether someone may hand out there: without, nothing is delivered."""
    return Membership.objects.active().filter(partner=partner, role=Role.INTERVENANT).exists()
