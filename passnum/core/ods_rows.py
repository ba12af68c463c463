"""The rows of an OpenDocument spreadsheet, with the cells that it writes once and says to be repeated."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from passnum.core.errors import InvalidInput

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


def rows_of_first_table(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each with its number (from 1), as texts up to their last filled cell.

    Dates are in ISO form. Raises InvalidInput for merged cells and formulas; ValueError, KeyError, zipfile.BadZipFile
    or lxml.etree.XMLSyntaxError for what cannot be read.
    """
    number = 0
    with zipfile.ZipFile(file) as container, container.open("content.xml") as content:
        for _, element in etree.iterparse(
            content, tag=(f"{_TABLE}table-row", f"{_TABLE}table"), resolve_entities=False
        ):
            if element.tag == f"{_TABLE}table":
                return
            times = _repeated(element, "rows")
            row = _cells(element, number + 1)
            if row:
                for further in range(times):
                    yield number + 1 + further, list(row)
            number += times
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _cells(row: etree._Element, number: int) -> list[str]:
    found: list[str] = []
    empty = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        _refuse(cell, number)
        value, times = _value(cell), _repeated(cell, "columns")
        if not value:
            empty += times
            continue
        found += [""] * empty + [value] * times
        empty = 0
    return found


def _refuse(cell: etree._Element, number: int) -> None:
    """What a cell may not be: several made one, or a formula."""
    if any(int(cell.get(f"{_TABLE}number-{what}-spanned", "1")) > 1 for what in ("columns", "rows")):
        raise InvalidInput(
            f"Cellules fusionnées (ligne {number}) : défusionnez-les, puis écrivez une valeur dans chaque cellule."
        )
    if cell.get(f"{_TABLE}formula"):
        raise InvalidInput(
            f"Une cellule contient une formule (ligne {number}, {cell.get(f'{_TABLE}formula')[:40]}) : "
            "collez sa valeur à la place."
        )


def _value(cell: etree._Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "string")
    if kind in _VALUES:
        value = str(cell.get(_OFFICE + _VALUES[kind], ""))
        return value.removesuffix(".0") if kind in {"float", "currency"} else value
    return "\n".join("".join(paragraph.itertext()) for paragraph in cell.findall(f"{_TEXT}p"))


def _repeated(element: etree._Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))
