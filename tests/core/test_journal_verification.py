"""Verification finds what someone changed, took away, cut off or moved in the journal."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from passnum.core.journal import entry_hash, verify_all
from passnum.core.models import JournalEntry
from tests.core.journal_acts import tampering, verified, write_act


def test_an_intact_chain_has_no_break(three_acts: list[JournalEntry]) -> None:
    assert verified() is None


@pytest.mark.parametrize(
    "column",
    [
        "actor",
        "actor_role",
        "act",
        "subject_kind",
        "subject_id",
        "from_state",
        "to_state",
        "reason",
        "evidence",
    ],
)
def test_a_changed_column_is_found(three_acts: list[JournalEntry], column: str) -> None:
    value = uuid.uuid4().hex if column == "subject_id" else "autre"
    with tampering() as cursor:
        cursor.execute(f"UPDATE core_journalentry SET {column} = %s WHERE position = 2", [value])
    found = verified()
    assert found is not None
    assert (found.chain, found.position, found.why) == ("essai", 2, "contenu modifié")


@pytest.mark.parametrize("column", ["recorded_at", "happened_at"])
def test_a_moment_moved_by_a_microsecond_is_found(three_acts: list[JournalEntry], column: str) -> None:
    with tampering():
        moved = getattr(three_acts[1], column) + timedelta(microseconds=1)
        JournalEntry.objects.filter(position=2).update(**{column: moved})
    found = verified()
    assert found is not None
    assert (found.position, found.why) == (2, "contenu modifié")


def test_a_changed_row_whose_hash_was_made_again_is_found_at_the_next_row(three_acts: list[JournalEntry]) -> None:
    forged = JournalEntry.objects.get(position=2)
    forged.reason = "autre"
    with tampering():
        JournalEntry.objects.filter(position=2).update(reason="autre", hash=entry_hash(forged, "essai"))
    found = verified()
    assert found is not None
    assert (found.position, found.why) == (3, "empreinte précédente différente")


def test_a_missing_row_is_found(three_acts: list[JournalEntry]) -> None:
    with tampering() as cursor:
        cursor.execute("DELETE FROM core_journalentry WHERE position = 2")
    found = verified()
    assert found is not None
    assert (found.position, found.why) == (2, "ligne manquante")


def test_an_end_cut_off_is_found(three_acts: list[JournalEntry]) -> None:
    with tampering() as cursor:
        cursor.execute("DELETE FROM core_journalentry WHERE position = 3")
    found = verified()
    assert found is not None
    assert (found.position, found.why) == (3, "fin de chaîne différente de celle enregistrée")


def test_a_chain_emptied_of_its_rows_is_found(three_acts: list[JournalEntry]) -> None:
    with tampering() as cursor:
        cursor.execute("DELETE FROM core_journalentry")
    found = verified()
    assert found is not None
    assert found.position == 1


def test_two_rows_that_changed_places_are_found(three_acts: list[JournalEntry]) -> None:
    with tampering() as cursor:
        for now, then in ((2, 9), (3, 2), (9, 3)):
            cursor.execute("UPDATE core_journalentry SET position = %s WHERE position = %s", [then, now])
    found = verified()
    assert found is not None
    assert found.position == 2


def test_a_broken_chain_does_not_hide_the_others(three_acts: list[JournalEntry]) -> None:
    write_act("autre")
    with tampering() as cursor:
        cursor.execute("UPDATE core_journalentry SET reason = 'autre' WHERE position = 2")
    assert {chain.key: found is None for chain, found in verify_all()} == {"essai": False, "autre": True}
