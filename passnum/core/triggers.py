"""Database triggers that hold what code alone could be talked out of, on SQLite and on PostgreSQL.

Used in migrations (`append_only`, `frozen_once`; `Rebuilding` for what changes their tables later). `registry` names
them all, so that the tests lift and restore them around the emptying of a database.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

#: Columns that are unique together.
Key = tuple[str, ...]


@dataclass(frozen=True)
class Trigger:
    """One named trigger: the SQL that creates it and the SQL that removes it, by database vendor."""

    name: str
    create: dict[str, list[str]]
    drop: dict[str, list[str]]

    def install(self, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in self.create[editor.connection.vendor]:
            editor.execute(statement)

    def remove(self, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in self.drop[editor.connection.vendor]:
            editor.execute(statement)

    def operation(self) -> "InstallTrigger":
        """The step of a migration that installs it; from then on the registry knows it."""
        registry[self.name] = self
        return InstallTrigger(self)


#: Triggers of the migrations that this process has loaded, by name.
registry: dict[str, Trigger] = {}


class InstallTrigger(Operation):
    """Says nothing of the models, so that no model is made for it, as `RunPython` would ask for all of them."""

    reversible = True

    def __init__(self, trigger: Trigger) -> None:
        self.trigger = trigger

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the models."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self.trigger.install(schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self.trigger.remove(schema_editor)

    def describe(self) -> str:
        return f"Install trigger {self.trigger.name}"


class Rebuilding(Operation):
    """Changes of tables that triggers stand on or speak of.

    SQLite remakes a table to change it: the triggers on it would be gone without a word, and those elsewhere that name
    it refuse the change. They are all lifted, and put back as they were, in the transaction of the migration.
    PostgreSQL changes a table in place.
    """

    reduces_to_sql = False
    reversible = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        with _lifted(schema_editor):
            for operation in self.operations:
                step = from_state.clone()
                operation.state_forwards(app_label, step)
                operation.database_forwards(app_label, schema_editor, from_state, step)
                from_state = step

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """`to_state` is the one before these operations, as everywhere: each goes back to the state before it."""
        before = [to_state]
        for operation in self.operations:
            before.append(before[-1].clone())
            operation.state_forwards(app_label, before[-1])
        with _lifted(schema_editor):
            for rank in reversed(range(len(self.operations))):
                self.operations[rank].database_backwards(app_label, schema_editor, before[rank + 1], before[rank])

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)


@contextmanager
def _lifted(editor: BaseDatabaseSchemaEditor) -> Iterator[None]:
    """Without the triggers that the database has, on SQLite; an error takes the whole transaction back."""
    if editor.connection.vendor != "sqlite":
        yield
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
        there = cursor.fetchall()
    for name, _ in there:
        editor.execute(f"DROP TRIGGER {editor.quote_name(name)}", None)
    yield
    for _, statement in there:
        editor.execute(statement, None)


def _no_replacement(table: str, name: str, keys: Sequence[Key], *, decided: str, message: str) -> str:
    """SQLite's INSERT OR REPLACE deletes the row in its way without waking the trigger on deletion: refused as well."""
    same = " OR ".join("(" + " AND ".join(f"OLD.{c} = NEW.{c}" for c in key) + ")" for key in keys)
    return (
        f"CREATE TRIGGER {name}_insert BEFORE INSERT ON {table} "  # noqa: S608 - names from our own migrations
        f"WHEN EXISTS (SELECT 1 FROM {table} AS OLD WHERE ({same}) AND ({decided})) "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def append_only(table: str, *, keys: Sequence[Key]) -> Trigger:
    """Rows of `table` can be added, never changed nor deleted. `keys` are the sets of columns that are unique."""
    message = f"{table} : les lignes ne peuvent être ni modifiées ni supprimées"
    name = f"{table}_append_only"
    return Trigger(
        name=name,
        create={
            "sqlite": [
                f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                for event in ("UPDATE", "DELETE")
            ]
            + [_no_replacement(table, name, keys, decided="1", message=message)],
            "postgresql": [
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$",
                f"CREATE TRIGGER {name}_row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
                f"CREATE TRIGGER {name}_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
            ],
        },
        drop={
            "sqlite": [f"DROP TRIGGER IF EXISTS {name}_{event}" for event in ("update", "delete", "insert")],
            "postgresql": [
                f"DROP TRIGGER IF EXISTS {name}_row ON {table}",
                f"DROP TRIGGER IF EXISTS {name}_all ON {table}",
                f"DROP FUNCTION IF EXISTS {name}()",
            ],
        },
    )


def frozen_once(table: str, columns: list[str], *, keys: Sequence[Key], name: str, decided: str, label: str) -> Trigger:
    """Once `decided` (an SQL condition on OLD) is true, `columns` keep their values and the row cannot be deleted.

    `keys` are the sets of columns that are unique in the table.
    """
    message = f"{table} : {label}"
    name = f"{table}_{name}"
    differs = {
        "sqlite": " OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in columns),
        "postgresql": " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in columns),
    }
    return Trigger(
        name=name,
        create={
            "sqlite": [
                f"CREATE TRIGGER {name}_update BEFORE UPDATE ON {table} WHEN ({decided}) AND ({differs['sqlite']}) "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
                f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {table} WHEN ({decided}) "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
                _no_replacement(table, name, keys, decided=decided, message=message),
            ],
            "postgresql": [
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$",
                f"CREATE TRIGGER {name}_update BEFORE UPDATE ON {table} FOR EACH ROW "
                f"WHEN (({decided}) AND ({differs['postgresql']})) EXECUTE FUNCTION {name}()",
                f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {table} FOR EACH ROW "
                f"WHEN ({decided}) EXECUTE FUNCTION {name}()",
            ],
        },
        drop={
            "sqlite": [f"DROP TRIGGER IF EXISTS {name}_{event}" for event in ("update", "delete", "insert")],
            "postgresql": [
                f"DROP TRIGGER IF EXISTS {name}_update ON {table}",
                f"DROP TRIGGER IF EXISTS {name}_delete ON {table}",
                f"DROP FUNCTION IF EXISTS {name}()",
            ],
        },
    )
