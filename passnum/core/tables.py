"""Reading a table that someone sends (CSV, XLSX, ODS) and writing one that a spreadsheet opens without harm."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

import tablib
from openpyxl import Workbook

from passnum.core.errors import InvalidInput
from passnum.core.french import number
from passnum.core.table_rows import FORMULA_STARTS, TABLES, stream_rows

__all__ = [
    "MAX_ROWS",
    "TABLES",
    "WRITERS",
    "harmless",
    "read_table",
    "write_csv",
    "write_json",
    "write_ods",
    "write_xlsx",
]

#: A table is previewed and written within one request: what is longer is sent in several files.
MAX_ROWS = 5_000
#: Characters that the XML of a spreadsheet cannot hold.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_table(data: bytes, extension: str) -> tablib.Dataset:
    """The first sheet as a dataset with headers, every cell as text, empty rows left out.

    `extension` is one of csv, xlsx, ods. Raises InvalidInput for a table that cannot be read or has no row.
    """
    rows = [row for _, row in islice(stream_rows(io.BytesIO(data), extension), MAX_ROWS + 1)]
    if len(rows) > MAX_ROWS:
        raise InvalidInput(
            f"Ce tableau a plus de {number(MAX_ROWS)} lignes. "
            "Supprimez les lignes vides, ou partagez-le en plusieurs fichiers."
        )
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if len(filled) < 2:
        raise InvalidInput("Ce tableau ne contient aucune ligne sous ses titres de colonnes.")
    headers = [cell.strip() for cell in filled[0]]
    while headers and not headers[-1]:
        headers.pop()
    dataset = tablib.Dataset(headers=headers)
    for row in filled[1:]:
        dataset.append((row + [""] * len(headers))[: len(headers)])
    return dataset


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV for Excel and LibreOffice in French: UTF-8 with its mark, semicolons, all quoted, formulas made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(headers)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """XLSX whose text cells are typed as text: nothing in them is ever a formula. Numbers stay numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Données")
    sheet.append(list(headers))
    for row in rows:
        sheet.append([_typed(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_ods(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """ODS whose text cells are typed as text: nothing in them is ever a formula. Numbers stay numbers."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="Données")
    for cells in (headers, *rows):
        line = TableRow()
        for value in cells:
            numeric = isinstance(value, int | float) and not isinstance(value, bool)
            cell = TableCell(valuetype="float", value=value) if numeric else TableCell(valuetype="string")
            cell.addElement(P(text=_NOT_IN_XML.sub("", "" if value is None else str(value))))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_json(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """JSON: a list of objects, one per line of the table, by the names of the columns."""
    objects = [dict(zip(headers, row, strict=True)) for row in rows]
    return json.dumps(objects, ensure_ascii=False, indent=1, default=str).encode()


#: What a table can be downloaded as: how it is written, and its media type.
WRITERS: dict[str, tuple[Callable[[Sequence[str], Iterable[Sequence[Any]]], bytes], str]] = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": (write_ods, "application/vnd.oasis.opendocument.spreadsheet"),
    "json": (write_json, "application/json"),
}


def _typed(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    cell = WriteOnlyCell(sheet, value="" if value is None else _NOT_IN_XML.sub("", str(value)))
    cell.data_type = "s"
    return cell


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would run gets an apostrophe in front; numbers and phone numbers are left alone."""
    if not isinstance(value, str) or not value.startswith(FORMULA_STARTS):
        return value
    if value[0] in "+-" and value[1:].replace(" ", "").replace(",", "").replace(".", "").isdigit():
        return value
    return f"'{value}"
