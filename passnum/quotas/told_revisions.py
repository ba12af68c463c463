"""What a row of a table of quotas tells of a revision: why, by which decision, of what day; and the type of public."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from passnum.core.errors import InvalidInput
from passnum.core.french import counted
from passnum.quotas.enums import QuotaBasis
from passnum.quotas.models import Quota

MAX_REASON, MAX_DECISION = 1000, 300


class Told(NamedTuple):
    """The reason, the decision and its day, as the columns « motif », « decision » and « decide_le » hold them."""

    reason: str = ""
    decision: str = ""
    decided_on: date | None = None


_COLUMNS = ("motif", "decision", "decide_le")
_MISSING = (
    "écrivez le motif de la révision, que la structure lira",
    "écrivez la décision : qui a décidé et où, par exemple « Comité de suivi du 30/11/2022 »",
    "écrivez le jour de la décision, JJ/MM/AAAA",
)


def recorded(quota: Quota) -> Told:
    """What the last revision of a quota says, as it goes out; a source that stands for the reason is not repeated."""
    last = next(iter(quota.revisions.all()), None)
    if last is None:
        return Told()
    reason = "" if last.from_booklets is None and last.reason == quota.basis_source else last.reason
    return Told(reason, last.decision_label, last.decided_on if reason or last.decision_label else None)


def told_of(row: Mapping[str, Any], decided_on: date | None, quota: Quota, before: int | None) -> Told:
    """What the row tells of a quota that was of `before` booklets, None for a new one.

    A number that changes needs all three; one that does not, none of them: only what went out may come back.
    Raises InvalidInput naming the column.
    """
    told = Told(_cell(row, "motif", MAX_REASON), _cell(row, "decision", MAX_DECISION), decided_on)
    if before is None:
        if told.decision and not told.decided_on:
            raise InvalidInput(f"Une décision est datée : {_MISSING[2]}.", field="decide_le")
    elif before == quota.booklets:
        if any(told) and told != recorded(quota):
            _refuse_filled(told, before)
    else:
        _require_all(told, quota, before)
    return told


def public_of(row: Mapping[str, Any], basis: str, basis_before: str, public_before: str) -> str:
    """The type of public that the row tells: there exactly where it is the basis. Raises InvalidInput.

    An empty cell keeps what is recorded of a quota whose basis it was already.
    """
    public = _cell(row, "type_de_public", 160)
    if basis != QuotaBasis.PUBLIC:
        if public:
            raise InvalidInput(
                "La base est le nombre de personnes : videz cette cellule, ou écrivez « public » comme base.",
                field="type_de_public",
            )
        return ""
    if not public and basis_before != QuotaBasis.PUBLIC:
        raise InvalidInput(
            "La base est le type de public : écrivez lequel, par exemple « demandeurs d’asile ».",
            field="type_de_public",
        )
    return public or public_before


def _refuse_filled(told: Told, before: int) -> None:
    column = next(name for name, value in zip(_COLUMNS, told, strict=True) if value)
    raise InvalidInput(
        f"Le quota reste de {counted(before, 'carnet')}, il n’y a pas de révision : videz cette cellule.", field=column
    )


def _require_all(told: Told, quota: Quota, before: int) -> None:
    change = f"Le quota passe de {counted(before, 'carnet')} à {counted(quota.booklets, 'carnet')}"
    for column, value, words in zip(_COLUMNS, told, _MISSING, strict=True):
        if not value:
            raise InvalidInput(f"{change} : {words}.", field=column)
    if told == recorded(quota):
        raise InvalidInput(
            f"{change} : le motif et la décision sont ceux de la révision précédente. Écrivez ceux de celle-ci.",
            field="motif",
        )


def _cell(row: Mapping[str, Any], column: str, most: int) -> str:
    text = str(row.get(column) or "").strip()
    if len(text) > most:
        raise InvalidInput(f"Ce texte a plus de {most} caractères : raccourcissez-le.", field=column)
    return text
