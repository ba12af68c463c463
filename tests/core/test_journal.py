"""The journal: each act linked to the one before it, and rows that nobody changes."""

from __future__ import annotations

import threading
import uuid
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from passnum.core import clock
from passnum.core.journal import SCHEME_CHAIN, Subject, record
from passnum.core.models import JournalChain, JournalEntry
from tests.core.journal_acts import AUTHOR, verified, write_act

REFUSED = "ne peuvent être ni modifiées ni supprimées"


def test_an_act_keeps_who_when_from_to_and_why(db: None) -> None:
    subject = Subject("dossier", uuid.uuid4())
    record(
        chain="essai",
        author=AUTHOR,
        act="renvoyer",
        subject=subject,
        from_state="a_valider",
        to_state="renvoye",
        reason="Le total des carnets diffère.",
        evidence="0" * 64,
    )
    row = JournalEntry.objects.get()
    assert (row.actor, row.actor_role, row.act) == ("f2a7", "référente", "renvoyer")
    assert (row.subject_kind, row.subject_id) == ("dossier", subject.public_id)
    assert (row.from_state, row.to_state, row.reason) == ("a_valider", "renvoye", "Le total des carnets diffère.")
    assert row.evidence == "0" * 64


def test_an_act_keeps_the_business_date_and_the_real_one(db: None) -> None:
    with clock.on_day(date(2023, 9, 18)):
        entry = write_act()
    row = JournalEntry.objects.get(pk=entry.pk)
    assert timezone.localdate(row.happened_at) == date(2023, 9, 18)
    assert (timezone.now() - row.recorded_at).total_seconds() < 60


def test_positions_follow_each_other_and_each_row_names_the_hash_before(three_acts: list[JournalEntry]) -> None:
    rows = list(JournalEntry.objects.order_by("position"))
    assert [row.position for row in rows] == [1, 2, 3]
    assert [row.previous_hash for row in rows] == ["", rows[0].hash, rows[1].hash]


def test_each_chain_counts_for_itself(db: None) -> None:
    entries = [write_act("a"), write_act("b"), write_act("a"), write_act(SCHEME_CHAIN)]
    assert [(entry.chain.key, entry.position) for entry in entries] == [
        ("a", 1),
        ("b", 1),
        ("a", 2),
        (SCHEME_CHAIN, 1),
    ]


def test_the_same_act_in_two_chains_has_two_hashes(db: None) -> None:
    subject = Subject("livrable", uuid.uuid4())
    entries = [write_act(chain, subject=subject) for chain in ("a", "b")]
    assert entries[0].hash != entries[1].hash


def test_an_act_of_a_transaction_that_fails_leaves_no_trace(three_acts: list[JournalEntry]) -> None:
    with transaction.atomic():
        write_act()
        transaction.set_rollback(True)
    assert JournalChain.objects.get().length == JournalEntry.objects.count() == 3
    assert verified() is None


@pytest.mark.parametrize("reason", ["« Œuvre » : 12 000 €, à l’été", "e\u0301 décomposé", "العربية 🎫", '{"a": "\\n"}'])
def test_a_chain_holds_whatever_is_written_in_it(db: None, reason: str) -> None:
    write_act(reason=reason)
    assert verified() is None


# --- Rows that nobody changes ---------------------------------------------------------------------

UPDATE = "UPDATE core_journalentry SET reason = 'autre' WHERE position = 2"
DELETE = "DELETE FROM core_journalentry WHERE position = 3"
REPLACE_BY_ID = "INSERT OR REPLACE INTO core_journalentry SELECT * FROM core_journalentry WHERE position = 2"
#: The same place in the chain under another id: SQLite would delete the row in its way without a word.
REPLACE_BY_POSITION = (
    "INSERT OR REPLACE INTO core_journalentry (id, chain_id, position, recorded_at, happened_at, actor, actor_role,"
    " act, subject_kind, subject_id, from_state, to_state, reason, evidence, previous_hash, hash)"
    " SELECT id + 1000, chain_id, position, recorded_at, happened_at, actor, actor_role,"
    " act, subject_kind, subject_id, from_state, to_state, 'autre', evidence, previous_hash, hash"
    " FROM core_journalentry WHERE position = 2"
)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="its twin on PostgreSQL is in tests/services")
@pytest.mark.parametrize("statement", [UPDATE, DELETE, REPLACE_BY_ID, REPLACE_BY_POSITION])
def test_sql_neither_changes_nor_deletes_nor_replaces_a_row(three_acts: list[JournalEntry], statement: str) -> None:
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(JournalEntry.objects.order_by("position").values_list("reason", flat=True)) == [
        "motif 1",
        "motif 2",
        "motif 3",
    ]


@pytest.mark.parametrize(
    "act",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda _: JournalEntry.objects.update(actor="autre"),
        lambda _: JournalEntry.objects.all().delete(),
        lambda entry: JournalEntry.objects.bulk_update([entry], ["reason"]),
        lambda entry: JournalEntry.objects.bulk_create(
            [entry], update_conflicts=True, unique_fields=["id"], update_fields=["reason"]
        ),
    ],
    ids=["save", "delete", "update", "delete_all", "bulk_update", "upsert"],
)
def test_the_orm_neither_changes_nor_deletes_a_row(three_acts: list[JournalEntry], act: Any) -> None:
    entry = three_acts[1]
    entry.reason = "autre"
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        act(entry)
    assert verified() is None


def test_a_chain_with_acts_cannot_be_deleted(three_acts: list[JournalEntry]) -> None:
    with pytest.raises(DatabaseError):
        JournalChain.objects.all().delete()


# --- Several people at once -----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_acts_written_at_once_in_a_new_chain_all_find_their_place() -> None:
    start, faults = threading.Barrier(4), list[BaseException]()

    def write_five() -> None:
        try:
            start.wait()
            for _ in range(5):
                write_act()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write_five) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert JournalChain.objects.get().length == 20
    assert verified() is None


def test_an_act_with_long_words_is_kept_whatever_the_engine(db: None) -> None:
    entry = record(
        chain="essai",
        author=AUTHOR,
        act="constater " * 20,
        subject=Subject("k" * 90, uuid.uuid4()),
        from_state="a" * 90,
        to_state="b" * 90,
    )
    entry.refresh_from_db()
    assert (len(entry.act), len(entry.subject_kind), len(entry.to_state)) == (64, 64, 40)
    assert entry.act.endswith("…")
    assert verified("essai") is None
