"""What the database itself holds of the ledger, whoever writes: movement, booklet and balances go together.

The movement comes first; it takes the booklet along, and one booklet from one balance to the other. No booklet changes
place and no balance changes without one.
"""

from __future__ import annotations

from collections.abc import Iterable

from passnum.core.triggers import Trigger, frozen_once
from passnum.quotas.enums import WAYS, AccountKind

_MOVEMENT = "quotas_movement : le mouvement ne suit pas le précédent"
_BOOKLET = "quotas_booklet : un carnet garde son numéro et ne change de lieu que par un mouvement"
_OPERATOR = AccountKind.OPERATEUR.value
_BALANCE = "quotas_account : un solde ne change que par un mouvement"


def _written(kinds: Iterable[str]) -> str:
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


_WAYS = " OR ".join(
    f"(NEW.kind = '{act.value}' AND f.kind IN ({_written(sources)}) AND t.kind IN ({_written(targets)}))"
    for act, (sources, targets) in WAYS.items()
)
#: It takes the booklet from where it is, as the next of its moves, by a way that its act has; nothing goes from one
#: partner to another without passing by EMS.
_FOLLOWS = f"""
    EXISTS (SELECT 1 FROM quotas_booklet b WHERE b.id = NEW.booklet_id
            AND b.account_id = NEW.from_account_id AND b.moves + 1 = NEW.number)
    AND EXISTS (SELECT 1 FROM quotas_account f, quotas_account t
                WHERE f.id = NEW.from_account_id AND t.id = NEW.to_account_id AND ({_WAYS})
                AND (f.partner_id IS NULL OR t.partner_id IS NULL OR f.partner_id = t.partner_id))
"""  # noqa: S608 - constants of our own
#: The balances first: on SQLite they change only while the latest movement waits for its booklet.
_LEAD = """
    UPDATE quotas_account SET balance = balance - 1 WHERE id = NEW.from_account_id;
    UPDATE quotas_account SET balance = balance + 1 WHERE id = NEW.to_account_id;
    UPDATE quotas_booklet SET account_id = NEW.to_account_id, moves = NEW.number WHERE id = NEW.booklet_id;
"""
#: All the movements of a statement at once: a row changed thousands of times in one transaction is slow there.
_LEAD_ALL = """
    UPDATE quotas_account a SET balance = a.balance + changed.number FROM (
        SELECT account_id, SUM(one) AS number FROM (
            SELECT from_account_id AS account_id, -1 AS one FROM added
            UNION ALL SELECT to_account_id, 1 FROM added) AS both_sides GROUP BY account_id
    ) AS changed WHERE a.id = changed.account_id;
    UPDATE quotas_booklet b SET account_id = m.to_account_id, moves = m.number FROM added m WHERE b.id = m.booklet_id;
"""

MOVEMENTS_LEAD = Trigger(
    name="quotas_movement_leads",
    create={
        "sqlite": [
            f"CREATE TRIGGER quotas_movement_follows BEFORE INSERT ON quotas_movement WHEN NOT ({_FOLLOWS}) "
            f"BEGIN SELECT RAISE(ABORT, '{_MOVEMENT}'); END",
            f"CREATE TRIGGER quotas_movement_leads AFTER INSERT ON quotas_movement BEGIN {_LEAD} END",
        ],
        "postgresql": [
            f"CREATE FUNCTION quotas_movement_follows() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF NOT ({_FOLLOWS}) THEN RAISE EXCEPTION '{_MOVEMENT}'; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER quotas_movement_follows BEFORE INSERT ON quotas_movement "
            "FOR EACH ROW EXECUTE FUNCTION quotas_movement_follows()",
            f"CREATE FUNCTION quotas_movement_leads() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {_LEAD_ALL} RETURN NULL; END $$",
            "CREATE TRIGGER quotas_movement_leads AFTER INSERT ON quotas_movement REFERENCING NEW TABLE AS added "
            "FOR EACH STATEMENT EXECUTE FUNCTION quotas_movement_leads()",
        ],
    },
    drop={
        "sqlite": [
            "DROP TRIGGER IF EXISTS quotas_movement_follows",
            "DROP TRIGGER IF EXISTS quotas_movement_leads",
        ],
        "postgresql": [
            "DROP TRIGGER IF EXISTS quotas_movement_follows ON quotas_movement",
            "DROP FUNCTION IF EXISTS quotas_movement_follows()",
            "DROP TRIGGER IF EXISTS quotas_movement_leads ON quotas_movement",
            "DROP FUNCTION IF EXISTS quotas_movement_leads()",
        ],
    },
)

#: The serial never changes; the place and the number of moves change together, as the movement of that number says.
_STRAYS = """
    NEW.id <> OLD.id OR NEW.serial <> OLD.serial OR NEW.public_id <> OLD.public_id
    OR ((NEW.account_id <> OLD.account_id OR NEW.moves <> OLD.moves)
        AND NOT (NEW.moves = OLD.moves + 1 AND EXISTS (
            SELECT 1 FROM quotas_movement m WHERE m.booklet_id = NEW.id AND m.number = NEW.moves
            AND m.from_account_id = OLD.account_id AND m.to_account_id = NEW.account_id)))
"""
#: A booklet begins at the operator, before any movement.
_BORN = f"""
    NEW.moves = 0 AND EXISTS (SELECT 1 FROM quotas_account a WHERE a.id = NEW.account_id AND a.kind = '{_OPERATOR}')
"""  # noqa: S608 - constants of our own
#: SQLite's INSERT OR REPLACE deletes the row in its way without waking the trigger on deletion.
_SAME = "SELECT 1 FROM quotas_booklet o WHERE o.id = NEW.id OR o.serial = NEW.serial OR o.public_id = NEW.public_id"

