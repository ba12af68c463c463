"""What each row of a file would do, said before anything is written."""

from __future__ import annotations

import tempfile
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction

from passnum.core import clock
from passnum.core.errors import InvalidInput, PassnumError
from passnum.exchange import staging
from passnum.exchange.enums import Effect, ImportState, Kind
from passnum.exchange.format import MOST_PROBLEMS, Checked, Problem, Row
from passnum.exchange.formats import FORMATS
from passnum.exchange.models import TableImport
from passnum.exchange.services.held import (
    COUNTED,
    GONE,
    claim,
    forget_files,
    keep_problems,
    session_of,
    tell,
    without_collecting,
)


def check(pk: int) -> None:
    """Read the file and say what each row would do. Twice is once; a worker that died is followed by another."""
    row = claim(pk, (ImportState.RECU, ImportState.VERIFICATION), ImportState.VERIFICATION)
    if row is None:
        return
    counts: Counter[Effect] = Counter()
    problems: list[Problem] = []
    message = ""
    try:
        with without_collecting():
            rows = _stage(row)
            if rows is None:
                return
            for checked in _read(row, rows):
                counts.update(checked.effects)
                problems += checked.problems[: MOST_PROBLEMS - len(problems)]
    except FileNotFoundError:
        # Given up meanwhile, or taken over. A file that is lost otherwise is looked for again, then given up.
        return
    except PassnumError as error:
        message = error.message
    _checked(row, counts, problems, message)


def _stage(row: TableImport) -> int | None:
    """The plain copy of the file; returns its number of rows, None where the import was given up meanwhile."""
    with tempfile.NamedTemporaryFile("w+", encoding="utf-8", newline="") as copy:
        with row.file.open("rb") as source:
            number, columns = staging.stage(
                source.file, row.extension, FORMATS[Kind(row.kind)], copy, tell=lambda done: tell(row, done, 0)
            )
        copy.flush()
        with Path(copy.name).open("rb") as plain:
            row.staged.save(f"{uuid.uuid4().hex}.csv", File(plain), save=False)
    row.rows, row.columns = number, columns
    return number if _copied(row) else None


@transaction.atomic
def _copied(row: TableImport) -> bool:
    """Say which copy is the import's: the one that a dead worker left goes, so does one that nobody awaits any more."""
    found = TableImport.objects.select_for_update().get(pk=row.pk)
    awaited = found.state == ImportState.VERIFICATION
    if left := found.staged.name if awaited else row.staged.name:
        transaction.on_commit(partial(row.staged.storage.delete, left))
    if awaited:
        found.staged, found.rows, found.columns = row.staged.name, row.rows, row.columns
        found.save(update_fields=["staged", "rows", "columns"])
    return awaited


def _read(row: TableImport, rows: int) -> Iterator[Checked]:
    session, done = session_of(row), 0
    with row.staged.open("rb") as staged:
        for chunk in staging.chunks(staged.file, FORMATS[Kind(row.kind)]):
            yield session.check(chunk)
            done += len(chunk)
            tell(row, done, rows)


@transaction.atomic
def _checked(row: TableImport, counts: Counter[Effect], problems: list[Problem], message: str) -> None:
    found = TableImport.objects.select_for_update().get(pk=row.pk)
    if found.state != ImportState.VERIFICATION:
        return
    for effect, column in COUNTED.items():
        setattr(found, column, counts[effect])
    found.message = message
    refused = bool(message or counts[Effect.REFUSE])
    found.state = ImportState.REFUSE if refused else ImportState.A_CONFIRMER
    found.checked_at, found.held_at, found.attempts = clock.now(), None, 0
    found.finished_at = clock.now() if refused else None
    keep_problems(found, problems)
    found.save()
    if refused:
        forget_files(found)


@dataclass(frozen=True)
class Previewed:
    """One row of the preview: its number, its cells in the columns of the file (name, value, whether it changes)."""

    line: int
    effect: Effect
    cells: list[tuple[str, str, bool]]


def sample(row: TableImport, *, first: int, size: int) -> list[Previewed]:
    """Some of the staged rows with what each would do, as things are now: the preview, a page at a time."""
    with _staged(row) as staged:
        for chunk in staging.chunks(staged, FORMATS[Kind(row.kind)], size=size, first=first):
            return _previewed(row, chunk, session_of(row).check(chunk))
    return []


def _previewed(row: TableImport, chunk: Sequence[Row], checked: Checked) -> list[Previewed]:
    present, names = set(row.columns), [column.name for column in FORMATS[Kind(row.kind)].columns]
    lines = []
    for (line, cells), effect in zip(chunk, checked.effects, strict=True):
        touched = checked.touched.get(line, frozenset())
        shown = [(name, cell, name in touched) for name, cell in zip(names, cells, strict=True) if name in present]
        lines.append(Previewed(line, effect, shown))
    return lines


@contextmanager
def _staged(row: TableImport) -> Iterator[Any]:
    if not row.staged:
        raise InvalidInput(GONE)
    try:
        opened = row.staged.open("rb")
    except FileNotFoundError as error:
        # Confirmed or given up from elsewhere since this page was asked for.
        raise InvalidInput(GONE) from error
    with opened as staged:
        yield staged.file
