"""The file made plain once: a CSV of ours, its columns in our order, each row with its number. Read again at will."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import IO, BinaryIO

from passnum.core.errors import InvalidInput
from passnum.core.french import number
from passnum.core.table_rows import stream_rows
from passnum.exchange.format import CHUNK, Column, Format, Row, header_name, in_order

Numbered = Iterator[tuple[int, list[str]]]
#: Lines that may come before the titles of the columns, these included.
MOST_BEFORE = 20
#: What a file may hold once it is plain: rows and cells that a spreadsheet says to be repeated are written out.
MOST_CHARACTERS = 100_000_000
#: What a spreadsheet can hold in one cell.
MOST_IN_CELL = 32_767


def stage(
    source: BinaryIO, extension: str, form: Format, into: IO[str], *, tell: Callable[[int], None]
) -> tuple[int, list[str]]:
    """Copy the rows of the file into `into`; returns their number and the columns of the format that the file has.

    Raises InvalidInput for a file that cannot be read, whose columns are not those of the format, or too long.
    `tell` is given the number of rows read so far.
    """
    columns = form.columns
    headers, rows = _headers(stream_rows(source, extension), columns)
    places = in_order(headers, columns)
    writer, done, size = csv.writer(into), 0, 0
    writer.writerow(_told(columns))
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        done += 1
        if done > form.most_rows:
            raise InvalidInput(
                f"Ce fichier a plus de {number(form.most_rows)} lignes : partagez-le en plusieurs fichiers."
            )
        width = len(cells)
        kept = [cells[at].strip() if at is not None and at < width else "" for at in places]
        _refuse_untitled(line, cells, headers)
        _refuse_endless(line, kept, columns)
        size += sum(map(len, kept))
        if size > MOST_CHARACTERS:
            raise InvalidInput(f"Ligne {line} : ce tableau est démesuré. Raccourcissez ses cellules, ou partagez-le.")
        writer.writerow([line, *kept])
        if done % CHUNK == 0:
            tell(done)
    if not done:
        raise InvalidInput("Ce tableau ne contient aucune ligne sous ses titres de colonnes.")
    return done, [column.name for column, at in zip(columns, places, strict=True) if at is not None]


def _told(columns: Sequence[Column]) -> list[str]:
    """The columns with what may be written in each: « 1 » of a list is another answer once the list has changed."""
    return [f"{column.name} : {column.words}" for column in columns]


def _headers(rows: Numbered, columns: Sequence[Column]) -> tuple[list[str], Numbered]:
    """The titles of the columns, and the rows below. Lines of words may come before: a title, a date, a note."""
    first = list(islice(_filled(rows), MOST_BEFORE))
    if not first:
        raise InvalidInput("Ce tableau est vide.")
    known = {header_name(column.name) for column in columns}
    told = [len(known & set(map(header_name, cells))) for _, cells in first]
    at = told.index(max(told))
    return first[at][1], chain(first[at + 1 :], rows)


def _filled(rows: Numbered) -> Numbered:
    return ((line, cells) for line, cells in rows if any(cell.strip() for cell in cells))


def _refuse_untitled(line: int, cells: Sequence[str], headers: Sequence[str]) -> None:
    """What stands under no title would be lost without a word; it may also name somebody, so it is not shown."""
    if len(cells) <= len(headers) and all(headers):
        return
    for at, cell in enumerate(cells):
        if cell.strip() and not (at < len(headers) and headers[at].strip()):
            raise InvalidInput(
                f"Ligne {line}, colonne {at + 1} : cette cellule n’est sous aucun titre de colonne. Videz-la, ou "
                "supprimez la colonne."
            )


def _refuse_endless(line: int, cells: Sequence[str], columns: Sequence[Column]) -> None:
    """A cell longer than any spreadsheet holds is a mistake, or made to keep us busy."""
    for column, cell in zip(columns, cells, strict=True):
        if len(cell) > MOST_IN_CELL:
            raise InvalidInput(
                f"Ligne {line}, colonne {column.name} : cette cellule compte {number(len(cell))} caractères. "
                "Raccourcissez-la."
            )


def chunks(staged: BinaryIO, form: Format, *, size: int = CHUNK, first: int = 0) -> Iterator[list[Row]]:
    """The staged rows, `size` by `size`, from the row of that rank (0 for all).

    Raises InvalidInput where the columns of the format, or their closed lists, are no longer those of the copy.
    """
    text = io.TextIOWrapper(staged, encoding="utf-8", newline="")
    lines = csv.reader(text)
    if next(lines, []) != _told(form.columns):
        raise InvalidInput(
            "Les caractéristiques demandées ont changé depuis l’envoi de ce fichier : envoyez-le à nouveau."
        )
    rows = islice(lines, first, None)
    while chunk := list(islice(rows, size)):
        yield [(int(cells[0]), cells[1:]) for cells in chunk]
    text.detach()
