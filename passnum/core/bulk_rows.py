"""Many rows written or asked for by one statement: what the ORM does one value at a time, for tables of 100,000 rows.

Constraints and triggers hold as they do for any row; defaults of Python are not applied, so every column is named.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any

from django.db import connection
from django.db.models import DateField, Field, Model, UUIDField
from django.db.models.expressions import RawSQL


def among(values: Sequence[int] | Sequence[str]) -> RawSQL:
    """What `…__in` compares to for thousands of values, one at least: a single parameter holds them all."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(values))])
    kind = "text[]" if values and isinstance(values[0], str) else "bigint[]"
    return RawSQL(f"SELECT unnest(%s::{kind})", [list(values)])  # noqa: S611 - the type is one of two of ours


def pairs(keys: Sequence[int], days: Sequence[date]) -> tuple[str, list[Any]]:
    """A table `d` of thousands of keys, each with its day (`d.key`, `d.value`): for a FROM, with its parameters."""
    if connection.vendor == "sqlite":
        written = {key: day.isoformat() for key, day in zip(keys, days, strict=True)}
        return "(SELECT CAST(key AS INTEGER) AS key, value FROM json_each(%s)) AS d", [json.dumps(written)]
    return "unnest(%s::bigint[], %s::date[]) AS d(key, value)", [list(keys), list(days)]


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]], *, at_once: int = 1) -> None:
    """Insert rows given as values of these fields (keys for relations), inside the caller's transaction.

    One by one is quickest, but where a trigger watches over the table: SQLite then opens a journal for each statement,
    and `at_once` rows by statement share it.
    """
    fields = [_field(model, name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = "(" + ", ".join(["%s"] * len(fields)) + ")"
    fit = [_fitting(field) for field in fields]
    special = [(rank, make) for rank, make in enumerate(fit) if make is not None]
    into = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 - names of our own
    left = (_fitted(row, special) for row in rows)
    with connection.cursor() as cursor:
        if at_once == 1:
            cursor.executemany(into + marks, list(left))
            return
        while some := list(islice(left, at_once)):
            cursor.execute(into + ", ".join([marks] * len(some)), list(chain.from_iterable(some)))


def change_rows(model: type[Model], name: str, changes: Iterable[tuple[int, int]]) -> None:
    """Add a number to one field of each row: pairs of key and number, inside the caller's transaction."""
    quote = connection.ops.quote_name
    column = quote(str(_field(model, name).column))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {column} = {column} + %s WHERE id = %s",  # noqa: S608
            [(number, key) for key, number in changes],
        )


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if field.name == name)


def _fitted(row: Sequence[Any], special: list[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    values = list(row)
    for rank, make in special:
        values[rank] = make(values[rank])
    return values


def _fitting(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How a value is written for the database at hand; None for numbers, keys and texts, which go as they are."""
    if isinstance(field, UUIDField):
        return None if connection.features.has_native_uuid_field else lambda value: value.hex
    if not isinstance(field, DateField):
        return None
    known: dict[Any, Any] = {None: None}

    def fit(value: Any) -> Any:
        if value not in known:
            known[value] = field.get_db_prep_save(value, connection)
        return known[value]

    return fit
