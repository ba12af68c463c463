"""The check of every file that someone sends: name, size while streaming, content in a process of its own."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile

from passnum.core.errors import InvalidInput
from passnum.core.inspection import limits

#: Extensions accepted for the files joined to a deliverable.
ATTACHMENTS = frozenset({"pdf", "png", "jpg", "jpeg", "docx", "xlsx", "odt", "ods", "csv", "txt"})
PDF_ONLY = frozenset({"pdf"})
MAX_NAME = 120

_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.I)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')


@dataclass(frozen=True)
class CheckedUpload:
    """A file that may be kept: readable name, media type found in the content, size (bytes), SHA-256, and its bytes."""

    safe_name: str
    media_type: str
    size: int
    sha256: str
    file: File[bytes]


def check_upload(uploaded: UploadedFile[bytes], *, accept: frozenset[str]) -> CheckedUpload:
    """The file, checked; raises InvalidInput naming the file, what is wrong and the remedy.

    `accept` holds extensions without their dot. Images come back written anew, without their metadata.
    """
    name = safe_name(uploaded.name or "")
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    if extension not in accept:
        kinds = ", ".join(sorted(kind.upper() for kind in accept))
        raise InvalidInput(f"« {name} » n’est pas d’un type accepté. Formats possibles : {kinds}.")
    with tempfile.TemporaryDirectory(prefix="passnum-") as folder:
        source, output = Path(folder) / "source", Path(folder) / "output"
        _write(uploaded, source, name)
        media_type, rewritten = _inspect(source, extension, output, name)
        data = (output if rewritten else source).read_bytes()
    return CheckedUpload(name, media_type, len(data), hashlib.sha256(data).hexdigest(), ContentFile(data))


def safe_name(name: str) -> str:
    """The name without path, control or direction-changing characters, at most 120 characters, still readable."""
    text = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    text = "".join(c for c in text if unicodedata.category(c)[0] != "C" and unicodedata.category(c) not in {"Zl", "Zp"})
    text = _FORBIDDEN.sub("_", text).strip(" .")
    stem, dot, extension = text.rpartition(".")
    if not dot:
        stem, extension = text, ""
    stem = stem.strip(" .") or "fichier"
    if _RESERVED.match(stem):
        stem = f"{stem}_"
    tail = f".{extension[:10]}" if extension else ""
    return stem[: MAX_NAME - len(tail)].rstrip() + tail


def _write(uploaded: UploadedFile[bytes], target: Path, name: str) -> None:
    """Copy in pieces, refusing as soon as it is too large, whatever size was declared."""
    size = 0
    uploaded.seek(0)
    with target.open("wb") as copy:
        for piece in uploaded.chunks():
            size += len(piece)
            if size > limits.MAX_BYTES:
                megabytes = limits.MAX_BYTES // (1024 * 1024)
                raise InvalidInput(
                    f"« {name} » dépasse {megabytes} Mo. Réduisez-le ou partagez-le en plusieurs fichiers."
                )
            copy.write(piece)
    if size == 0:
        raise InvalidInput(f"« {name} » est vide. Vérifiez le fichier, puis joignez-le à nouveau.")


def _inspect(source: Path, extension: str, output: Path, name: str) -> tuple[str, bool]:
    """Ask the inspecting process; when it cannot answer, the file is refused."""
    unchecked = InvalidInput(
        f"« {name} » n’a pas pu être vérifié : il est refusé. Joignez-en une version plus simple, en PDF."
    )
    try:
        done = subprocess.run(  # noqa: S603 - fixed command, the name given by the sender is not part of it
            [sys.executable, "-m", "passnum.core.inspection", str(source), extension, str(output)],
            capture_output=True,
            timeout=limits.WALL_SECONDS,
            cwd=settings.BASE_DIR,
            check=True,
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise unchecked from error
    if "refused" in answer:
        raise InvalidInput(f"« {name} » est refusé : {answer['refused']}")
    return answer["media_type"], bool(answer["rewritten"])
