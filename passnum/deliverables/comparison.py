"""What changed since last year, and what deserves the President's attention before validating."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from passnum.core import clock, french
from passnum.core.richtext import plain_text
from passnum.deliverables.enums import DeliverableKind
from passnum.deliverables.models import Dossier
from passnum.distribution.enums import MODALITIES, Dimension
from passnum.quotas.models import Quota

#: A share of the beneficiaries that moves by at least this many points is pointed out.
NOTABLE_POINTS = 10
#: Above this share of unknown answers, a characteristic says little.
MANY_UNKNOWN_PERCENT = 30

Parts = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Notable:
    """One change since last year: what, before, after."""

    label: str
    before: str
    after: str


def changes(parts: Parts, previous: Parts) -> list[Notable]:
    """Shares that moved by ten points or more, and texts written anew or left as they were."""
    found = _changed_shares(parts[DeliverableKind.INDICATORS], previous.get(DeliverableKind.INDICATORS))
    if DeliverableKind.PROGRAMME in previous:
        old, new = previous[DeliverableKind.PROGRAMME], parts[DeliverableKind.PROGRAMME]
        for name, label in (("actions_done", "Actions réalisées"), ("projects", "Projets")):
            same = plain_text(old[name]) == plain_text(new[name])
            words = len(plain_text(old[name]).split()), len(plain_text(new[name]).split())
            after = "texte identique à celui de l’an dernier" if same else f"{words[1]} mots"
            found.append(Notable(label, f"{words[0]} mots", after))
    return found


def _changed_shares(now: dict[str, Any], before: dict[str, Any] | None) -> list[Notable]:
    if not before or not before["beneficiaries"] or not now["beneficiaries"]:
        return []
    found = []
    for dimension in Dimension:
        for code, label in MODALITIES[dimension].choices:
            old = round(100 * before["counts"].get(dimension, {}).get(code, 0) / before["beneficiaries"])
            new = round(100 * now["counts"].get(dimension, {}).get(code, 0) / now["beneficiaries"])
            if abs(new - old) >= NOTABLE_POINTS:
                found.append(Notable(f"{dimension.label} : {str(label).lower()}", f"{old} %", f"{new} %"))
    return found


def risks(dossier: Dossier, parts: Parts, previous: Parts) -> list[str]:
    """French sentences: late, more handed out than received, many unknown, texts unchanged since last year."""
    period, indicators = dossier.period, parts[DeliverableKind.INDICATORS]
    found = []
    transmitted = period.first_transmitted_on
    if period.due_on and transmitted is None and clock.today() > period.due_on:
        found.append(f"L’échéance du {french.long_date(period.due_on)} est passée ({period.due_article}).")
    quota = Quota.objects.filter(convention=period.convention, year=period.year).first()
    if quota and indicators["booklets_handed_out"] > quota.received_booklets:
        found.append(
            f"{indicators['booklets_handed_out']} carnets remis pour {quota.received_booklets} livrés en {period.year}."
        )
    found.extend(_unknown(indicators))
    old = previous.get(DeliverableKind.PROGRAMME)
    if old and plain_text(old["projects"]) == plain_text(parts[DeliverableKind.PROGRAMME]["projects"]):
        found.append("Les projets sont les mêmes, mot pour mot, que l’an dernier.")
    return found


def _unknown(indicators: dict[str, Any]) -> list[str]:
    total = indicators["beneficiaries"]
    found = []
    for dimension in Dimension:
        unknown = indicators["counts"].get(dimension, {}).get("nr", 0)
        if total and 100 * unknown / total > MANY_UNKNOWN_PERCENT:
            found.append(f"{dimension.label} : non renseigné pour {unknown} personnes sur {total}.")
    return found
