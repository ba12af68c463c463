"""The rows of the first visible sheet of an XLSX, as they are unpacked: memory holds the distinct texts and one row."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import cache
from typing import Any, BinaryIO

from openpyxl.utils.datetime import from_excel

from passnum.core.errors import InvalidInput
from passnum.core.xlsx_book import Book, texts_in
from passnum.core.xml_pieces import events

UNREADABLE_ORDER = "Les lignes de ce tableau ne se suivent pas. Enregistrez-le à nouveau depuis votre tableur."


def rows_of_first_sheet(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The rows that the sheet writes, each with its number (from 1), as texts up to their last filled cell.

    Dates are in ISO form. The dimension that the sheet declares is not believed. Raises InvalidInput for merged
    cells, formulas, too many distinct texts; ValueError, LookupError, zipfile.BadZipFile or
    lxml.etree.XMLSyntaxError for what cannot be read.
    """
    with zipfile.ZipFile(file) as container:
        book = Book(container)
        book.refuse_merged()
        with container.open(book.sheet) as sheet:
            number = 0
            for _, element in events(sheet, ("{*}row", "{*}sheetData")):
                space, _, kind = element.tag.rpartition("}")
                if kind == "sheetData":
                    return
                before, number = number, int(element.get("r", number + 1))
                if number <= before:
                    raise InvalidInput(UNREADABLE_ORDER)
                yield number, _cells(element, f"{space}}}", number, book)
    raise ValueError("no rows")


def _cells(row: Any, space: str, number: int, book: Book) -> list[str]:
    found: list[str] = []
    cell_tag, formula = f"{space}c", f"{space}f"
    at = 0
    for cell in row.iterchildren(cell_tag):
        place = cell.get("r")
        at = _column(place.rstrip("0123456789")) if place else at + 1
        value = _value(cell, space, formula, number, book)
        if value:
            if at > len(found):
                found += [""] * (at - len(found) - 1)
                found.append(value)
            else:
                found[at - 1] = value
    return found


def _value(cell: Any, space: str, formula: str, number: int, book: Book) -> str:
    kind, text = cell.get("t", "n"), ""
    for child in cell:
        tag = child.tag
        if tag == formula:
            where = cell.get("r", f"ligne {number}")
            raise InvalidInput(
                f"Une cellule contient une formule ({where}, ={(child.text or '')[:40]}) : collez sa valeur à la place."
            )
        if tag == f"{space}v":
            text = child.text or ""
        elif tag == f"{space}is":
            return texts_in(child, space)
    if not text or kind in {"str", "e", "d", "inlineStr"}:
        return text
    if kind == "s":
        return book.texts[_rank(text)]
    if kind == "b":
        return "vrai" if text.strip() in {"1", "true"} else "faux"
    return _day(text, book) if book.is_date(cell.get("s")) else plain_number(text)


def _rank(text: str) -> int:
    """The rank of a shared text. Raises ValueError for a negative one: it would count from the end."""
    rank = int(text)
    if rank < 0:
        raise ValueError(text)
    return rank


def _day(text: str, book: Book) -> str:
    """The day of a serial number of a spreadsheet in ISO form; the number itself when it is no day."""
    try:
        moment = from_excel(float(text), book.epoch)
    except (ValueError, OverflowError):
        return plain_number(text)
    if not hasattr(moment, "date"):
        return str(moment)
    midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return f"{moment:%Y-%m-%d}" if midnight else f"{moment:%Y-%m-%d %H:%M:%S}"


def plain_number(text: str) -> str:
    """A number as a person writes it: « 12 » for « 12.0 », « 1000000000000 » for « 1E+12 »; other texts as they are."""
    if text.isdecimal() or "_" in text:
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    return str(int(value)) if value.is_integer() else repr(value)


@cache
def _column(letters: str) -> int:
    """Number of the column « AB », from 1. Raises ValueError for what is none."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z" or len(letters) > 3:
            raise ValueError(letters)
        number = number * 26 + ord(letter) - 64
    if not number:
        raise ValueError(letters)
    return number
