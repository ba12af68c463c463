"""Short tables, whole in memory: read from what someone sends (CSV, XLSX, ODS), or made to be downloaded."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import tablib

from passnum.core.errors import InvalidInput
from passnum.core.french import number
from passnum.core.table_rows import stream_rows
from passnum.core.table_writing import WRITERS

#: A table is previewed and written within one request: what is longer is sent in several files.
MAX_ROWS = 5_000


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


def table_bytes(extension: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A short table as a file of this extension, one of `WRITERS`."""
    out = io.BytesIO()
    WRITERS[extension][0](headers, rows, out)
    return out.getvalue()


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A short table as CSV."""
    return table_bytes("csv", headers, rows)


def write_xlsx(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A short table as XLSX."""
    return table_bytes("xlsx", headers, rows)
