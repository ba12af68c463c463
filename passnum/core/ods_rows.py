"""The rows of an OpenDocument spreadsheet, with the cells that it writes once and says to be repeated."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

_SPACES = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_TABLE, _OFFICE, _TEXT = (f"{{{_SPACES.format(name)}}}" for name in ("table", "office", "text"))
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
#: Where each type of cell keeps its value; a text is in its paragraphs.
_VALUES = {
    "float": "value",
    "percentage": "value",
    "currency": "value",
    "date": "date-value",
    "boolean": "boolean-value",
}


def rows_of_first_table(data: bytes) -> Iterator[list[str]]:
    """The rows that hold something, as texts up to their last filled cell. Dates are in ISO form.

    Raises ValueError, KeyError, zipfile.BadZipFile or lxml.etree.XMLSyntaxError for what cannot be read.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as container, container.open("content.xml") as content:
        for _, element in etree.iterparse(
            content, tag=(f"{_TABLE}table-row", f"{_TABLE}table"), resolve_entities=False
        ):
            if element.tag == f"{_TABLE}table":
                return
            row = _cells(element)
            if row:
                for _ in range(_repeated(element, "rows")):
                    yield list(row)
            element.clear()


def _cells(row: etree._Element) -> list[str]:
    found: list[str] = []
    empty = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        value, times = _value(cell), _repeated(cell, "columns")
        if not value:
            empty += times
            continue
        found += [""] * empty + [value] * times
        empty = 0
    return found


def _value(cell: etree._Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "string")
    if kind in _VALUES:
        value = str(cell.get(_OFFICE + _VALUES[kind], ""))
        return value.removesuffix(".0") if kind in {"float", "currency"} else value
    return "\n".join("".join(paragraph.itertext()) for paragraph in cell.findall(f"{_TEXT}p"))


def _repeated(element: etree._Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))
