"""Tables that a spreadsheet opens without harm, written row by row into a file: memory does not grow with the rows."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, BinaryIO

from lxml import etree
from odf.opendocument import OpenDocumentSpreadsheet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from passnum.core.ods_rows import OFFICE, TABLE, TEXT
from passnum.core.table_rows import FORMULA_STARTS

Rows = Iterable[Sequence[Any]]
#: Characters that the XML of a spreadsheet cannot hold.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHEET = "Données"
#: What a list written in a cell's own rule can hold, in characters: the format says so.
_LONGEST_LIST = 255
#: Rows below the headers that offer a list.
_ROWS_WITH_LISTS = 1_000
_NAMES = {"office": OFFICE[1:-1], "table": TABLE[1:-1], "text": TEXT[1:-1]}
#: A tab; spaces at the start, at the end or after another: XML would make one space of them.
_MARKED = re.compile(r"(\t|(?:^ +)|(?<= ) +| +$)")


def write_csv(headers: Sequence[str], rows: Rows, into: BinaryIO) -> None:
    """CSV for Excel and LibreOffice in French: UTF-8 with its mark, semicolons, all quoted, formulas made harmless."""
    text = io.TextIOWrapper(into, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    text.detach()


def write_json(headers: Sequence[str], rows: Rows, into: BinaryIO) -> None:
    """JSON: a list of objects, one per line of the table, by the names of the columns."""
    before = b"[\n"
    for row in rows:
        one = json.dumps(dict(zip(headers, row, strict=True)), ensure_ascii=False, default=str)
        into.write(before + one.encode())
        before = b",\n"
    into.write(b"[]" if before == b"[\n" else b"\n]")


def write_xlsx(headers: Sequence[str], rows: Rows, into: BinaryIO) -> None:
    """XLSX whose text cells are typed as text: nothing in them is ever a formula. Numbers stay numbers."""
    write_xlsx_sheets([(_SHEET, chain([headers], rows))], into)


def write_xlsx_sheets(
    sheets: Sequence[tuple[str, Rows]], into: BinaryIO, *, lists: Mapping[int, Sequence[str]] | None = None
) -> None:
    """Several sheets, each with its name, typed in the same way; `lists` by rank of a column of the first sheet."""
    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(_typed(sheet, value) for value in row)
    for rank, words in (lists or {}).items():
        _offer(book.worksheets[0], rank, words)
    book.save(into)


def _offer(sheet: Any, rank: int, words: Sequence[str]) -> None:
    """A list to choose from in the cells of a column; other words can be written, who reads the file judges them."""
    joined = ",".join(words)
    if not words or len(joined) > _LONGEST_LIST or any("," in word or '"' in word for word in words):
        return
    letter = get_column_letter(rank + 1)
    offered = DataValidation(type="list", formula1=f'"{joined}"', allow_blank=True, showErrorMessage=False)
    offered.add(f"{letter}2:{letter}{_ROWS_WITH_LISTS + 1}")
    sheet.data_validations.append(offered)


def _typed(sheet: Any, value: Any) -> Any:
    if is_number(value):
        return value
    cell = WriteOnlyCell(sheet, value=_in_sheet(value))
    cell.data_type = "s"
    return cell


def write_ods(headers: Sequence[str], rows: Rows, into: BinaryIO) -> None:
    """ODS whose text cells are typed as text: nothing in them is ever a formula. Numbers stay numbers."""
    write_ods_sheets([(_SHEET, chain([headers], rows))], into)


def write_ods_sheets(sheets: Sequence[tuple[str, Rows]], into: BinaryIO) -> None:
    """Several sheets, each with its name, typed in the same way."""
    around = io.BytesIO()
    OpenDocumentSpreadsheet().save(around)
    with zipfile.ZipFile(around) as empty, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as container:
        for entry in empty.infolist():
            if entry.filename != "content.xml":
                container.writestr(entry, empty.read(entry), entry.compress_type)
        with container.open("content.xml", "w") as content, etree.xmlfile(content, encoding="UTF-8") as xml:
            xml.write_declaration()
            with (
                xml.element(f"{OFFICE}document-content", {f"{OFFICE}version": "1.3"}, nsmap=_NAMES),
                xml.element(f"{OFFICE}body"),
                xml.element(f"{OFFICE}spreadsheet"),
            ):
                for name, rows in sheets:
                    with xml.element(f"{TABLE}table", {f"{TABLE}name": name}):
                        for row in rows:
                            xml.write(_ods_row(row))


def _ods_row(row: Sequence[Any]) -> Any:
    line = etree.Element(f"{TABLE}table-row", nsmap=_NAMES)
    for value in row:
        kind = {f"{OFFICE}value-type": "string"}
        if is_number(value):
            kind = {f"{OFFICE}value-type": "float", f"{OFFICE}value": str(value)}
        cell = etree.SubElement(line, f"{TABLE}table-cell", kind)
        for words in _in_sheet(value).split("\n"):
            _paragraph(cell, words)
    return line


def _paragraph(cell: Any, words: str) -> None:
    """One line of a cell, its tabs and repeated spaces as marks."""
    paragraph = etree.SubElement(cell, f"{TEXT}p")
    last = None
    for piece in _MARKED.split(words):
        if piece == "\t":
            last = etree.SubElement(paragraph, f"{TEXT}tab")
        elif piece and _MARKED.fullmatch(piece):
            last = etree.SubElement(paragraph, f"{TEXT}s", {f"{TEXT}c": str(len(piece))})
        elif last is None:
            paragraph.text = piece
        else:
            last.tail = piece


def is_number(value: Any) -> bool:
    """Whether the cell is a number for a spreadsheet."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _in_sheet(value: Any) -> str:
    """The text of a cell as XML can hold it; an apostrophe before a formula is doubled: one goes when it is read."""
    text = "" if value is None else _NOT_IN_XML.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith("'") and text.lstrip("'").startswith(FORMULA_STARTS) else text


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would run gets an apostrophe in front; numbers and phone numbers are left alone.

    So does a text that already begins with such an apostrophe: what is read again is what was written.
    """
    if not isinstance(value, str) or not value.lstrip("'").startswith(FORMULA_STARTS):
        return value
    if value[0] in "+-" and value[1:].replace(" ", "").replace(",", "").replace(".", "").isdigit():
        return value
    return f"'{value}"


#: What a table can be downloaded as: how it is written, and its media type.
WRITERS: dict[str, tuple[Callable[[Sequence[str], Rows, BinaryIO], None], str]] = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": (write_ods, "application/vnd.oasis.opendocument.spreadsheet"),
    "json": (write_json, "application/json"),
}
#: Those that have room for sheets beside the table.
SHEETS: dict[str, Callable[[Sequence[tuple[str, Rows]], BinaryIO], None]] = {
    "xlsx": write_xlsx_sheets,
    "ods": write_ods_sheets,
}
