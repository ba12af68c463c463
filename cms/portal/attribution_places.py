"""Where the person can use the Pass: what the fourth screen of an attribution offers, nearest first (art. 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse

from passnum.core.communes import Commune
from passnum.distribution.draft import AttributionDraft
from passnum.distribution.enums import Disability
from passnum.network.distances import centre_of
from passnum.network.enums import OUTCOME_SERVICES, Charge, Language
from passnum.network.search import Suggestion, Wish, suggest_places, welcomes_disability
from passnum.network.telling import distance_in_words

#: A choice made on a phone, in an interview: all the network is on the page of the referral.
OFFERED = 4


def places_to_go(draft: AttributionDraft, commune: Commune) -> list[dict[str, Any]]:
    """The mediation places of the network: mappings of place, name, address, why, url of the slip.

    Those that give the help retained, or all the network where none does. First those that answer what the person
    said of language and disability, then the others; the nearest first among each.
    """
    near, outcome = centre_of(commune.insee), draft.typed.get("2", {}).get("outcome", "")
    outcome = outcome if outcome in OUTCOME_SERVICES else ""
    said = draft.typed.get("3", {})
    language = said.get("notice_language", "")
    language = language if language in Language.values else ""
    accessible = said.get("disability", "") == Disability.OUI
    helped = Wish(near=near, outcome=outcome)
    wishes = [
        replace(helped, language=language, accessible=accessible),
        replace(helped, language=language),
        replace(helped, accessible=accessible),
        helped,
    ]
    found = _first_of(wishes) or _first_of([Wish(near=near)])
    return [_told(one, language) for one in found]


def _first_of(wishes: Sequence[Wish]) -> list[Suggestion]:
    """What the wishes find, the strictest first, each place once."""
    found: dict[int, Suggestion] = {}
    for wish in dict.fromkeys(wishes):
        for one in suggest_places(wish, limit=OFFERED):
            found.setdefault(one.place.pk, one)
    return list(found.values())[:OFFERED]


def _told(one: Suggestion, language: str) -> dict[str, Any]:
    place = one.place
    words = [
        distance_in_words(one.distance_km),
        Language(language).label.lower() if language in place.languages else "",
        "accès handicap" if welcomes_disability(place) else "",
        "rien à payer en plus du Pass" if place.remaining_charge == Charge.AUCUN else "",
    ]
    return {
        "place": place,
        "name": place.nom,
        "address": f"{place.adresse}, {place.code_postal} {place.commune}",
        "why": ", ".join(filter(None, words)),
        "url": reverse("portal:referral_slip", args=[place.public_id]),
    }
