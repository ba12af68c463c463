"""The journal on a real PostgreSQL: rows that nobody changes, and several writers at once."""

from __future__ import annotations

import pytest

from tests.services.stack import LiveStack, Stack

OPENING = """
import threading, uuid
from django.db import DatabaseError, connection, connections, transaction
from passnum.core.journal import Author, Subject, record, verify_chain
from passnum.core.models import JournalChain, JournalEntry
def write(reason=""):
    author, subject = Author("f2a7", "référente"), Subject("livrable", uuid.uuid4())
    return record(chain="essai", author=author, act="remettre", subject=subject, reason=reason)
def verified():
    found = verify_chain(JournalChain.objects.get(key="essai"))
    return found and [found.position, found.why]
def attempt(statement):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return str(error).splitlines()[0]
"""


@pytest.fixture
def stack(live_stack: LiveStack) -> Stack:
    return live_stack("postgresql", demo=False, web=False, worker=False)


def test_sql_neither_changes_nor_deletes_nor_empties_the_rows(stack: Stack) -> None:
    found = stack.run(
        OPENING
        + """
for reason in ("« un »", "deux", "trois 🎫"): write(reason)
copy = "SELECT * FROM core_journalentry WHERE position = 2"
answer([[attempt(statement) for statement in (
    "UPDATE core_journalentry SET reason = 'autre' WHERE position = 2",
    "DELETE FROM core_journalentry WHERE position = 3",
    "TRUNCATE core_journalentry",
    "INSERT INTO core_journalentry " + copy + " ON CONFLICT (id) DO UPDATE SET reason = 'autre'",
)], JournalEntry.objects.count(), verified()])
"""
    )
    refused = "core_journalentry : les lignes ne peuvent être ni modifiées ni supprimées"
    assert found == [[refused] * 4, 3, None]


def test_a_row_changed_by_the_owner_of_the_database_is_found(stack: Stack) -> None:
    found = stack.run(
        OPENING
        + """
for number in range(3): write()
attempt("ALTER TABLE core_journalentry DISABLE TRIGGER USER")
attempt("UPDATE core_journalentry SET happened_at = happened_at + interval '1 microsecond' WHERE position = 2")
attempt("ALTER TABLE core_journalentry ENABLE TRIGGER USER")
answer(verified())
"""
    )
    assert found == [2, "contenu modifié"]


def test_acts_written_at_once_in_a_new_chain_all_find_their_place(stack: Stack) -> None:
    found = stack.run(
        OPENING
        + """
start, faults = threading.Barrier(6), []
def write_ten():
    try:
        start.wait()
        for _ in range(10): write()
    except Exception as fault:
        faults.append(repr(fault))
    finally:
        connections.close_all()
threads = [threading.Thread(target=write_ten) for _ in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
answer([faults, JournalChain.objects.get().length, verified()])
"""
    )
    assert found == [[], 60, None]
