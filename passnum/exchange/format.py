"""What a kind of table is: its columns, who may bring it in, how rows are checked in sets and written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from passnum.core.communes import fold
from passnum.core.errors import InvalidInput, NotAllowed
from passnum.exchange.enums import Effect, Kind
from passnum.partners.models import Partner, User

#: Rows checked and written by one round of statements: memory holds that many, whatever the size of the file.
CHUNK = 5_000
#: Refusals kept by row; beyond, they are counted.
MOST_PROBLEMS = 500
#: What is kept of a cell that is refused, in characters.
SHOWN = 60


@dataclass(frozen=True)
class Column:
    """One column of the file: header, what it holds, an example; `required` cells are never empty.

    A `former` column is of an earlier version of the file: it is understood, and not in the template.
    """

    name: str
    words: str
    example: str = ""
    required: bool = False
    former: bool = False


#: A row: its number in the file, then its cells in the order of the format's columns.
Row = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Problem:
    """Why a row is refused. `value` is empty for what must not be kept."""

    line: int
    column: str
    value: str
    message: str


@dataclass
class Checked:
    """What a set of rows would do: one effect per row, and why those refused are.

    `touched` names, by the number of a row, its columns that would change something, where the format says it.
    """

    effects: list[Effect] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    touched: dict[int, frozenset[str]] = field(default_factory=dict)


class Session(Protocol):
    """One reading of the file from its first row to its last."""

    def check(self, rows: Sequence[Row]) -> Checked:
        """What these rows would do; nothing is kept."""

    def write(self, rows: Sequence[Row]) -> Checked:
        """Write these rows, inside the caller's transaction; writes none of them when one is refused."""

    def finish(self) -> None:
        """After the last row was written."""


class Format(Protocol):
    """A kind of table that can be brought in."""

    kind: Kind
    #: The most rows of a file.
    most_rows: int
    #: How the rows are named in sentences: « attribution », « attributions ».
    nouns: tuple[str, str]

    @property
    def columns(self) -> tuple[Column, ...]:
        """In the order of the template; those that have no cell in a file are read as empty."""

    def ensure_allowed(self, actor: User, partner: Partner | None) -> None:
        """Raises NotAllowed for who may not bring this table in."""

    def session(self, actor: User, partner: Partner | None, present: frozenset[str]) -> Session:
        """Begin a reading. `present` names the columns that the file has: the cells of others are empty."""


def columns_told(form: Format) -> list[Column]:
    """The columns of the template."""
    return [column for column in form.columns if not column.former]


def is_allowed(form: Format, actor: User, partner: Partner | None) -> bool:
    """Whether this person may bring in this table."""
    try:
        form.ensure_allowed(actor, partner)
    except NotAllowed:
        return False
    return True


def in_order(headers: Sequence[str], columns: Sequence[Column]) -> list[int | None]:
    """Where each column of the format is in the file, None for one left out.

    Raises InvalidInput naming the columns that are missing, unknown or there twice.
    """
    names = [header_name(header) for header in headers]
    known = [header_name(column.name) for column in columns]
    if not set(names) & set(known):
        raise InvalidInput(
            f"Il manque des colonnes : leurs titres ({columns[0].name}, {columns[1].name}…) sont sur une ligne, "
            "au-dessus des autres. Partez du fichier modèle."
        )
    missing = [column.name for column in columns if column.required and header_name(column.name) not in names]
    if missing:
        what = "une colonne" if len(missing) == 1 else "des colonnes"
        raise InvalidInput(f"Il manque {what} : {', '.join(missing)}. Partez du fichier modèle.")
    unknown = [header.strip()[:40] for header, name in zip(headers, names, strict=True) if name and name not in known]
    if unknown:
        what, these = (
            ("Colonne inconnue", "Supprimez-la") if len(unknown) == 1 else ("Colonnes inconnues", "Supprimez-les")
        )
        raise InvalidInput(
            f"{what} : {', '.join(unknown)}. {these} : seules celles du modèle sont reçues, "
            "et aucune qui identifierait une personne."
        )
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        what = "Colonne écrite" if len(twice) == 1 else "Colonnes écrites"
        raise InvalidInput(f"{what} deux fois : {', '.join(twice)}. Gardez-en une.")
    return [names.index(name) if name in names else None for name in known]


def header_name(header: str) -> str:
    """« Numéro de carnet » as the column « numero_de_carnet » is written."""
    return "_".join(fold(header).split())
