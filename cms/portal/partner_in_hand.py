"""The partner in hand: a person who acts for several chooses one, and every screen speaks of that one."""

from __future__ import annotations

from django.http import HttpRequest

from passnum.partners.models import Partner, User

SESSION_KEY = "partner_in_hand"


def choices(user: User) -> list[Partner]:
    """The active partners the person acts for."""
    return list(Partner.objects.visible_to(user).active().filter(memberships__user=user).distinct())


def current_partner(request: HttpRequest) -> Partner | None:
    """The partner chosen, or the only one; None when there is none, or several and no choice yet."""
    assert isinstance(request.user, User)
    own = choices(request.user)
    chosen = request.session.get(SESSION_KEY)
    for partner in own:
        if str(partner.public_id) == chosen:
            return partner
    return own[0] if len(own) == 1 else None


def take_in_hand(request: HttpRequest, partner: Partner) -> None:
    """Remember the choice for the session."""
    request.session[SESSION_KEY] = str(partner.public_id)
