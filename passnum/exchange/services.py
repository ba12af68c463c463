"""An import from the file to its end: received, checked, confirmed, written whole; or refused, or given up."""

from __future__ import annotations

import gc
import logging
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from passnum.core import clock
from passnum.core.errors import InvalidInput, PassnumError, WrongState
from passnum.core.table_rows import TABLES
from passnum.core.uploads import CheckedUpload, check_upload
from passnum.exchange import staging
from passnum.exchange.enums import ALIVE, AT_WORK, Effect, ImportState, Kind
from passnum.exchange.format import MOST_PROBLEMS, Checked, Problem, Session
from passnum.exchange.formats import FORMATS
from passnum.exchange.models import ImportProblem, TableImport
from passnum.partners.models import Partner, User

log = logging.getLogger(__name__)
#: A file that nobody confirms goes after this long.
KEPT = timedelta(hours=24)
#: A worker that says nothing for this long is dead: another takes the import up.
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3
_COLUMNS = {Effect.CREE: "created", Effect.MODIFIE: "changed", Effect.INCHANGE: "unchanged", Effect.REFUSE: "refused"}


class Refused(Exception):
    """Rows refused while they were written: what was written in the transaction goes."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked


def receive(*, actor: User, kind: Kind, partner: Partner | None, uploaded: UploadedFile[bytes]) -> TableImport:
    """Keep a file to bring in. Nothing of it is written before `confirm`.

    Raises NotAllowed, InvalidInput (a file that is no table, too large, unsafe).
    """
    FORMATS[kind].ensure_allowed(actor, partner)
    checked = check_upload(uploaded, accept=TABLES)
    extension = checked.safe_name.rpartition(".")[2].lower()
    row = TableImport(
        kind=kind,
        actor=actor,
        partner=partner,
        file_name=checked.safe_name[:120],
        extension=extension,
        sha256=checked.sha256,
    )
    _keep(row, checked, extension)
    row.save()
    return row


def _keep(row: TableImport, checked: CheckedUpload, extension: str) -> None:
    row.file.save(f"{uuid.uuid4().hex}.{extension}", checked.file, save=False)
    checked.file.close()


def check(pk: int) -> None:
    """Read the file and say what each row would do. Twice is once; a worker that died is followed by another."""
    row = _claim(pk, (ImportState.RECU, ImportState.VERIFICATION), ImportState.VERIFICATION)
    if row is None:
        return
    counts: Counter[Effect] = Counter()
    problems: list[Problem] = []
    message = ""
    try:
        with _without_collecting():
            rows = _stage(row)
            for checked in _read(row, rows):
                counts.update(checked.effects)
                problems += checked.problems[: MOST_PROBLEMS - len(problems)]
    except PassnumError as error:
        message = error.message
    _checked(row, counts, problems, message)


def _stage(row: TableImport) -> int:
    """The plain copy of the file, made once; returns its number of rows."""
    with tempfile.NamedTemporaryFile("w+", encoding="utf-8", newline="") as copy:
        with row.file.open("rb") as source:
            number = staging.stage(
                source.file, row.extension, FORMATS[Kind(row.kind)], copy, tell=lambda done: _tell(row, done, 0)
            )
        copy.flush()
        with Path(copy.name).open("rb") as plain:
            row.staged.save(f"{uuid.uuid4().hex}.csv", File(plain), save=False)
    TableImport.objects.filter(pk=row.pk).update(staged=row.staged.name, rows=number)
    row.rows = number
    return number


def _read(row: TableImport, rows: int) -> Iterator[Checked]:
    session, done = _session(row), 0
    with row.staged.open("rb") as staged:
        for chunk in staging.chunks(staged.file):
            yield session.check(chunk)
            done += len(chunk)
            _tell(row, done, rows)


def _session(row: TableImport) -> Session:
    form = FORMATS[Kind(row.kind)]
    form.ensure_allowed(row.actor, row.partner)
    return form.session(row.actor, row.partner)


@transaction.atomic
def _checked(row: TableImport, counts: Counter[Effect], problems: list[Problem], message: str) -> None:
    found = TableImport.objects.select_for_update().get(pk=row.pk)
    if found.state != ImportState.VERIFICATION:
        return
    for effect, column in _COLUMNS.items():
        setattr(found, column, counts[effect])
    found.message = message
    refused = bool(message or counts[Effect.REFUSE])
    found.state = ImportState.REFUSE if refused else ImportState.A_CONFIRMER
    found.checked_at, found.held_at, found.attempts = clock.now(), None, 0
    found.finished_at = clock.now() if refused else None
    _keep_problems(found, problems)
    found.save()
    if refused:
        _forget_files(found)


def _keep_problems(row: TableImport, problems: list[Problem]) -> None:
    row.problems.all().delete()
    ImportProblem.objects.bulk_create(
        ImportProblem(table_import=row, line=one.line, column=one.column, value=one.value, message=one.message)
        for one in problems
    )


@transaction.atomic
def confirm(*, actor: User, table_import: TableImport) -> TableImport:
    """Ask for the rows to be written, as they were seen. Twice is refused. Raises NotAllowed, WrongState."""
    row = TableImport.objects.select_for_update().get(pk=table_import.pk)
    FORMATS[Kind(row.kind)].ensure_allowed(actor, row.partner)
    if row.state != ImportState.A_CONFIRMER:
        raise WrongState(f"Cet import est « {row.get_state_display()} » : il ne se confirme plus.")
    row.state, row.confirmed_at = ImportState.ECRITURE, clock.now()
    row.save()
    return row


def write(pk: int) -> None:
    """Write the rows of a confirmed import: all of them, in one transaction, or none. Twice is once."""
    row = _claim(pk, (ImportState.ECRITURE,), ImportState.ECRITURE)
    if row is None:
        return
    try:
        with _without_collecting():
            _write_all(row)
    except Refused as refused:
        _give_back(row, refused.checked.problems, "")
    except PassnumError as error:
        _give_back(row, [], error.message)


@transaction.atomic
def _write_all(row: TableImport) -> None:
    found = TableImport.objects.select_for_update().get(pk=row.pk)
    if found.state != ImportState.ECRITURE:
        return
    session, counts, done = _session(found), Counter[Effect](), 0
    with found.staged.open("rb") as staged:
        for chunk in staging.chunks(staged.file):
            written = session.write(chunk)
            if written.problems:
                raise Refused(written)
            counts.update(written.effects)
            done += len(chunk)
            _tell(found, done, found.rows)
    session.finish()
    for effect, column in _COLUMNS.items():
        setattr(found, column, counts[effect])
    found.state, found.finished_at, found.held_at = ImportState.FAIT, clock.now(), None
    found.save()
    _forget_files(found)


@transaction.atomic
def _give_back(row: TableImport, problems: list[Problem], message: str) -> None:
    """What was seen is no longer what would be done: nothing is written, and the reasons are shown."""
    found = TableImport.objects.select_for_update().get(pk=row.pk)
    if found.state != ImportState.ECRITURE:
        return
    found.state, found.finished_at, found.held_at = ImportState.REFUSE, clock.now(), None
    found.refused = len({one.line for one in problems})
    found.message = message or "Les données ont changé depuis la vérification : rien n’a été écrit."
    _keep_problems(found, problems[:MOST_PROBLEMS])
    found.save()
    _forget_files(found)


@transaction.atomic
def abandon(*, actor: User, table_import: TableImport) -> TableImport:
    """Give an import up before it is written; its file goes. Raises WrongState."""
    row = TableImport.objects.select_for_update().get(pk=table_import.pk)
    if row.state not in (ImportState.RECU, ImportState.VERIFICATION, ImportState.A_CONFIRMER):
        raise WrongState(f"Cet import est « {row.get_state_display()} » : il ne s’abandonne plus.")
    _end(row, ImportState.ABANDONNE)
    return row


def _end(row: TableImport, state: ImportState) -> None:
    row.state, row.finished_at, row.held_at = state, clock.now(), None
    row.save()
    _forget_files(row)


def waiting() -> QuerySet[TableImport]:
    """The imports that a worker has to take up: received or confirmed, and nobody on them."""
    free = Q(held_at__isnull=True) | Q(held_at__lt=timezone.now() - LEASE)
    return TableImport.objects.filter(free, state__in=AT_WORK)


def forget_old() -> int:
    """Give up what nobody confirmed within a day, and what was tried too often. Returns their number."""
    old = TableImport.objects.filter(state=ImportState.A_CONFIRMER, sent_at__lt=timezone.now() - KEPT)
    tired = waiting().filter(attempts__gte=MOST_ATTEMPTS)
    done = 0
    for pk in [*old.values_list("pk", flat=True), *tired.values_list("pk", flat=True)]:
        with transaction.atomic():
            row = TableImport.objects.select_for_update().get(pk=pk)
            if row.state in ALIVE:
                failed = row.attempts >= MOST_ATTEMPTS
                row.message = "La lecture a échoué plusieurs fois : rien n’a été écrit." if failed else ""
                _end(row, ImportState.REFUSE if failed else ImportState.ABANDONNE)
                done += 1
    return done


def progress(row: TableImport) -> tuple[int, int]:
    """Rows done and rows in all; the second is 0 while the file is being read."""
    done, total = cache.get(_key(row)) or (0, row.rows)
    return int(done), int(total)


def sample(row: TableImport, *, first: int, size: int) -> list[tuple[int, list[str], Effect]]:
    """Some of the staged rows with what each would do, as things are now: the preview, a page at a time."""
    with _staged(row) as staged:
        for chunk in staging.chunks(staged, size=size, first=first):
            effects = _session(row).check(chunk).effects
            return [(line, list(cells), effect) for (line, cells), effect in zip(chunk, effects, strict=True)]
    return []


@contextmanager
def _staged(row: TableImport) -> Iterator[Any]:
    if not row.staged:
        raise InvalidInput("Ce fichier n’est plus là : envoyez-le à nouveau.")
    with row.staged.open("rb") as staged:
        yield staged.file


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Rows are made by thousands and none refers to another: looking for cycles among them takes half of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _claim(pk: int, states: tuple[ImportState, ...], into: ImportState) -> TableImport | None:
    """Take an import up, unless another worker holds it; None then."""
    rows = waiting().filter(pk=pk, state__in=states, attempts__lt=MOST_ATTEMPTS)
    if not rows.update(state=into, held_at=timezone.now(), attempts=F("attempts") + 1):
        return None
    return TableImport.objects.select_related("actor", "partner").get(pk=pk)


def _forget_files(row: TableImport) -> None:
    """Once the end is committed, the files go."""
    kept = [(one.storage, str(one.name)) for one in (row.file, row.staged) if one]
    TableImport.objects.filter(pk=row.pk).update(file="", staged="")
    for storage, name in kept:
        transaction.on_commit(partial(storage.delete, name))


def _key(row: TableImport) -> str:
    return f"exchange:{row.public_id}"


def _tell(row: TableImport, done: int, rows: int) -> None:
    """Progress is told beside the database: what a transaction has not committed, nobody would see."""
    cache.set(_key(row), (done, rows), timeout=3600)
