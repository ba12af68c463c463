"""Sums that the database keeps by itself: the quotas of a programme, the sub-quotas of a quota.

A counter with its CHECK holds what no CHECK on rows can: the sum of the quotas stays within the budget, the sum of the
sub-quotas within the quota, whoever writes. Two at once wait for each other on the row of the counter.
A later migration that rebuilds one of these tables on SQLite must remove these triggers before and install them after.
"""

from __future__ import annotations

from passnum.core.triggers import Trigger


def _counted(name: str, table: str, parent: str, key: str, counter: str) -> Trigger:
    """`parent.counter` is the sum of `table.booklets` over the rows whose `key` leads to the parent."""

    def shift(row: str, sign: str) -> str:
        return f"UPDATE {parent} SET {counter} = {counter} {sign} {row}.booklets WHERE id = {row}.{key};"  # noqa: S608

    bodies = {
        "insert": ("INSERT", shift("NEW", "+")),
        "delete": ("DELETE", shift("OLD", "-")),
        "update": (f"UPDATE OF booklets, {key}", f"{shift('OLD', '-')} {shift('NEW', '+')}"),
    }
    return Trigger(
        name=name,
        create={
            "sqlite": [
                f"CREATE TRIGGER {name}_{event} AFTER {clause} ON {table} BEGIN {body} END"
                for event, (clause, body) in bodies.items()
            ],
            "postgresql": [
                statement
                for event, (clause, body) in bodies.items()
                for statement in (
                    f"CREATE FUNCTION {name}_{event}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN {body} RETURN NULL; END $$",
                    f"CREATE TRIGGER {name}_{event} AFTER {clause} ON {table} FOR EACH ROW "
                    f"EXECUTE FUNCTION {name}_{event}()",
                )
            ],
        },
        drop={
            "sqlite": [f"DROP TRIGGER IF EXISTS {name}_{event}" for event in bodies],
            "postgresql": [
                statement
                for event in bodies
                for statement in (
                    f"DROP TRIGGER IF EXISTS {name}_{event} ON {table}",
                    f"DROP FUNCTION IF EXISTS {name}_{event}()",
                )
            ],
        },
    )


QUOTAS_COUNTED = _counted(
    "quotas_quota_counted", "quotas_quota", "quotas_programme", "programme_id", "allocated_booklets"
)
PLACES_COUNTED = _counted("quotas_place_counted", "quotas_placequota", "quotas_quota", "quota_id", "shared_booklets")
