"""Office files: ZIP containers measured before they are unpacked, without macro, program or hidden dimension."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from passnum.core.inspection import limits
from passnum.core.inspection.refusal import Refused

_OOXML = {
    "docx": (
        "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_ODF = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_PROGRAMS = re.compile(
    r"(vbaProject|/Basic/|^Basic/|^Scripts/|\.(exe|dll|js|vbs|bat|cmd|scr|jar|ps1)$|embeddings/|activeX/)", re.I
)
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,7})"')
_ODS_REPEAT = re.compile(rb'number-(rows|columns)-repeated="(\d+)"')


def inspect(source: Path, extension: str) -> str:
    """Media type of the container; Refused when it is damaged, too large once unpacked, or carries a program."""
    try:
        with zipfile.ZipFile(source) as container:
            return _check(container, extension)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Refused(
            "ce fichier est abîmé, incomplet, ou n’est pas ce que dit son nom. Enregistrez-le à nouveau."
        ) from error


def _check(container: zipfile.ZipFile, extension: str) -> str:
    entries = container.infolist()
    if len(entries) > limits.MAX_ZIP_ENTRIES:
        raise Refused("ce fichier contient trop d’éléments. Enregistrez-en une version plus simple, ou en PDF.")
    total = 0
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise Refused("ce fichier est protégé par un mot de passe. Enregistrez-le sans protection.")
        if ".." in Path(entry.filename).parts or entry.filename.startswith(("/", "\\")):
            raise Refused("ce fichier contient des chemins trompeurs. Enregistrez-le à nouveau.")
        if _PROGRAMS.search(entry.filename):
            raise Refused(
                "ce fichier contient une macro, un programme ou un objet inséré. Enregistrez-le sans, ou en PDF."
            )
        total += _unpacked(container, entry)
        if total > limits.MAX_UNPACKED_BYTES:
            raise Refused("ce fichier est démesuré une fois ouvert. Réduisez-le, ou joignez un PDF.")
    names = {entry.filename for entry in entries}
    if extension in _ODF:
        if "mimetype" not in names or container.read("mimetype").decode("ascii", "replace").strip() != _ODF[extension]:
            raise Refused(f"ce n’est pas un fichier {extension.upper()}, malgré son nom.")
        media_type = _ODF[extension]
    else:
        main, media_type = _OOXML[extension]
        if main not in names or "[Content_Types].xml" not in names:
            raise Refused(f"ce n’est pas un fichier {extension.upper()}, malgré son nom.")
    _check_dimensions(container, names, extension)
    return media_type


def _unpacked(container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Size of the entry really unpacked, in pieces: what the header declares is not believed."""
    size = 0
    limit = max(1024 * 1024, entry.compress_size * limits.MAX_RATIO)
    with container.open(entry) as stream:
        while piece := stream.read(1 << 16):
            size += len(piece)
            if size > limit or size > limits.MAX_UNPACKED_BYTES:
                raise Refused("ce fichier est démesuré une fois ouvert. Réduisez-le, ou joignez un PDF.")
    return size


def _check_dimensions(container: zipfile.ZipFile, names: set[str], extension: str) -> None:
    """Cells far away from the others make readers use gigabytes: the places really used are measured."""
    if extension == "xlsx":
        for name in names:
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _check_sheet(container.read(name))
    elif extension == "ods" and "content.xml" in names:
        content = container.read("content.xml")
        for kind, number in _ODS_REPEAT.findall(content):
            over = 1_048_576 if kind == b"rows" else 16_384
            if int(number) > over:
                raise Refused("ce tableur déclare plus de lignes ou de colonnes qu’un tableur n’en a.")


def _check_sheet(sheet: bytes) -> None:
    rows = max((int(number) for number in _ROW.findall(sheet)), default=0)
    columns = 0
    for letters, number in _CELL.findall(sheet):
        rows = max(rows, int(number))
        columns = max(columns, _column(letters))
    if rows > limits.MAX_SHEET_ROWS or columns > limits.MAX_SHEET_COLUMNS:
        raise Refused("ce tableur a une cellule très loin des autres. Supprimez les lignes et colonnes vides.")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
