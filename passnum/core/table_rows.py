"""The rows of a table, one after the other: CSV (UTF-8 or Windows-1252), XLSX, ODS. Memory does not grow with the file.

Every reader yields the number of the row in the file (from 1) and its cells as text.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from openpyxl import load_workbook

from passnum.core.errors import InvalidInput
from passnum.core.ods_rows import rows_of_first_table

Rows = Iterator[tuple[int, list[str]]]
TABLES = frozenset({"csv", "xlsx", "ods"})
MAX_COLUMNS = 100
BLOCK = 1 << 20
UNREADABLE = "Ce tableau n’est pas lisible. Partez du fichier modèle, puis enregistrez-le."
CUT = "Ce fichier semble coupé avant sa fin : la dernière ligne est incomplète. Enregistrez-le et envoyez-le à nouveau."
#: A cell that begins with one of these may be run as a formula by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z0-9:]{2,40})"')


def stream_rows(file: BinaryIO, extension: str) -> Rows:
    """The rows of the first sheet, with their number in the file, empty ones included.

    Raises InvalidInput for a table that cannot be read, is cut, has merged cells or formulas.
    """
    try:
        yield from {"csv": _csv_rows, "xlsx": _xlsx_rows, "ods": _ods_rows}[extension](file)
    except InvalidInput:
        raise
    except Exception as error:
        raise InvalidInput(UNREADABLE) from error


def _csv_rows(file: BinaryIO) -> Rows:
    text = io.TextIOWrapper(file, encoding=_encoding_of(file), newline="")
    try:
        first = text.readline(BLOCK)
        text.seek(0)
        lines = csv.reader(text, delimiter=";" if first.count(";") >= first.count(",") else ",", strict=True)
        width = 0
        try:
            for number, row in enumerate(lines, start=1):
                width = width or len(row)
                if 0 < len(row) < width and any(row) and not _left_out(row):
                    raise InvalidInput(f"Ligne {number} : {len(row)} cellules au lieu de {width}. {CUT}")
                yield number, [_plain(cell) for cell in row[:MAX_COLUMNS]]
        except csv.Error as error:
            place = f"Ligne {lines.line_num} : des guillemets sont mal fermés. "
            raise InvalidInput((place if "NUL" not in str(error) else "") + UNREADABLE) from error
    finally:
        # A reading given up is closed after its file: there is nothing left to give back then.
        if not file.closed:
            text.detach()


def _left_out(row: list[str]) -> bool:
    """A title or a note alone on its line, before or after the table."""
    return len(row) == 1


def _encoding_of(file: BinaryIO) -> str:
    """UTF-8, with or without its mark, or Windows-1252 when it cannot be. Raises InvalidInput for a file cut short."""
    decoder, beyond_ascii = codecs.getincrementaldecoder("utf-8")(), False
    file.seek(0)
    try:
        while block := file.read(BLOCK):
            beyond_ascii |= not decoder.decode(block).isascii()
        if decoder.getstate()[0]:
            if beyond_ascii:
                raise InvalidInput(CUT)
            return "cp1252"
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)
    return "utf-8-sig"


def _xlsx_rows(file: BinaryIO) -> Rows:
    _refuse_merged(file)
    book = load_workbook(file, read_only=True, data_only=False)
    try:
        sheet = book.worksheets[0]
        # The dimension that the file declares is not believed: rows beyond would be dropped, empty ones made up.
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if not row:
                continue  # a gap: cells further down say so by their place
            yield number, [_plain(_cell(cell)) for cell in row[:MAX_COLUMNS]]
    finally:
        book.close()


def _refuse_merged(file: BinaryIO) -> None:
    """Merged cells hold one value for several rows: which one it belongs to cannot be known."""
    with zipfile.ZipFile(file) as container:
        for name in container.namelist():
            if not name.startswith("xl/worksheets/sheet1.xml"):
                continue
            with container.open(name) as sheet:
                before = b""
                while block := sheet.read(BLOCK):
                    if found := _MERGED.search(before + block):
                        raise InvalidInput(merged(found[1].decode()))
                    before = block[-200:]


def merged(where: str) -> str:
    """What is said of merged cells."""
    return f"Cellules fusionnées ({where}) : défusionnez-les, puis écrivez une valeur dans chaque cellule."


def _ods_rows(file: BinaryIO) -> Rows:
    for number, row in rows_of_first_table(file):
        yield number, [_plain(cell) for cell in row[:MAX_COLUMNS]]


def _cell(cell: Any) -> str:
    """The text of a spreadsheet's cell; a formula is refused, a text that looks like one is a text."""
    if cell.data_type == "f":
        where = f"{cell.column_letter}{cell.row}" if hasattr(cell, "column_letter") else f"ligne {cell.row}"
        raise InvalidInput(
            f"Une cellule contient une formule ({where}, {str(cell.value)[:40]}) : collez sa valeur à la place."
        )
    return _text(cell.value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _plain(cell: str) -> str:
    """The cell without the apostrophe that our own CSV puts in front of a formula."""
    if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS):
        return cell[1:]
    return cell
