"""A confirmed import: all of its rows in one transaction, or none of them."""

from __future__ import annotations

from collections import Counter

from django.db import transaction

from passnum.core import clock
from passnum.core.errors import PassnumError, WrongState
from passnum.exchange import staging
from passnum.exchange.enums import Effect, ImportState, Kind
from passnum.exchange.format import MOST_PROBLEMS, Checked, Problem
from passnum.exchange.formats import FORMATS
from passnum.exchange.models import TableImport
from passnum.exchange.services.held import (
    COUNTED,
    GONE,
    claim,
    ensure_sender,
    forget_files,
    keep_problems,
    session_of,
    tell,
    without_collecting,
)
from passnum.partners.models import User


class Refused(Exception):
    """Rows refused while they were written: what was written in the transaction goes."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked


@transaction.atomic
def confirm(*, actor: User, table_import: TableImport) -> TableImport:
    """Ask for the rows to be written, as they were seen. Twice is refused. Raises NotAllowed, WrongState."""
    row = TableImport.objects.select_for_update().get(pk=table_import.pk)
    ensure_sender(actor, row)
    FORMATS[Kind(row.kind)].ensure_allowed(actor, row.partner)
    if row.state != ImportState.A_CONFIRMER:
        raise WrongState(f"Cet import est « {row.get_state_display()} » : il ne se confirme plus.")
    row.state, row.confirmed_at = ImportState.ECRITURE, clock.now()
    row.save()
    # What was told of the checking is over: the writing begins at its first row.
    tell(row, 0, row.rows)
    return row


def write(pk: int) -> None:
    """Write the rows of a confirmed import: all of them, in one transaction, or none. Twice is once."""
    row = claim(pk, (ImportState.ECRITURE,), ImportState.ECRITURE)
    if row is None:
        return
    try:
        with without_collecting():
            _write_all(row)
    except Refused as refused:
        _give_back(row, refused.checked.problems, "")
    except PassnumError as error:
        _give_back(row, [], error.message)
    except FileNotFoundError:
        _give_back(row, [], GONE)


@transaction.atomic
def _write_all(row: TableImport) -> None:
    found = TableImport.objects.select_for_update().get(pk=row.pk)
    if found.state != ImportState.ECRITURE:
        return
    session, counts, done = session_of(found), Counter[Effect](), 0
    with found.staged.open("rb") as staged:
        for chunk in staging.chunks(staged.file, FORMATS[Kind(found.kind)]):
            written = session.write(chunk)
            if written.problems:
                raise Refused(written)
            counts.update(written.effects)
            done += len(chunk)
            tell(found, done, found.rows)
    session.finish()
    for effect, column in COUNTED.items():
        setattr(found, column, counts[effect])
    found.state, found.finished_at, found.held_at = ImportState.FAIT, clock.now(), None
    found.save()
    forget_files(found)


@transaction.atomic
def _give_back(row: TableImport, problems: list[Problem], message: str) -> None:
    """What was seen is no longer what would be done: nothing is written, and the reasons are shown."""
    found = TableImport.objects.select_for_update().get(pk=row.pk)
    if found.state != ImportState.ECRITURE:
        return
    found.state, found.finished_at, found.held_at = ImportState.REFUSE, clock.now(), None
    found.refused = len({one.line for one in problems})
    found.message = message or "Les données ont changé depuis la vérification : rien n’a été écrit."
    keep_problems(found, problems[:MOST_PROBLEMS])
    found.save()
    forget_files(found)
