"""Where the person can use the Pass: what the fourth screen of an attribution offers, nearest first (art. 4)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from passnum.core.communes import Commune
from passnum.distribution.draft import AttributionDraft
from passnum.network.distances import centre_of
from passnum.network.enums import Language
from passnum.network.search import Suggestion, Wish, suggest_places
from passnum.network.telling import distance_in_words

#: A choice made on a phone, in an interview: all the network is on the page of the referral.
OFFERED = 4


def places_to_go(draft: AttributionDraft, commune: Commune) -> list[dict[str, Any]]:
    """The mediation places of the network, nearest first: mappings of place, name, address, why, url of the slip.

    Those that give the help retained; all the network where none does.
    """
    near, outcome = centre_of(commune.insee), draft.typed.get("2", {}).get("outcome", "")
    found = _suggested(Wish(near=near, outcome=outcome)) or _suggested(Wish(near=near))
    language = draft.typed.get("3", {}).get("notice_language", "")
    return [_told(one, language) for one in found]


def _suggested(wish: Wish) -> list[Suggestion]:
    return suggest_places(wish, limit=OFFERED)


def _told(one: Suggestion, language: str) -> dict[str, Any]:
    place = one.place
    spoken = [Language(language).label.lower()] if language in place.languages else []
    return {
        "place": place,
        "name": place.nom,
        "address": f"{place.adresse}, {place.code_postal} {place.commune}",
        "why": ", ".join([word for word in (distance_in_words(one.distance_km), *spoken) if word]),
        "url": reverse("portal:referral_slip", args=[place.public_id]),
    }
