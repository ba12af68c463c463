"""The rows of a table, one after the other: CSV (UTF-8 or Windows-1252), XLSX, ODS. Memory does not grow with the file.

Every reader yields the number of the row in the file (from 1) and its cells as text.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from passnum.core.errors import InvalidInput
from passnum.core.ods_rows import rows_of_first_table
from passnum.core.xlsx_rows import rows_of_first_sheet

Rows = Iterator[tuple[int, list[str]]]
TABLES = frozenset({"csv", "xlsx", "ods"})
MAX_COLUMNS = 100
#: What a spreadsheet has: a number beyond is made up, and no column of the database would hold it.
MAX_ROW_NUMBER = 1_048_576
BLOCK = 1 << 16
DELIMITERS = (";", ",", "\t")
FAR = "Ce tableau a une ligne très loin des autres. Supprimez les lignes vides, puis envoyez-le à nouveau."
UNREADABLE = "Ce tableau n’est pas lisible. Partez du fichier modèle, puis enregistrez-le."
CUT = "Ce fichier semble coupé avant sa fin : la dernière ligne est incomplète. Enregistrez-le et envoyez-le à nouveau."
#: A cell that begins with one of these may be run as a formula by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def stream_rows(file: BinaryIO, extension: str) -> Rows:
    """The rows of the first sheet, with their number in the file, empty ones included.

    Raises InvalidInput for a table that cannot be read, is cut, has merged cells or formulas.
    """
    try:
        for number, row in {"csv": _csv_rows, "xlsx": rows_of_first_sheet, "ods": rows_of_first_table}[extension](file):
            if number > MAX_ROW_NUMBER:
                raise InvalidInput(FAR)
            if len(row) > MAX_COLUMNS and any(row[MAX_COLUMNS:]):
                raise InvalidInput(f"Ligne {number} : plus de {MAX_COLUMNS} colonnes. Gardez celles du fichier modèle.")
            yield number, [_plain(cell) for cell in row[:MAX_COLUMNS]]
    except InvalidInput:
        raise
    except Exception as error:
        raise InvalidInput(UNREADABLE) from error


def _csv_rows(file: BinaryIO) -> Rows:
    text = io.TextIOWrapper(file, encoding=_encoding_of(file), newline="")
    try:
        lines = csv.reader(text, delimiter=_delimiter_of(text), strict=True)
        width = 0
        try:
            for number, row in enumerate(lines, start=1):
                if not width and not _left_out(row):
                    width = len(row)
                if 0 < len(row) < width and any(row) and not _left_out(row):
                    raise InvalidInput(f"Ligne {number} : {len(row)} cellules au lieu de {width}. {CUT}")
                yield number, row
        except csv.Error as error:
            raise InvalidInput(_unreadable_line(lines.line_num, str(error))) from error
    finally:
        # A reading given up is closed after its file: there is nothing left to give back then.
        if not file.closed:
            text.detach()


def _delimiter_of(text: io.TextIOWrapper) -> str:
    """What separates the cells: the sign that the first line with any has most. Titles above the table have none."""
    found = ";"
    for line in text.read(BLOCK).splitlines():
        counts = {sign: line.count(sign) for sign in DELIMITERS}
        if any(counts.values()):
            found = max(DELIMITERS, key=lambda sign: counts[sign])
            break
    text.seek(0)
    return found


def _unreadable_line(number: int, error: str) -> str:
    if "field limit" in error:
        return (
            f"Ligne {number} : une cellule est démesurée, ou des guillemets n’y sont jamais fermés. Raccourcissez-la, "
            "ou fermez les guillemets."
        )
    return f"Ligne {number} : des guillemets sont mal fermés. {UNREADABLE}"


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


def _plain(cell: str) -> str:
    """The cell without the apostrophe that our own CSV puts in front of a formula."""
    if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS):
        return cell[1:]
    return cell
