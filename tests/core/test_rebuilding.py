"""Tables changed under their triggers: SQLite remakes a table to change it."""

import pytest
from django.db import DatabaseError, connection, models
from django.db.migrations import AddField, AlterField
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from passnum.core.triggers import Rebuilding

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL changes a table in place"),
]

#: A column that must be filled, then asked for in another way: SQLite copies the table each time.
CHANGES: list[Operation] = [
    AddField("booklet", "shelf", models.CharField(max_length=4, default="A")),
    AlterField("booklet", "shelf", models.CharField(max_length=8, default="B", null=True)),
]


def triggers() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return set(cursor.fetchall())


def columns() -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, "quotas_booklet")}


def test_every_trigger_is_there_after_a_change_of_the_ledger_and_after_its_way_back() -> None:
    before, there = triggers(), columns()
    state = MigrationLoader(connection).project_state()
    change, changed = Rebuilding(CHANGES), state.clone()
    change.state_forwards("quotas", changed)
    with connection.schema_editor(atomic=True) as editor:
        change.database_forwards("quotas", editor, state, changed)
    try:
        assert triggers() == before
        assert columns() == there | {"shelf"}
    finally:
        with connection.schema_editor(atomic=True) as editor:
            change.database_backwards("quotas", editor, changed, state)
    assert triggers() == before
    assert columns() == there


def changed_and_failed(change: Rebuilding, state: ProjectState, changed: ProjectState) -> None:
    with connection.schema_editor(atomic=True) as editor:
        change.database_forwards("quotas", editor, state, changed)
        raise ZeroDivisionError


def test_a_change_that_fails_leaves_the_triggers_where_they_were() -> None:
    before, there = triggers(), columns()
    state = MigrationLoader(connection).project_state()
    change, changed = Rebuilding(CHANGES), state.clone()
    change.state_forwards("quotas", changed)
    with pytest.raises(ZeroDivisionError):
        changed_and_failed(change, state, changed)
    assert triggers() == before
    assert columns() == there


def test_without_it_the_ledger_cannot_be_changed() -> None:
    """Or else the operation is of no use any more, and goes."""
    state = MigrationLoader(connection).project_state()
    changed = state.clone()
    CHANGES[0].state_forwards("quotas", changed)
    with pytest.raises(DatabaseError, match="trigger"), connection.schema_editor(atomic=True) as editor:
        CHANGES[0].database_forwards("quotas", editor, state, changed)
