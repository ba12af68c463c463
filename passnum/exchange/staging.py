"""The file made plain once: a CSV of ours, its columns in our order, each row with its number. Read again at will."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from itertools import islice
from typing import IO, BinaryIO

from passnum.core.errors import InvalidInput
from passnum.core.french import number
from passnum.core.table_rows import stream_rows
from passnum.exchange.format import CHUNK, Format, Row, in_order


def stage(
    source: BinaryIO, extension: str, form: Format, into: IO[str], *, tell: Callable[[int], None]
) -> tuple[int, list[str]]:
    """Copy the rows of the file into `into`; returns their number and the columns of the format that the file has.

    Raises InvalidInput for a file that cannot be read, whose columns are not those of the format, or too long.
    `tell` is given the number of rows read so far.
    """
    rows = stream_rows(source, extension)
    columns = form.columns
    places = in_order(_headers(rows), columns)
    writer, done = csv.writer(into), 0
    writer.writerow([column.name for column in columns])
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        done += 1
        if done > form.most_rows:
            raise InvalidInput(
                f"Ce fichier a plus de {number(form.most_rows)} lignes : partagez-le en plusieurs fichiers."
            )
        width = len(cells)
        writer.writerow([line, *(cells[at].strip() if at is not None and at < width else "" for at in places)])
        if done % CHUNK == 0:
            tell(done)
    if not done:
        raise InvalidInput("Ce tableau ne contient aucune ligne sous ses titres de colonnes.")
    return done, [column.name for column, at in zip(columns, places, strict=True) if at is not None]


def _headers(rows: Iterator[tuple[int, list[str]]]) -> list[str]:
    for _, cells in rows:
        if any(cell.strip() for cell in cells):
            return cells
    raise InvalidInput("Ce tableau est vide.")


def chunks(staged: BinaryIO, form: Format, *, size: int = CHUNK, first: int = 0) -> Iterator[list[Row]]:
    """The staged rows, `size` by `size`, from the row of that rank (0 for all).

    Raises InvalidInput where the columns of the format are no longer those of the day of the copy.
    """
    text = io.TextIOWrapper(staged, encoding="utf-8", newline="")
    lines = csv.reader(text)
    if next(lines, []) != [column.name for column in form.columns]:
        raise InvalidInput(
            "Les caractéristiques demandées ont changé depuis l’envoi de ce fichier : envoyez-le à nouveau."
        )
    rows = islice(lines, first, None)
    while chunk := list(islice(rows, size)):
        yield [(int(cells[0]), cells[1:]) for cells in chunk]
    text.detach()
