"""Importing places: what a file would do, line by line, then all of it or nothing. Our own fields are never lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from passnum.core import journal
from passnum.core.errors import InvalidInput
from passnum.network.models import MediationPlace
from passnum.network.services import ensure_administrator, record
from passnum.network.standard import check_headers, is_old, values_of
from passnum.partners.models import User

CREATED, CHANGED, UNCHANGED, REFUSED = "À créer", "À modifier", "Inchangée", "Refusée"


@dataclass(frozen=True)
class Line:
    """One line of the file (the first under the titles is 2): what it would do, or why it is refused."""

    number: int
    word: str
    name: str
    details: tuple[str, ...]
    place: MediationPlace | None = None


def preview_places(*, actor: User, dataset: Any) -> list[Line]:
    """What the import would do; nothing is written. `dataset` has headers, its cells are texts."""
    ensure_administrator(actor)
    headers = list(dataset.headers)
    check_headers(headers)
    old, seen = is_old(headers), dict[str, int]()
    ids = {row[headers.index("id")].strip() for row in dataset}
    present = {row.national_id: row for row in MediationPlace.objects.filter(national_id__in=ids)}
    return [
        _line(number, dict(zip(headers, cells, strict=True)), old, seen, present)
        for number, cells in enumerate(dataset, start=2)
    ]


@transaction.atomic
def import_places(*, actor: User, dataset: Any) -> dict[str, int]:
    """Write every line, or none: raises InvalidInput naming the first refused line. Returns how many of each word."""
    # Two imports at once would both create the same place: the second waits, then sees what the first wrote.
    journal.lock(journal.SCHEME_CHAIN)
    lines = preview_places(actor=actor, dataset=dataset)
    for line in lines:
        if line.word == REFUSED:
            raise InvalidInput(f"Ligne {line.number} : {line.details[0]}")
        if line.place is not None and line.word != UNCHANGED:
            line.place.save()
            act = "créer le lieu de médiation" if line.word == CREATED else "modifier le lieu de médiation"
            record(actor, act, line.place, reason="Import du standard national")
    return {word: sum(line.word == word for line in lines) for word in (CREATED, CHANGED, UNCHANGED)}


def _line(
    number: int, row: dict[str, str], old: bool, seen: dict[str, int], present: dict[str, MediationPlace]
) -> Line:
    name, key = row["nom"], row["id"].strip()
    if key and key in seen:
        return Line(number, REFUSED, name, (f"colonne « id » : « {key} » est déjà à la ligne {seen[key]}.",))
    seen[key] = number
    try:
        values = values_of(row, old=old)
    except ValueError as error:
        return Line(number, REFUSED, name, (str(error),))
    place = present.get(key)
    created = place is None
    place = place or MediationPlace()
    changed = _apply(place, values)
    try:
        # Uniqueness is known already: the rows of the file were read together, and seen twice above.
        place.full_clean(validate_unique=False)
    except ValidationError as error:
        return Line(number, REFUSED, name, tuple(_reasons(error, place)))
    if created:
        return Line(number, CREATED, name, (), place)
    return Line(number, CHANGED if changed else UNCHANGED, name, tuple(changed), place)


def _apply(place: MediationPlace, values: dict[str, Any]) -> list[str]:
    """Set the values; returns the names of the fields that changed. A date of acceptance is never moved."""
    changed = []
    if values.get("accepts_pass") and not place.accepts_pass:
        place.accepts_pass_since = values["date_maj"]
    for name, value in values.items():
        if getattr(place, name) != value:
            setattr(place, name, value)
            changed.append(name)
    return changed


#: Constraints of one column → that column, so that the refusal names it with its value.
_COLUMN_OF = {
    "mediation_pivot_well_formed": "pivot",
    "mediation_postal_code": "code_postal",
    "mediation_commune_insee": "code_insee",
    "mediation_phone": "telephone",
    "mediation_point_whole": "latitude",
}


def _reasons(error: ValidationError, place: MediationPlace) -> list[str]:
    reasons = []
    for field, messages in error.message_dict.items():
        if field == "__all__":
            columns = {str(one.violation_error_message): _COLUMN_OF.get(one.name) for one in place._meta.constraints}
            reasons += [_said(place, columns.get(message), message) for message in messages]
            continue
        reasons += [_said(place, field, message) for message in messages]
    return reasons


def _said(place: MediationPlace, column: str | None, message: str) -> str:
    """« colonne « code_postal », valeur « 675 » : … »; the message alone where it is about several columns."""
    if column is None:
        return message
    value = getattr(place, column)
    return f"colonne « {column} », valeur « {'|'.join(value) if isinstance(value, list) else value} » : {message}"
