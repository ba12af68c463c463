"""The indicators as one flat table to download: a line per figure, with its denominator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from passnum.core.french import percent
from passnum.distribution.protecting import shown_rows
from passnum.distribution.reading import Indicators, Table
from passnum.distribution.suppression import Published

COLUMNS = ["periode_du", "periode_au", "indicateur", "modalite", "beneficiaires", "sur", "part"]
#: What is written for a hidden number.
HIDDEN = "masqué"


def lines(found: Indicators, shown: dict[str, Published] | None = None) -> list[list[Any]]:
    """Every figure of the indicators; those hidden in `shown` are not told, nor what would tell of them."""
    period = [found.first.isoformat(), found.last.isoformat()]
    rows: list[list[Any]] = []
    if shown is None:
        rows += [
            [*period, "Carnets remis", "", found.booklets, "", ""],
            [*period, "Pass numériques remis", "", found.passes, "", ""],
        ]
    for table in found.tables:
        rows += [[*period, table.label, *cells] for cells in _table_lines(table, shown)]
    if shown is None:
        rows += [
            [*period, "Lieu de distribution", row.label, row.beneficiaries, *_share(row.beneficiaries, found)]
            for row in found.places
        ]
        rows += [[*period, "Mois", f"{month:%m/%Y}", number, *_share(number, found)] for month, number in found.months]
        rows += [
            [*period, f"Chiffres déclarés {one.year} (sans registre)", one.partner, one.beneficiaries, "", ""]
            for one in found.margins
        ]
    return rows


def _table_lines(table: Table, shown: dict[str, Published] | None) -> Iterator[list[Any]]:
    """Modality, number, denominator and share of each row."""
    if shown is None:
        for row in table.rows:
            yield [row.label, row.beneficiaries, table.total, percent(row.beneficiaries, table.total)]
        return
    published = shown[table.dimension]
    total = published.total
    for row, number in shown_rows(table, published):
        part = "" if number is None or total is None else percent(number, total)
        yield [row.label, HIDDEN if number is None else number, HIDDEN if total is None else total, part]


def _share(number: int, found: Indicators) -> list[Any]:
    return [found.beneficiaries, percent(number, found.beneficiaries)]
