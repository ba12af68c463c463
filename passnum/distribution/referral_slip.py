"""The slip given to the person: where to go, when, what to bring. It says nothing of the person, and is not kept."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from passnum.core import clock, french
from passnum.core.typesetting import typeset
from passnum.network.enums import Accessibility, Language
from passnum.network.hours_in_words import week_in_words
from passnum.network.models import MediationPlace
from passnum.network.telling import phone_in_words

#: Nothing that identifies is asked for by the place: the booklet is enough.
TO_BRING = (
    "Votre carnet de Pass numériques.",
    "Votre téléphone ou votre ordinateur, si vous en avez un.",
    "Les papiers de la démarche que vous voulez faire, s’il y en a une.",
)
_NOON = time(12, tzinfo=UTC)


def slip(place: MediationPlace) -> bytes:
    """One page, PDF/A-3a and PDF/UA-1. Raises RenderingFailed."""
    today = clock.today()
    data: dict[str, Any] = {
        "name": french.typeset(place.nom),
        "address": [line for line in (place.adresse, place.complement_adresse) if line]
        + [f"{place.code_postal} {place.commune}"],
        "facts": [[label, french.typeset(value)] for label, value in _facts(place)],
        "week": [[day.capitalize(), words] for day, words in week_in_words(place.horaires, today)],
        "bring": [french.typeset(line) for line in TO_BRING],
        "printed_on": french.long_date(today),
    }
    return typeset("distribution/referral.typ", data, timestamp=datetime.combine(today, _NOON))


def _facts(place: MediationPlace) -> list[tuple[str, str]]:
    facts = [("Téléphone", phone_in_words(place.telephone)), ("Rendez-vous en ligne", place.prise_rdv)]
    charge = "à demander au lieu" if place.remaining_charge == "inconnu" else place.get_remaining_charge_display()
    facts.append(("À payer", charge))
    languages = [Language(code).label.lower() for code in place.languages if code in Language.values]
    access = [Accessibility(code).label for code in place.accessibility if code in Accessibility.values]
    facts += [("Langues", ", ".join(["français", *languages])), ("Accès handicap", ", ".join(access))]
    return [(label, value) for label, value in facts if value]
