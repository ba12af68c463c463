"""Where an intervenant can begin an interview, and the interviews under way: the same on the home and on the list."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from passnum.distribution.draft import AttributionDraft
from passnum.partners.models import DistributionPlace, Partner, User
from passnum.quotas.ledger import Account


def open_places(user: User, partner: Partner) -> list[dict[str, Any]]:
    """The open places with the booklets left there (mappings of place, left): those that can hand out come first."""
    places = list(DistributionPlace.objects.visible_to(user).filter(partner=partner, is_active=True))
    stocks = Account.objects.visible_to(user).filter(place__in=places)
    left = {account.place_id: account.balance for account in stocks}
    found = [{"place": place, "left": left.get(place.pk, 0)} for place in places]
    return sorted(found, key=lambda one: one["left"] == 0)


def under_way(user: User, partner: Partner) -> QuerySet[AttributionDraft]:
    """The reader's own interviews that are not finished, receipts still shown included."""
    rows = AttributionDraft.objects.visible_to(user).filter(place__partner=partner)
    return rows.select_related("place", "attribution__booklet")
