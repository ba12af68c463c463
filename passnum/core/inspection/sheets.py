"""The places that the cells of a spreadsheet really take: one cell far away makes readers use gigabytes."""

from __future__ import annotations

import re
from functools import cache

from passnum.core.inspection import limits
from passnum.core.inspection.refusal import Refused

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SCRIPT_SPACE = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"
_TABLE_SPACE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE_SPACE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_FAR = "ce tableur a une cellule très loin des autres. Supprimez les lignes et les colonnes vides."
_MOST = [limits.in_figures(n) for n in (limits.MAX_SHEET_ROWS, limits.MAX_SHEET_COLUMNS, limits.MAX_SHEET_CELLS)]
_LARGE = "ce tableur dépasse {} lignes, {} colonnes ou {} cellules. Partagez-le en plusieurs fichiers.".format(*_MOST)
_UNTRUE = (
    "ce tableur annonce moins de cellules qu’il n’en contient. "
    "Ouvrez-le dans votre tableur, enregistrez-le à nouveau, puis joignez-le."
)


def local_name(name: str) -> str:
    """The name without its namespace, as expat gives it: « urn:… table » is « table »."""
    return name.rpartition(" ")[2]


class _Extent:
    """The last row and column reached, and how many cells there are."""

    def __init__(self) -> None:
        self.rows = self.columns = self.cells = 0

    def reach(self, row: int, column: int, cells: int = 1) -> None:
        if row > self.rows:
            self.rows = row
        if column > self.columns:
            self.columns = column
        self.cells += cells

    def check(self) -> None:
        _refuse_spread(self.rows, self.columns, self.cells)
        over = (
            self.rows > limits.MAX_SHEET_ROWS,
            self.columns > limits.MAX_SHEET_COLUMNS,
            self.cells > limits.MAX_SHEET_CELLS,
        )
        if any(over):
            raise Refused(_LARGE)


class Worksheet:
    """A sheet of an XLSX: cells are at the place they name, or follow the one before."""

    def __init__(self) -> None:
        self.extent = _Extent()
        self.row = self.column = 0
        self.filled_row = self.filled_column = 0
        self.declared: tuple[int, int] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(" ")[2]
        if kind == "c":
            place = attributes.get("r")
            if place is None:
                self.column += 1
            else:
                self.row, self.column = _row_and_column(place)
            self.extent.reach(self.row, self.column)
        elif kind in ("v", "is", "f"):
            if self.row > self.filled_row:
                self.filled_row = self.row
            if self.column > self.filled_column:
                self.filled_column = self.column
        elif kind == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif kind == "dimension":
            self.declared = _row_and_column(attributes.get("ref", "A1").rpartition(":")[2].replace("$", ""))

    def finish(self) -> None:
        self.extent.check()
        if self.declared:
            _refuse_spread(*self.declared, self.extent.cells)
        if self.declared and (self.filled_row > self.declared[0] or self.filled_column > self.declared[1]):
            raise Refused(_UNTRUE)


class OdfTables:
    """The tables of an ODF document, where rows and cells are written once and said to be repeated."""

    def __init__(self) -> None:
        self.extent = _Extent()
        self.row = self.column = self.height = self.width = 0
        self.filled = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, kind = name.rpartition(" ")
        if space == _SCRIPT_SPACE and kind == "event-listener":
            raise Refused("ce fichier contient une macro ou une commande. Enregistrez-le sans, ou en PDF.")
        if kind == "p" and self.width:
            self._fill()
        if space != _TABLE_SPACE:
            return
        if kind == "table":
            self.finish()
            self.extent = _Extent()
            self.row = self.column = self.height = self.width = 0
            self.filled = False
        elif kind == "table-row":
            self.row += self.height
            self.height = _repeated(attributes, "rows")
            self.column = self.width = 0
        elif kind in ("table-cell", "covered-table-cell"):
            self.column += self.width
            self.width = _repeated(attributes, "columns")
            self.filled = False
            if f"{_OFFICE_SPACE} value-type" in attributes:
                self._fill()

    def finish(self) -> None:
        self.extent.check()

    def _fill(self) -> None:
        """The present cell holds something, at all the places where it is repeated."""
        if not self.filled:
            self.filled = True
            self.extent.reach(self.row + self.height, self.column + self.width, self.height * self.width)


def _refuse_spread(rows: int, columns: int, cells: int) -> None:
    places = rows * columns
    if places > limits.SPREAD_FREELY and places > limits.MAX_SPREAD * cells:
        raise Refused(_FAR)


def _repeated(attributes: dict[str, str], what: str) -> int:
    return max(1, int(attributes.get(f"{_TABLE_SPACE} number-{what}-repeated", "1")))


def _row_and_column(place: str) -> tuple[int, int]:
    """Row and column of « B3 », from 1. Raises ValueError for something else."""
    found = _PLACE.fullmatch(place)
    if not found:
        raise ValueError(place)
    return int(found[2]), _column(found[1])


@cache
def _column(letters: str) -> int:
    """Number of the column « AB », from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
