"""An import in a worker's hands: taken up by one at a time, its progress told, its files gone when it ends."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from passnum.core import clock
from passnum.core.errors import NotAllowed
from passnum.exchange.enums import AT_WORK, Effect, ImportState, Kind
from passnum.exchange.format import Problem, Session
from passnum.exchange.formats import FORMATS
from passnum.exchange.models import ImportProblem, TableImport
from passnum.partners.models import User

MOST_ATTEMPTS = 3
GONE = "Ce fichier n’est plus là : envoyez-le à nouveau."
#: Where the number of rows of each effect is kept.
COUNTED = {Effect.CREE: "created", Effect.MODIFIE: "changed", Effect.INCHANGE: "unchanged", Effect.REFUSE: "refused"}


def lease() -> timedelta:
    """A worker that says nothing for this long is dead: another takes the import up."""
    return timedelta(seconds=settings.PASSNUM_IMPORT_LEASE)


def waiting() -> QuerySet[TableImport]:
    """The imports that a worker has to take up: received or confirmed, and nobody on them."""
    free = Q(held_at__isnull=True) | Q(held_at__lt=timezone.now() - lease())
    return TableImport.objects.filter(free, state__in=AT_WORK)


def claim(pk: int, states: tuple[ImportState, ...], into: ImportState) -> TableImport | None:
    """Take an import up, unless another worker holds it; None then."""
    rows = waiting().filter(pk=pk, state__in=states, attempts__lt=MOST_ATTEMPTS)
    if not rows.update(state=into, held_at=timezone.now(), attempts=F("attempts") + 1):
        return None
    return TableImport.objects.select_related("actor", "partner").get(pk=pk)


def ensure_sender(actor: User, row: TableImport) -> None:
    """A file is for who sent it. Raises NotAllowed for anybody else."""
    if row.actor_id != actor.pk:
        raise NotAllowed("Un import se confirme, ou s’abandonne, par la personne qui l’a envoyé.")


def session_of(row: TableImport) -> Session:
    form = FORMATS[Kind(row.kind)]
    form.ensure_allowed(row.actor, row.partner)
    return form.session(row.actor, row.partner, frozenset(row.columns))


@contextmanager
def without_collecting() -> Iterator[None]:
    """Rows are made by thousands and none refers to another: looking for cycles among them takes half of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def keep_problems(row: TableImport, problems: list[Problem]) -> None:
    row.problems.all().delete()
    ImportProblem.objects.bulk_create(
        ImportProblem(table_import=row, line=one.line, column=one.column, value=one.value, message=one.message)
        for one in problems
    )


def end(row: TableImport, state: ImportState) -> None:
    row.state, row.finished_at, row.held_at = state, clock.now(), None
    row.save()
    forget_files(row)


def forget_files(row: TableImport) -> None:
    """Once the end is committed, the files go."""
    kept = [(one.storage, str(one.name)) for one in (row.file, row.staged) if one]
    TableImport.objects.filter(pk=row.pk).update(file="", staged="")
    for storage, name in kept:
        transaction.on_commit(partial(storage.delete, name))


def progress(row: TableImport) -> tuple[int, int]:
    """Rows done and rows in all; the second is 0 while the file is being read, or where the cache does not answer."""
    told = None
    with suppress(Exception):
        told = cache.get(_key(row))
    done, total = told or (0, row.rows)
    return int(done), int(total)


def tell(row: TableImport, done: int, rows: int) -> None:
    """Say that the worker lives, and how far it is: beside the database, which shows nothing before the commit."""
    if not connection.in_atomic_block:
        TableImport.objects.filter(pk=row.pk, held_at__isnull=False).update(held_at=timezone.now())
    # Whatever a cache that is away raises, the rows are worth more than their progress.
    with suppress(Exception):
        cache.set(_key(row), (done, rows), timeout=3600)


def _key(row: TableImport) -> str:
    return f"exchange:{row.public_id}"
