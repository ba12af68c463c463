"""An import's file: received, then gone: given up by whoever sent it, or forgotten when nobody comes back."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from passnum.core.errors import WrongState
from passnum.core.table_rows import TABLES
from passnum.core.uploads import CheckedUpload, check_upload
from passnum.exchange.enums import ALIVE, ImportState, Kind
from passnum.exchange.formats import FORMATS
from passnum.exchange.models import ImportProblem, TableImport
from passnum.exchange.services.held import MOST_ATTEMPTS, end, ensure_sender, waiting
from passnum.partners.models import Partner, User

#: A file that nobody confirms goes after this long.
KEPT = timedelta(hours=24)
#: Cells that were refused hold what somebody typed, a name perhaps: they stay long enough to mend the file.
REFUSALS_KEPT = timedelta(days=30)


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


@transaction.atomic
def abandon(*, actor: User, table_import: TableImport) -> TableImport:
    """Give an import up before it is written; its file goes. Raises NotAllowed, WrongState."""
    row = TableImport.objects.select_for_update().get(pk=table_import.pk)
    ensure_sender(actor, row)
    if row.state not in (ImportState.RECU, ImportState.VERIFICATION, ImportState.A_CONFIRMER):
        raise WrongState(f"Cet import est « {row.get_state_display()} » : il ne s’abandonne plus.")
    end(row, ImportState.ABANDONNE)
    return row


def forget_old() -> int:
    """Give up what nobody confirmed within a day, and what was tried too often; drop files left by killed processes.

    Returns their number.
    """
    old = TableImport.objects.filter(state=ImportState.A_CONFIRMER, kept_since__lt=timezone.now() - KEPT)
    tired = waiting().filter(attempts__gte=MOST_ATTEMPTS)
    done = 0
    for pk in [*old.values_list("pk", flat=True), *tired.values_list("pk", flat=True)]:
        with transaction.atomic():
            row = TableImport.objects.select_for_update().get(pk=pk)
            if row.state in ALIVE:
                failed = row.attempts >= MOST_ATTEMPTS
                row.message = "La lecture a échoué plusieurs fois : rien n’a été écrit." if failed else ""
                end(row, ImportState.REFUSE if failed else ImportState.ABANDONNE)
                done += 1
    return done + _forget_strays()


def forget_refusals() -> int:
    """Drop the refused cells of imports sent long ago; how many rows were refused stays. Returns their number."""
    return ImportProblem.objects.filter(table_import__kept_since__lt=timezone.now() - REFUSALS_KEPT).delete()[0]


def _forget_strays() -> int:
    """Files that no import names: their process was killed between keeping them and saying so."""
    kept: Any = TableImport._meta.get_field("file")
    storage, folder = kept.storage, kept.upload_to
    try:
        paths = {f"{folder}/{name}" for name in storage.listdir(folder)[1]}
    except FileNotFoundError:
        return 0
    for column in ("file", "staged"):
        paths -= set(TableImport.objects.exclude(**{column: ""}).values_list(column, flat=True))
    strays = [path for path in paths if storage.get_modified_time(path) < timezone.now() - KEPT]
    for path in strays:
        storage.delete(path)
    return len(strays)
