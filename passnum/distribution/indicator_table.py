"""The indicators as one flat table to download: a line per figure, with its denominator."""

from __future__ import annotations

from typing import Any

from passnum.core.french import percent
from passnum.distribution.reading import Indicators
from passnum.distribution.suppression import Published, publish_together

COLUMNS = ["periode_du", "periode_au", "indicateur", "modalite", "beneficiaires", "sur", "part"]
#: What is written for a hidden number.
HIDDEN = "masqué"


def lines(found: Indicators, *, under: int = 0) -> list[list[Any]]:
    """Every figure of the indicators; hidden under the threshold when one is given (persons)."""
    period = [found.first.isoformat(), found.last.isoformat()]
    shown = protected(found, under=under)
    rows: list[list[Any]] = []
    if not under:
        rows += [
            [*period, "Carnets remis", "", found.booklets, "", ""],
            [*period, "Pass numériques remis", "", found.passes, "", ""],
        ]
    for table in found.tables:
        published = shown[table.dimension]
        for row in table.rows:
            number = published.cells[row.code]
            part = "" if number is None else percent(number, published.total)
            rows.append(
                [
                    *period,
                    table.label,
                    row.label,
                    HIDDEN if number is None else number,
                    HIDDEN if published.total is None else published.total,
                    part,
                ]
            )
    if not under:
        rows += [
            [*period, "Lieu de distribution", row.label, row.beneficiaries, found.beneficiaries, ""]
            for row in found.places
        ]
        rows += [[*period, "Mois", f"{month:%m/%Y}", number, found.beneficiaries, ""] for month, number in found.months]
        rows += [
            [*period, f"Chiffres déclarés {one.year} (sans registre)", one.partner, one.beneficiaries, "", ""]
            for one in found.margins
        ]
    return rows


def protected(found: Indicators, *, under: int) -> dict[str, Published]:
    """The tables as they may be shown; whole when no threshold is given."""
    cells = {table.dimension: {row.code: row.beneficiaries for row in table.rows} for table in found.tables}
    if not under:
        return {name: Published(dict(table), sum(table.values())) for name, table in cells.items()}
    return publish_together(cells, under=under)
