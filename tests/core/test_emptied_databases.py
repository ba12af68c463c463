"""Tests with real transactions clean up after themselves, whatever the triggers keep."""

import uuid

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction

from passnum.core.journal import SYSTEM_AUTHOR, Subject, record
from passnum.core.models import JournalEntry


def write_one_act() -> JournalEntry:
    return record(chain="essai", author=SYSTEM_AUTHOR, act="essayer", subject=Subject("essai", uuid.uuid4()))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_each_turn_finds_the_journal_empty_and_the_groups_of_the_migrations(turn: int) -> None:
    assert JournalEntry.objects.count() == 0
    assert Group.objects.filter(name="Administrateurs EMS").exists()
    write_one_act()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_journal_still_refuses_deletion_by_sql_after_an_emptying(turn: int) -> None:
    write_one_act()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_journalentry")
    assert JournalEntry.objects.count() == 1
