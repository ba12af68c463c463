"""Who a screen is made for. Every named address declares it; the isolation tests read it and fail on silence."""

from __future__ import annotations

from enum import StrEnum

from passnum.core import clock
from passnum.partners.enums import Role
from passnum.partners.models import Partner, User
from passnum.partners.permissions import can_validate_for, roles_at


class Audience(StrEnum):
    """One kind of reader."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    REFERENT = "referent"
    INTERVENANT = "intervenant"
    PRESIDENT = "president"
    LECTEUR = "lecteur"


MEMBERS = frozenset({Audience.REFERENT, Audience.INTERVENANT, Audience.PRESIDENT, Audience.LECTEUR})
REFERENTS = frozenset({Audience.REFERENT})
PRESIDENTS = frozenset({Audience.PRESIDENT})
#: Those who read the deliverables and dossiers of their organisation.
DOSSIER_READERS = frozenset({Audience.REFERENT, Audience.PRESIDENT, Audience.LECTEUR})


def audiences_of(user: User, partner: Partner) -> frozenset[Audience]:
    """What the person is for this partner today; a delegate counts among those who validate (art. 6)."""
    found = {Audience(str(role)) for role in roles_at(user, partner) if role in set(Role)}
    if Audience.PRESIDENT not in found and can_validate_for(user, partner, clock.today()):
        found.add(Audience.PRESIDENT)
    return frozenset(found)
