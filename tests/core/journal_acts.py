"""Acts written to the journal for the tests, and what tampering with them looks like."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from passnum.core.journal import Author, Break, Subject, record, verify_chain
from passnum.core.models import JournalChain, JournalEntry
from passnum.core.triggers import registry

AUTHOR = Author("f2a7", "référente")


def write_act(chain: str = "essai", **changes: Any) -> JournalEntry:
    values = {"act": "remettre", "subject": Subject("livrable", uuid.uuid4()), "author": AUTHOR} | changes
    return record(chain=chain, **values)


def verified(chain: str = "essai") -> Break | None:
    return verify_chain(JournalChain.objects.get(key=chain))


@contextmanager
def tampering() -> Iterator[Any]:
    """A cursor of someone who owns the database and has switched off what keeps the journal's rows."""
    trigger = registry["core_journalentry_append_only"]
    with connection.cursor() as cursor:
        for statement in trigger.drop[connection.vendor]:
            cursor.execute(statement)
        yield cursor
        for statement in trigger.create[connection.vendor]:
            cursor.execute(statement)
