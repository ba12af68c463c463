"""What a convention still misses, named one by one (art. 2 and the visas). Pure reading: nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass

from passnum.conventions.enums import SIGNED_STATES, ConventionState
from passnum.conventions.models import Convention

#: What the model of the convention writes where a reference is not known yet.
PLACEHOLDER = "XXX"


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: what, why it matters, article; `blocking` when the next step needs it."""

    what: str
    why: str
    article: str
    blocking: bool


def missing_elements(convention: Convention) -> list[Missing]:
    """What is missing from the convention's file, the blocking ones first."""
    found = [*_deliberations(convention), *_signatures(convention)]
    if convention.ems_representative.strip() in {"", PLACEHOLDER}:
        found.append(Missing("Signataire de l’Eurométropole", "Son nom figure dans l’acte.", "art. 2", True))
    if convention.partner_representative.strip() in {"", PLACEHOLDER}:
        found.append(Missing("Signataire de la structure", "Son nom figure dans l’acte.", "art. 2", True))
    return sorted(found, key=lambda item: not item.blocking)


def _is_unknown(reference: str) -> bool:
    return PLACEHOLDER in reference.upper() or not reference.strip()


def _as_written(reference: str) -> str:
    """What the visas say of a délibération: « XXX » wherever the reference still holds it."""
    return PLACEHOLDER if PLACEHOLDER in reference.upper() else reference.strip() or "non renseignée"


def _deliberations(convention: Convention) -> list[Missing]:
    found = []
    why = "Sans elle, la signature n’est pas autorisée et le contrôle de légalité ne peut pas s’exercer."
    if _is_unknown(convention.ems_deliberation) or convention.ems_deliberation_on is None:
        text = _as_written(convention.ems_deliberation)
        found.append(Missing(f"Délibération de l’Eurométropole : {text}", why, "visas", True))
    if _is_unknown(convention.partner_deliberation) or convention.partner_deliberation_on is None:
        text = _as_written(convention.partner_deliberation)
        found.append(Missing(f"Délibération de la structure : {text}", why, "visas", True))
    return found


def _signatures(convention: Convention) -> list[Missing]:
    found = []
    if convention.state == ConventionState.ENVOYEE and convention.partner_signed_on is None:
        found.append(
            Missing("Date de signature de la structure", "La convention est partie à la signature.", "art. 2", True)
        )
    if convention.state in SIGNED_STATES and convention.ems_signed_on is None:
        found.append(
            Missing(
                "Date de signature de l’Eurométropole", "Les deux dates de signature sont conservées.", "art. 2", False
            )
        )
    if convention.state == ConventionState.SIGNEE and convention.received_on is None:
        found.append(
            Missing(
                "Exemplaire signé par la présidence de la structure",
                "La convention n’entre en vigueur qu’à sa réception par l’Eurométropole.",
                "art. 2",
                True,
            )
        )
    return found
