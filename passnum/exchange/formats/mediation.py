"""Mediation places in the national standard, v1.0.2 or v0.1: created or changed, and what EMS added is never lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from passnum.core import journal
from passnum.core.errors import InvalidInput
from passnum.exchange.enums import Effect, Kind
from passnum.exchange.format import SHOWN, Checked, Column, Problem, Row, Session
from passnum.exchange.formats.mediation_columns import COLUMNS
from passnum.network.models import MediationPlace
from passnum.network.old_words import OLD_COLUMNS
from passnum.network.services import ensure_administrator, record
from passnum.network.standard import is_old, values_of
from passnum.partners.models import Partner, User

#: Constraints of one column → that column, so that the refusal names it with its value.
_COLUMN_OF = {
    "mediation_pivot_well_formed": "pivot",
    "mediation_postal_code": "code_postal",
    "mediation_commune_insee": "code_insee",
    "mediation_phone": "telephone",
    "mediation_point_whole": "latitude",
}
_NAMES = [column.name for column in COLUMNS]


class MediationFormat:
    """Brought in by the administrators of EMS."""

    kind: Kind = Kind.MEDIATION
    columns: tuple[Column, ...] = COLUMNS
    most_rows: int = 20_000
    nouns: tuple[str, str] = ("lieu", "lieux")

    def ensure_allowed(self, actor: User, partner: Partner | None) -> None:
        """Raises NotAllowed for others."""
        ensure_administrator(actor)

    def session(self, actor: User, partner: Partner | None, present: frozenset[str]) -> Session:
        """Begin a reading."""
        return MediationSession(actor, present)


class MediationSession:
    """One reading: the places already known are read by the set; a column that the file has not changes nothing."""

    def __init__(self, actor: User, present: frozenset[str]) -> None:
        self._actor, self._present, self._old = actor, present, is_old(present)
        self._lines: dict[str, int] = {}

    def check(self, rows: Sequence[Row]) -> Checked:
        """What these rows would do; nothing is kept."""
        return self._apply(rows, Checked())[0]

    def write(self, rows: Sequence[Row]) -> Checked:
        """Write these rows; the caller undoes them when one is refused."""
        # Two imports at once would both create the same place: the second waits, then sees what the first wrote.
        journal.lock(journal.SCHEME_CHAIN)
        checked, places = self._apply(rows, Checked())
        if not checked.problems:
            for place in places:
                act = "créer le lieu de médiation" if place.pk is None else "modifier le lieu de médiation"
                place.save()
                record(self._actor, act, place, reason="Import du standard national")
        return checked

    def finish(self) -> None:
        """Nothing waits for the end."""

    def _apply(self, rows: Sequence[Row], checked: Checked) -> tuple[Checked, list[MediationPlace]]:
        ids = {cells[_NAMES.index("id")] for _, cells in rows}
        known = {row.national_id: row for row in MediationPlace.objects.filter(national_id__in=ids)}
        places = []
        for line, cells in rows:
            given = {name: cell for name, cell in zip(_NAMES, cells, strict=True) if name in self._present}
            place = known.get(given["id"]) or MediationPlace()
            try:
                changed = self._set(place, line, given)
            except (InvalidInput, ValidationError) as error:
                checked.effects.append(Effect.REFUSE)
                checked.problems += _problems(line, given, error)
                continue
            checked.effects.append(Effect.CREE if place.pk is None else Effect.MODIFIE if changed else Effect.INCHANGE)
            if changed:
                places.append(place)
                checked.touched[line] = _columns_touched(changed) if place.pk else frozenset()
        return checked, places

    def _set(self, place: MediationPlace, line: int, given: dict[str, str]) -> set[str]:
        """Set the values of the row; returns the fields that changed. Raises InvalidInput, ValidationError."""
        before = self._lines.setdefault(given["id"], line)
        if given["id"] and before != line:
            raise InvalidInput(f"Ce lieu est déjà à la ligne {before} : gardez-en une.", field="id")
        changed = _changed(place, values_of(given, old=self._old))
        # Uniqueness is known already: the places were read together, and the lines of the file are remembered.
        place.full_clean(validate_unique=False)
        return changed


def _changed(place: MediationPlace, values: dict[str, Any]) -> set[str]:
    """Set the values; returns the names of the fields that changed. A date of acceptance is never moved."""
    if values.get("accepts_pass") and not place.accepts_pass:
        values = values | {"accepts_pass_since": values["date_maj"]}
    changed = {name for name, value in values.items() if getattr(place, name) != value}
    for name in changed:
        setattr(place, name, values[name])
    return changed


def _columns_touched(changed: set[str]) -> frozenset[str]:
    """The columns, of either version, behind the fields that changed."""
    former = {column for column, field in OLD_COLUMNS.items() if field in changed}
    return frozenset(changed & set(_NAMES)) | former


def _problems(line: int, given: dict[str, str], error: InvalidInput | ValidationError) -> list[Problem]:
    """A place is public: its cells are shown whatever they are, telephone and address included."""
    if isinstance(error, InvalidInput):
        return [_problem(line, given, error.field or "id", error.message)]
    columns = {str(one.violation_error_message): _COLUMN_OF.get(one.name) for one in MediationPlace._meta.constraints}
    found = []
    for field, messages in error.message_dict.items():
        for message in messages:
            found.append(_problem(line, given, columns.get(message) or field, message))
    return found


def _problem(line: int, given: dict[str, str], column: str, message: str) -> Problem:
    if column not in given:
        column = next((name for name, field in OLD_COLUMNS.items() if field == column and name in given), "id")
    return Problem(line, column, given[column].strip()[:SHOWN], message[:500])
