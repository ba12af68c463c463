"""Where an intervenant can begin an interview, and the interviews under way: the same on the home and on the list."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from cms.portal.attribution_steps import TITLES
from passnum.distribution.attribution import Attribution
from passnum.distribution.draft import AttributionDraft
from passnum.partners.models import DistributionPlace, Partner, User
from passnum.quotas.models import Booklet
from passnum.quotas.stock import OnTheShelf, on_the_shelf

#: Under this name a draft keeps, beside the answers by screen, the screen at which it was left.
AT = "at"


def open_places(user: User, partner: Partner) -> list[dict[str, Any]]:
    """The open places: those that can hand out first, and among them the one where this person was last.

    Mappings of place, left (what can be handed out today), shelf.
    """
    places = list(DistributionPlace.objects.visible_to(user).filter(partner=partner, is_active=True))
    shelves = on_the_shelf(Booklet.objects.visible_to(user).filter(account__place__in=places))
    nothing = OnTheShelf()
    found = [
        {"place": place, "shelf": (shelf := shelves.get(place.pk, nothing)), "left": shelf.ready} for place in places
    ]
    last = _last_there(user, partner)
    # The sort is stable: places where the person never was keep their order by name.
    return sorted(found, key=lambda one: (one["left"] == 0, -last.get(one["place"].pk, 0.0)))


def _last_there(user: User, partner: Partner) -> dict[int, float]:
    """By primary key of place, the moment (in seconds) when this person last handed out or began an interview there."""
    handed = Attribution.objects.visible_to(user).filter(place__partner=partner, intervenant=user)
    begun = AttributionDraft.objects.visible_to(user).filter(place__partner=partner)
    found: dict[int, float] = {}
    for rows, field in ((handed, "recorded_at"), (begun, "started_at")):
        for place, moment in rows.order_by().values_list("place").annotate(last=Max(field)):
            found[place] = max(found.get(place, 0.0), moment.timestamp())
    return found


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
