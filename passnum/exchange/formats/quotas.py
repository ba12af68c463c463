"""Quotas by convention and year (art. 5), through the resource of django-import-export and the service behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tablib
from django.db import transaction

from passnum.core.errors import InvalidInput, NotAllowed, PassnumError
from passnum.exchange.enums import Effect, Kind
from passnum.exchange.format import Checked, Column, Problem, Row, Session
from passnum.exchange.formats.by_row import UndoneSession
from passnum.exchange.refusals import refusal
from passnum.partners.models import Partner, User
from passnum.partners.permissions import is_ems_administrator
from passnum.quotas.resources import COLUMNS, QuotaResource, digits_of

_EXAMPLES = (
    "PN-2021-EXEMPLE", "2023", "120", "personnes", "1440", "Réunion de lancement", "15/07/2021", "0", "", "", "", "",
)  # fmt: skip
#: The column of each field that the resource or the service names otherwise; any other refusal is about the number.
_COLUMN_OF = {field.attribute: field.column_name for field in QuotaResource.fields.values()} | {
    "decided_on": "decide_le"
}
_EFFECTS = {"new": Effect.CREE, "update": Effect.MODIFIE, "skip": Effect.INCHANGE}


class QuotaFormat:
    """Brought in by the administrators of EMS."""

    kind: Kind = Kind.QUOTAS
    columns: tuple[Column, ...] = tuple(
        Column(name, words, example, required=rank < 6)
        for rank, ((name, words), example) in enumerate(zip(COLUMNS, _EXAMPLES, strict=True))
    )
    most_rows: int = 5_000
    nouns: tuple[str, str] = ("quota", "quotas")

    def ensure_allowed(self, actor: User, partner: Partner | None) -> None:
        """Raises NotAllowed for others."""
        if not is_ems_administrator(actor):
            raise NotAllowed("Seuls les administrateurs de l’Eurométropole fixent les quotas.")

    def session(self, actor: User, partner: Partner | None, present: frozenset[str]) -> Session:
        """Begin a reading."""

        def apply(rows: Sequence[Row]) -> Checked:
            return _import(actor, rows)

        return UndoneSession(apply)


def _import(actor: User, rows: Sequence[Row]) -> Checked:
    again = _already_told(rows)
    dataset = tablib.Dataset(headers=[name for name, _ in COLUMNS])
    for line, cells in rows:
        if line not in again:
            dataset.append(list(cells))
    with transaction.atomic():
        result = QuotaResource(actor=actor).import_data(dataset, dry_run=False, use_transactions=False)
    if result.base_errors:
        raise InvalidInput(_message(result.base_errors[0].error))
    checked = Checked()
    results = iter(result.rows)
    for line, cells in rows:
        if before := again.get(line):
            words = f"Cette convention et cet exercice sont déjà à la ligne {before} : gardez une des deux lignes."
            checked.problems.append(refusal(line, "exercice", cells[1], words))
            checked.effects.append(Effect.REFUSE)
            continue
        row = next(results)
        problems = [_problem(line, cells, *told) for told in _refusals(row)]
        checked.problems += problems
        checked.effects.append(Effect.REFUSE if problems else _EFFECTS.get(row.import_type, Effect.INCHANGE))
    return checked


def _already_told(rows: Sequence[Row]) -> dict[int, int]:
    """The lines whose convention and year were told before, and the line that told them first."""
    first: dict[tuple[str, str], int] = {}
    again = {}
    for line, cells in rows:
        before = first.setdefault((cells[0], digits_of(cells[1])), line)
        if before != line:
            again[line] = before
    return again


def _refusals(row: Any) -> list[tuple[str, str]]:
    """The refused columns of a row, by the name that the resource or the service gives them, each with the reason."""
    found = [(getattr(error.error, "field", None) or "", _message(error.error)) for error in row.errors or []]
    wrong = row.validation_error
    if wrong is None:
        return found
    if not hasattr(wrong, "error_dict"):
        return found + [("", str(words)) for words in wrong.messages]
    return found + [(name, str(words)) for name, messages in wrong.message_dict.items() for words in messages]


def _problem(line: int, cells: Sequence[str], field: str, words: str) -> Problem:
    """A refusal is told by the column that it names « … », or by its field."""
    names = [name for name, _ in COLUMNS]
    named = next((name for name in names if f"« {name} »" in words.replace("\u00a0", " ")), "")
    column = named or _COLUMN_OF.get(field, field)
    column = column if column in names else "carnets"
    return refusal(line, column, cells[names.index(column)], words)


def _message(error: Exception) -> str:
    if isinstance(error, PassnumError):
        return error.message
    return str(error) if isinstance(error, ValueError) else "Cette ligne n’a pas pu être lue."
