"""The check of every file that someone sends: name, size while streaming, content in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile

from passnum.core.antivirus import is_infected
from passnum.core.errors import InvalidInput
from passnum.core.file_names import safe_name
from passnum.core.files import sha256_of
from passnum.core.inspection import limits

#: Extensions accepted for the files joined to a deliverable.
ATTACHMENTS = frozenset({"pdf", "png", "jpg", "jpeg", "docx", "xlsx", "odt", "ods", "csv", "txt"})
PDF_ONLY = frozenset({"pdf"})
#: What the inspecting process knows of ours: nothing secret.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")


class Remedies(NamedTuple):
    """What to do with a file that is refused before anything of it is read."""

    too_large: str
    empty: str


_OF_A_FILE = Remedies(
    too_large="Réduisez-le ou partagez-le en plusieurs fichiers.",
    empty="Vérifiez le fichier, puis joignez-le à nouveau.",
)
_OF_A_PHOTO = Remedies(
    too_large="Choisissez une qualité plus basse, ou saisissez le numéro.",
    empty="Reprenez la photo, ou saisissez le numéro.",
)


@dataclass(frozen=True)
class CheckedUpload:
    """A file that may be kept: readable name, media type found in the content, size (bytes), SHA-256, and its bytes.

    `file` is open at its start, on the disk; it has no name there any more and goes when it is closed.
    """

    safe_name: str
    media_type: str
    size: int
    sha256: str
    file: File[bytes]


def check_upload(uploaded: UploadedFile[bytes], *, accept: frozenset[str]) -> CheckedUpload:
    """The file, checked; raises InvalidInput naming the file, what is wrong and the remedy.

    Raises AntivirusUnavailable when ClamAV is configured and does not answer.

    `accept` holds extensions without their dot. Images come back written anew, without their metadata. The inspection
    may take seconds: call this outside of transactions, which would make others wait.
    """
    name = safe_name(uploaded.name or "")
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    if extension not in accept:
        kinds = ", ".join(sorted(kind.upper() for kind in accept))
        raise InvalidInput(f"« {name} » n’est pas d’un type accepté. Formats possibles : {kinds}.")
    with _received(uploaded, name, _OF_A_FILE) as source:
        output = source.with_name("output")
        try:
            media_type, rewritten = _inspect(source, extension, output, name)
        except InvalidInput as refused:
            if "pdf" not in accept and "csv" in accept:
                # Tables are awaited here: a PDF would be refused in its turn.
                raise InvalidInput(refused.message.replace("PDF", "CSV")) from refused
            raise
        kept = File((output if rewritten else source).open("rb"), name=name)
    if kept.size > limits.MAX_BYTES:
        kept.close()
        raise InvalidInput(_too_large(name, _OF_A_FILE))
    return CheckedUpload(name, media_type, kept.size, sha256_of(kept), kept)


def read_codes(photo: UploadedFile[bytes]) -> list[str]:
    """What the barcodes and QR codes on a photo say, each once; empty where none can be read.

    Nothing of the photo is left afterwards. Raises InvalidInput for what is no photo, too large or too slow to read,
    AntivirusUnavailable as `check_upload` does.
    """
    name = safe_name(photo.name or "")
    with _received(photo, name, _OF_A_PHOTO) as source:
        try:
            answer = _ask([str(source), "--codes"])
        except _NO_ANSWER as error:
            raise InvalidInput("Cette photo n’a pas pu être lue : reprenez-la, ou saisissez le numéro.") from error
    if "refused" in answer:
        raise InvalidInput(f"« {name} » est refusé : {answer['refused']}")
    return [str(code) for code in answer["codes"]]


@contextmanager
def _received(uploaded: UploadedFile[bytes], name: str, remedies: Remedies) -> Iterator[Path]:
    """The file in a folder of its own, without a virus; the folder goes with all that it holds."""
    with tempfile.TemporaryDirectory(prefix="passnum-") as folder:
        source = Path(folder) / "source"
        _write(uploaded, source, name, remedies)
        if settings.PASSNUM_CLAMAV and is_infected(source, settings.PASSNUM_CLAMAV):
            raise InvalidInput(f"« {name} » est refusé : l’antivirus y a trouvé un virus. Vérifiez votre ordinateur.")
        yield source


def _write(uploaded: UploadedFile[bytes], target: Path, name: str, remedies: Remedies) -> None:
    """Copy in pieces, refusing as soon as it is too large, whatever size was declared."""
    size = 0
    uploaded.seek(0)
    with target.open("wb") as copy:
        for piece in uploaded.chunks():
            size += len(piece)
            if size > limits.MAX_BYTES:
                raise InvalidInput(_too_large(name, remedies))
            copy.write(piece)
    if size == 0:
        raise InvalidInput(f"« {name} » est vide. {remedies.empty}")


def _too_large(name: str, remedies: Remedies) -> str:
    megabytes = limits.MAX_BYTES // (1024 * 1024)
    return f"« {name} » dépasse {megabytes} Mo. {remedies.too_large}"


def _inspect(source: Path, extension: str, output: Path, name: str) -> tuple[str, bool]:
    """What the inspecting process says of the file; when it cannot answer, the file is refused."""
    try:
        answer = _ask([str(source), extension, str(output)])
    except _NO_ANSWER as error:
        raise InvalidInput(
            f"« {name} » n’a pas pu être vérifié : il est refusé. Joignez-en une version plus simple, en PDF."
        ) from error
    if "refused" in answer:
        raise InvalidInput(f"« {name} » est refusé : {answer['refused']}")
    return answer["media_type"], bool(answer["rewritten"])


#: The inspecting process was killed, took too long, or said nothing that can be read.
_NO_ANSWER = (subprocess.SubprocessError, OSError, ValueError)


def _ask(words: list[str]) -> dict[str, Any]:
    """The answer of the inspecting process; raises one of `_NO_ANSWER`."""
    done = subprocess.run(  # noqa: S603 - fixed command, the name given by the sender is not part of it
        [sys.executable, "-m", "passnum.core.inspection", *words],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=limits.WALL_SECONDS,
        cwd=settings.BASE_DIR,
        env={key: os.environ[key] for key in _ENVIRONMENT if key in os.environ},
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