_EVENTS = {"update": f"({_STRAYS})", "delete": "", "insert": f"NOT ({_BORN})"}


def _refusal(event: str, condition: str) -> str:
    """PL/pgSQL: a condition with a query in it cannot stand in the WHEN of a trigger."""
    test = f"IF {condition} THEN RAISE EXCEPTION '{_BOOKLET}'; END IF; RETURN NEW;"
    body = test if condition else f"RAISE EXCEPTION '{_BOOKLET}';"
    name = f"quotas_booklet_follows_{event}"
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


BOOKLETS_FOLLOW = Trigger(
    name="quotas_booklet_follows",
    create={
        "sqlite": [
            f"CREATE TRIGGER quotas_booklet_follows_update BEFORE UPDATE ON quotas_booklet WHEN ({_STRAYS}) "
            f"BEGIN SELECT RAISE(ABORT, '{_BOOKLET}'); END",
            "CREATE TRIGGER quotas_booklet_follows_delete BEFORE DELETE ON quotas_booklet "
            f"BEGIN SELECT RAISE(ABORT, '{_BOOKLET}'); END",
            "CREATE TRIGGER quotas_booklet_follows_insert BEFORE INSERT ON quotas_booklet "
            f"WHEN EXISTS ({_SAME}) OR NOT ({_BORN}) "
            f"BEGIN SELECT RAISE(ABORT, '{_BOOKLET}'); END",
        ],
        "postgresql": [
            statement
            for event, condition in _EVENTS.items()
            for statement in (
                _refusal(event, condition),
                f"CREATE TRIGGER quotas_booklet_follows_{event} BEFORE {event.upper()} ON quotas_booklet "
                f"FOR EACH ROW EXECUTE FUNCTION quotas_booklet_follows_{event}()",
            )
        ],
    },
    drop={
        "sqlite": [f"DROP TRIGGER IF EXISTS quotas_booklet_follows_{event}" for event in _EVENTS],
        "postgresql": [
            statement
            for event in _EVENTS
            for statement in (
                f"DROP TRIGGER IF EXISTS quotas_booklet_follows_{event} ON quotas_booklet",
                f"DROP FUNCTION IF EXISTS quotas_booklet_follows_{event}()",
            )
        ],
    },
)

#: An account stays that of its holder: what it gave and received would otherwise be another's.
ACCOUNTS_STAY = frozen_once(
    "quotas_account",
    ["kind", "partner_id", "place_id"],
    keys=[("id",)],
    name="stays",
    decided="OLD.id IS NOT NULL",
    label="un compte reste celui de son lieu ou de sa structure",
)

#: The latest movement has not taken its booklet along yet, and gives one to this account or takes one from it.
_UNDER_WAY = """
    EXISTS (SELECT 1 FROM quotas_movement m JOIN quotas_booklet b ON b.id = m.booklet_id
            WHERE m.id = (SELECT MAX(id) FROM quotas_movement) AND m.number = b.moves + 1
            AND ((m.from_account_id = NEW.id AND NEW.balance = OLD.balance - 1)
                 OR (m.to_account_id = NEW.id AND NEW.balance = OLD.balance + 1)))
"""

BALANCES_FOLLOW = Trigger(
    name="quotas_account_follows",
    create={
        "sqlite": [
            "CREATE TRIGGER quotas_account_follows BEFORE UPDATE ON quotas_account "
            f"WHEN NEW.balance <> OLD.balance AND NOT ({_UNDER_WAY}) "
            f"BEGIN SELECT RAISE(ABORT, '{_BALANCE}'); END",
            "CREATE TRIGGER quotas_account_begins BEFORE INSERT ON quotas_account "
            f"WHEN NEW.balance <> 0 BEGIN SELECT RAISE(ABORT, '{_BALANCE}'); END",
        ],
        "postgresql": [
            f"CREATE FUNCTION quotas_account_follows() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_BALANCE}'; END $$",
            # Outside any trigger the statement is somebody's own; inside, it is that of the movements.
            "CREATE TRIGGER quotas_account_follows BEFORE UPDATE ON quotas_account FOR EACH ROW "
            "WHEN (NEW.balance <> OLD.balance AND pg_trigger_depth() < 1) EXECUTE FUNCTION quotas_account_follows()",
            "CREATE TRIGGER quotas_account_begins BEFORE INSERT ON quotas_account FOR EACH ROW "
            "WHEN (NEW.balance <> 0) EXECUTE FUNCTION quotas_account_follows()",
        ],
    },
    drop={
        "sqlite": [
            "DROP TRIGGER IF EXISTS quotas_account_follows",
            "DROP TRIGGER IF EXISTS quotas_account_begins",
        ],
        "postgresql": [
            "DROP TRIGGER IF EXISTS quotas_account_follows ON quotas_account",
            "DROP TRIGGER IF EXISTS quotas_account_begins ON quotas_account",
            "DROP FUNCTION IF EXISTS quotas_account_follows()",
        ],
    },
)
