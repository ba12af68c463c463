"""The rows of an OpenDocument spreadsheet, with the cells that it writes once and says to be repeated."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from passnum.core.errors import InvalidInput
from passnum.core.inspection import limits
from passnum.core.xlsx_rows import plain_number
from passnum.core.xml_pieces import events

_SPACES = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
TABLE, OFFICE, TEXT, _STYLE = (f"{{{_SPACES.format(name)}}}" for name in ("table", "office", "text", "style"))
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_SPANS = (f"{TABLE}number-columns-spanned", f"{TABLE}number-rows-spanned")
_FORMULA, _KIND = f"{TABLE}formula", f"{OFFICE}value-type"
_ROWS_REPEATED, _COLUMNS_REPEATED = f"{TABLE}number-rows-repeated", f"{TABLE}number-columns-repeated"
_PARAGRAPH = f"{TEXT}p"
#: Where each type of cell keeps its value; a text is in its paragraphs.
_VALUES = {
    "float": f"{OFFICE}value",
    "percentage": f"{OFFICE}value",
    "currency": f"{OFFICE}value",
    "date": f"{OFFICE}date-value",
    "boolean": f"{OFFICE}boolean-value",
}
#: What stands in a paragraph for characters that XML would lose. Spaces are counted: no more than these are made.
_MARKS = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_MOST_SPACES = 100
#: A cell may be said to be repeated a billion times: a row is not made longer than this.
_MOST_CELLS = limits.MAX_SHEET_COLUMNS


def rows_of_first_table(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first visible table that hold something, each with its number (from 1), as texts up to their
    last filled cell.

    Dates are in ISO form. Raises InvalidInput for merged cells and formulas; ValueError, KeyError, zipfile.BadZipFile
    or lxml.etree.XMLSyntaxError for what cannot be read.
    """
    tags = (f"{TABLE}table-row", f"{TABLE}table", f"{_STYLE}style")
    number, inside, hidden_styles = 0, False, set()
    with zipfile.ZipFile(file) as container, container.open("content.xml") as content:
        for event, element in events(content, tags, starts=True):
            if element.tag == tags[2]:
                if event == "end" and _hides(element):
                    hidden_styles.add(element.get(f"{_STYLE}name"))
            elif element.tag == tags[1]:
                if event == "start" and inside:
                    raise ValueError("a table in a table")
                if event == "end" and inside:
                    return
                inside = event == "start" and element.get(f"{TABLE}style-name") not in hidden_styles
            elif event == "end" and inside:
                row, times = _cells(element, number + 1), _repeated(element, _ROWS_REPEATED)
                if row:
                    for further in range(times):
                        yield number + 1 + further, list(row)
                number += times


def _hides(style: Any) -> bool:
    return any(one.get(f"{TABLE}display") == "false" for one in style.iterchildren(f"{_STYLE}table-properties"))


def _cells(row: Any, number: int) -> list[str]:
    found: list[str] = []
    empty = 0
    for cell in row.iterchildren(*_CELLS):
        told = dict(cell.attrib)
        _refuse(told, number)
        value, times = _value(cell, told), max(1, int(told.get(_COLUMNS_REPEATED, "1")))
        if not value:
            empty += times
            continue
        if len(found) + empty + times > _MOST_CELLS:
            raise ValueError("a row of too many cells")
        if empty:
            found += [""] * empty
            empty = 0
        found += [value] * times
    return found


def _refuse(told: dict[str, str], number: int) -> None:
    """What a cell may not be: several made one, or a formula."""
    if any(int(told[span]) > 1 for span in _SPANS if span in told):
        raise InvalidInput(
            f"Cellules fusionnées (ligne {number}) : défusionnez-les, puis écrivez une valeur dans chaque cellule."
        )
    if formula := told.get(_FORMULA):
        raise InvalidInput(
            f"Une cellule contient une formule (ligne {number}, {formula[:40]}) : collez sa valeur à la place."
        )


def _value(cell: Any, told: dict[str, str]) -> str:
    kind = told.get(_KIND, "string")
    if kind in _VALUES:
        value = told.get(_VALUES[kind], "")
        return plain_number(value) if kind in {"float", "currency"} else value
    return "\n".join(map(_words, cell.iterchildren(_PARAGRAPH)))


def _words(paragraph: Any) -> str:
    if not len(paragraph):
        return paragraph.text or ""
    found = []
    for element in paragraph.iter():
        if mark := _MARKS.get(element.tag):
            found.append(mark * min(int(element.get(f"{TEXT}c", "1")), _MOST_SPACES))
        elif isinstance(element.tag, str):
            found.append(element.text or "")
        if element is not paragraph:
            found.append(element.tail or "")
    return "".join(found)


def _repeated(element: Any, name: str) -> int:
    return max(1, int(element.get(name, "1")))
