"""Where an intervenant can begin an interview, and the interviews under way: the same on the home and on the list."""

from __future__ import annotations

from typing import Any

from cms.portal.attribution_steps import TITLES
from passnum.distribution.draft import AttributionDraft
from passnum.partners.models import DistributionPlace, Partner, User
from passnum.quotas.models import Booklet
from passnum.quotas.stock import OnTheShelf, on_the_shelf

#: Under this name a draft keeps, beside the answers by screen, the screen at which it was left.
AT = "at"


def open_places(user: User, partner: Partner) -> list[dict[str, Any]]:
    """The open places, those that can hand out first: mappings of place, left (what can be handed out today), shelf."""
    places = list(DistributionPlace.objects.visible_to(user).filter(partner=partner, is_active=True))
    shelves = on_the_shelf(Booklet.objects.visible_to(user).filter(account__place__in=places))
    nothing = OnTheShelf()
    found = [
        {"place": place, "shelf": (shelf := shelves.get(place.pk, nothing)), "left": shelf.ready} for place in places
    ]
    return sorted(found, key=lambda one: one["left"] == 0)


def under_way(user: User, partner: Partner) -> list[dict[str, Any]]:
    """The reader's own interviews that are not finished, receipts still shown included."""
    rows = AttributionDraft.objects.visible_to(user).filter(place__partner=partner)
    return [interview_of(row) for row in rows.select_related("place", "attribution__booklet")]


def interview_of(draft: AttributionDraft) -> dict[str, Any]:
    """A draft by what it holds: mapping of draft, step (the screen to take up), steps, step_title, touched."""
    typed = draft.typed
    step = typed.get(AT, 1)
    return {
        "draft": draft,
        "step": step,
        "steps": len(TITLES),
        "step_title": TITLES[step - 1],
        "touched": bool(typed),
    }
