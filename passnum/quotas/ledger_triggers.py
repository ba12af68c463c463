"""What the database itself refuses of the ledger, whoever asks: a movement that does not follow the one before."""

from __future__ import annotations

from passnum.core.triggers import Trigger
from passnum.quotas.enums import AccountKind

_MOVEMENT = "quotas_movement : le mouvement ne suit pas le précédent"
_BOOKLET = "quotas_booklet : un carnet garde son numéro et ne change de lieu que par un mouvement"
_OPERATOR = AccountKind.OPERATEUR.value

#: The booklet is where the movement leads, after as many moves as its number says; it comes from where it was.
_FOLLOWS = f"""
    EXISTS (SELECT 1 FROM quotas_booklet b WHERE b.id = NEW.booklet_id
            AND b.account_id = NEW.to_account_id AND b.moves = NEW.number)
    AND ((NEW.number = 1 AND EXISTS (SELECT 1 FROM quotas_account a
                                     WHERE a.id = NEW.from_account_id AND a.kind = '{_OPERATOR}'))
         OR EXISTS (SELECT 1 FROM quotas_movement p WHERE p.booklet_id = NEW.booklet_id
                    AND p.number = NEW.number - 1 AND p.to_account_id = NEW.from_account_id))
"""  # noqa: S608 - a constant of our own

MOVEMENTS_FOLLOW = Trigger(
    name="quotas_movement_follows",
    create={
        "sqlite": [
            f"CREATE TRIGGER quotas_movement_follows BEFORE INSERT ON quotas_movement WHEN NOT ({_FOLLOWS}) "
            f"BEGIN SELECT RAISE(ABORT, '{_MOVEMENT}'); END"
        ],
        "postgresql": [
            f"CREATE FUNCTION quotas_movement_follows() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF NOT ({_FOLLOWS}) THEN RAISE EXCEPTION '{_MOVEMENT}'; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER quotas_movement_follows BEFORE INSERT ON quotas_movement "
            "FOR EACH ROW EXECUTE FUNCTION quotas_movement_follows()",
        ],
    },
    drop={
        "sqlite": ["DROP TRIGGER IF EXISTS quotas_movement_follows"],
        "postgresql": [
            "DROP TRIGGER IF EXISTS quotas_movement_follows ON quotas_movement",
            "DROP FUNCTION IF EXISTS quotas_movement_follows()",
        ],
    },
)

#: The serial never changes; the place and the number of moves change together, one move at a time.
_STRAYS = """
    NEW.id <> OLD.id OR NEW.serial <> OLD.serial OR NEW.public_id <> OLD.public_id
    OR ((NEW.account_id <> OLD.account_id OR NEW.moves <> OLD.moves)
        AND NOT (NEW.account_id <> OLD.account_id AND NEW.moves = OLD.moves + 1))
"""

#: SQLite's INSERT OR REPLACE deletes the row in its way without waking the trigger on deletion.
_SAME = "SELECT 1 FROM quotas_booklet o WHERE o.id = NEW.id OR o.serial = NEW.serial OR o.public_id = NEW.public_id"

BOOKLETS_FOLLOW = Trigger(
    name="quotas_booklet_follows",
    create={
        "sqlite": [
            f"CREATE TRIGGER quotas_booklet_follows_update BEFORE UPDATE ON quotas_booklet WHEN ({_STRAYS}) "
            f"BEGIN SELECT RAISE(ABORT, '{_BOOKLET}'); END",
            "CREATE TRIGGER quotas_booklet_follows_delete BEFORE DELETE ON quotas_booklet "
            f"BEGIN SELECT RAISE(ABORT, '{_BOOKLET}'); END",
            f"CREATE TRIGGER quotas_booklet_follows_insert BEFORE INSERT ON quotas_booklet WHEN EXISTS ({_SAME}) "
            f"BEGIN SELECT RAISE(ABORT, '{_BOOKLET}'); END",
        ],
        "postgresql": [
            f"CREATE FUNCTION quotas_booklet_follows() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_BOOKLET}'; END $$",
            f"CREATE TRIGGER quotas_booklet_follows_update BEFORE UPDATE ON quotas_booklet FOR EACH ROW "
            f"WHEN ({_STRAYS}) EXECUTE FUNCTION quotas_booklet_follows()",
            "CREATE TRIGGER quotas_booklet_follows_delete BEFORE DELETE ON quotas_booklet FOR EACH ROW "
            "EXECUTE FUNCTION quotas_booklet_follows()",
        ],
    },
    drop={
        "sqlite": [
            f"DROP TRIGGER IF EXISTS quotas_booklet_follows_{event}" for event in ("update", "delete", "insert")
        ],
        "postgresql": [
            "DROP TRIGGER IF EXISTS quotas_booklet_follows_update ON quotas_booklet",
            "DROP TRIGGER IF EXISTS quotas_booklet_follows_delete ON quotas_booklet",
            "DROP FUNCTION IF EXISTS quotas_booklet_follows()",
        ],
    },
)
