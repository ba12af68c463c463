"""Office files: ZIP containers measured while they are unpacked in pieces, never written to the disk."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO
from xml.parsers.expat import ExpatError

from passnum.core.inspection import limits
from passnum.core.inspection.office_parts import Part
from passnum.core.inspection.refusal import Refused

_OOXML = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ODF = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_OLE = b"\xd0\xcf\x11\xe0"
#: Beginnings of programs and of inserted objects, whatever their name.
_PROGRAM_STARTS = (b"MZ\x90", b"\x7fELF", _OLE)
_PROGRAM_NAMES = re.compile(
    r"(vbaProject|(^|/)Basic/|^Scripts/|activeX/|\.(exe|dll|com|js|jse|vbs|vbe|wsf|hta|bat|cmd|scr|jar|ps1|lnk|msi)$)",
    re.I,
)
_DAMAGED = "ce fichier est abîmé, incomplet, ou n’est pas ce que dit son nom. Enregistrez-le à nouveau."
_PROGRAM = "ce fichier contient une macro, un programme ou un objet inséré. Enregistrez-le sans, ou en PDF."
_HUGE = "ce fichier est démesuré une fois ouvert. Réduisez-le, ou joignez un PDF."
_PASSWORD = "ce fichier est protégé par un mot de passe. Enregistrez-le sans protection."  # noqa: S105 - a message


def inspect(source: Path, extension: str) -> str:
    """Media type of the container; Refused when it is damaged, too large once unpacked, or carries a program."""
    with source.open("rb") as file:
        if file.read(4) == _OLE:
            raise Refused(
                "ce fichier est protégé par un mot de passe, ou d’un format ancien. "
                f"Enregistrez-le au format {extension.upper()}, sans protection."
            )
    return _Inspection(extension).media_type(source)


class _Inspection:
    """One container and those inside it; what is unpacked counts for all of them together."""

    def __init__(self, extension: str, nesting: int = 0, unpacked: int = 0) -> None:
        self.extension, self.nesting, self.unpacked = extension, nesting, unpacked
        self.content_types: set[str] = set()
        table = extension in {"xlsx", "ods"} and not nesting
        self.most = limits.MAX_UNPACKED_TABLE_BYTES if table else limits.MAX_UNPACKED_BYTES

    def media_type(self, source: Path | IO[bytes]) -> str:
        try:
            with zipfile.ZipFile(source) as container:
                return self._check(container)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise Refused(_DAMAGED) from error

    def _check(self, container: zipfile.ZipFile) -> str:
        entries = container.infolist()
        if len(entries) > limits.MAX_ZIP_ENTRIES:
            raise Refused("ce fichier contient trop d’éléments. Enregistrez-en une version plus simple, ou en PDF.")
        names = [entry.filename for entry in entries]
        if len({name.lower() for name in names}) != len(names) or any(map(_is_misleading, names)):
            raise Refused("ce fichier contient des éléments aux noms trompeurs. Enregistrez-le à nouveau.")
        for entry in entries:
            if entry.flag_bits & 0x1:
                raise Refused(_PASSWORD)
            if _PROGRAM_NAMES.search(entry.filename):
                raise Refused(_PROGRAM)
            self._unpack(container, entry)
        return self._kind(container, names)

    def _kind(self, container: zipfile.ZipFile, names: list[str]) -> str:
        """What the container says that it is, which must be what its name says."""
        if self.extension in _OOXML:
            found = _OOXML[self.extension]
            agrees = f"{found}.main+xml" in self.content_types
        else:
            found = _ODF[self.extension]
            agrees = "mimetype" in names and container.read("mimetype").decode("ascii", "replace").strip() == found
            agrees = agrees and "content.xml" in names
        if not agrees:
            raise Refused(
                f"ce n’est pas un fichier {self.extension.upper()}, malgré son nom. Enregistrez-le à nouveau."
            )
        return found

    def _unpack(self, container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        """Read the entry in pieces, measuring what really comes out: what its header declares is not believed."""
        size, most = 0, max(limits.SMALL_ENTRY_BYTES, entry.compress_size * limits.MAX_RATIO)
        part = Part(self.content_types) if entry.filename.lower().endswith((".xml", ".rels")) else None
        with container.open(entry) as stream:
            while piece := stream.read(1 << 16):
                if size == 0:
                    self._check_start(container, entry, piece)
                size += len(piece)
                self.unpacked += len(piece)
                if size > most or self.unpacked > self.most:
                    raise Refused(_HUGE)
                if part:
                    _read(part, piece)
        if part and size:
            _read(part, b"", last=True)
        if part and entry.filename == "content.xml" and part.root != "document-content":
            # Under another root its cells would not be measured, and would be read all the same.
            raise Refused(_DAMAGED)

    def _check_start(self, container: zipfile.ZipFile, entry: zipfile.ZipInfo, start: bytes) -> None:
        if start.startswith(_PROGRAM_STARTS):
            raise Refused(_PROGRAM)
        if not start.startswith(b"PK\x03\x04"):
            return
        extension = PurePosixPath(entry.filename).suffix.lower().lstrip(".")
        if self.nesting >= limits.MAX_NESTING or extension not in _OOXML:
            raise Refused("ce fichier en contient d’autres. Enregistrez-le sans, ou en PDF.")
        if entry.file_size > limits.MAX_BYTES:
            raise Refused(_HUGE)
        inside = _Inspection(extension, self.nesting + 1, self.unpacked)
        with container.open(entry) as stream:
            inside.media_type(stream)
        self.unpacked = inside.unpacked


def _read(part: Part, piece: bytes, *, last: bool = False) -> None:
    try:
        part.feed(piece, last=last)
    except ExpatError as error:
        raise Refused(_DAMAGED) from error


def _is_misleading(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or bool(re.match(r"^[A-Za-z]:", name))
