"""Short tables, row by row through the services: tried in a transaction that is undone, then written for good."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from passnum.core.errors import InvalidInput, PassnumError
from passnum.exchange.enums import Effect
from passnum.exchange.format import Checked, Column, Problem, Row
from passnum.exchange.refusals import refusal

#: The cells of one row by the names of their columns.
Cells = dict[str, str]
#: What two rows of one file may not both be about.
Key = Callable[[Cells], Hashable]
Act = Callable[[Cells], Effect]
Apply = Callable[[Sequence[Row]], Checked]


class UndoneSession:
    """A reading whose check does the very writing, and undoes it."""

    def __init__(self, apply: Apply) -> None:
        self._apply = apply

    def check(self, rows: Sequence[Row]) -> Checked:
        """What these rows would do; nothing is kept."""
        with transaction.atomic():
            checked = self._apply(rows)
            transaction.set_rollback(True)
        return checked

    def write(self, rows: Sequence[Row]) -> Checked:
        """Write these rows; the caller undoes them when one is refused."""
        return self._apply(rows)

    def finish(self) -> None:
        """Nothing waits for the end."""


def each_row(
    rows: Sequence[Row], columns: Sequence[Column], act: Act, fields: dict[str, str], *, key: Key | None = None
) -> Checked:
    """Do `act` with each row, what it refuses undone and told. `fields` names the column of a service's field.

    A second row of the same `key` is refused.
    """
    checked, names = Checked(), [column.name for column in columns]
    first: dict[Hashable, int] = {}
    for line, cells in rows:
        given = dict(zip(names, cells, strict=True))
        try:
            _refuse_empty(given, columns)
            before = first.setdefault(key(given), line) if key else line
            if before != line:
                raise InvalidInput(f"La même chose est déjà à la ligne {before} : gardez une des deux lignes.")
            with transaction.atomic():
                checked.effects.append(act(given))
        except (PassnumError, ValidationError, IntegrityError) as error:
            checked.effects.append(Effect.REFUSE)
            checked.problems.append(_problem(line, given, error, fields))
    return checked


def _refuse_empty(given: Cells, columns: Sequence[Column]) -> None:
    for column in columns:
        if column.required and not given[column.name]:
            raise InvalidInput("Cette cellule est vide : remplissez-la.", field=column.name)


def _problem(line: int, given: Cells, error: Exception, fields: dict[str, str]) -> Problem:
    if isinstance(error, ValidationError):
        named = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        field, messages = next(iter(named.items()))
        message = str(messages[0])
    elif isinstance(error, PassnumError):
        field, message = getattr(error, "field", None) or "", error.message
    else:
        field, message = "", "Cette ligne contredit une autre, ou ce qui est déjà enregistré."
    column = fields.get(field, field)
    column = column if column in given else next(iter(given))
    return refusal(line, column, given[column], message)
