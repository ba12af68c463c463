"""Tables taken out in the columns of the import, so that what goes out can come back: only what the reader may see."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from tempfile import TemporaryFile
from typing import IO

from passnum.core.errors import InvalidInput
from passnum.core.french import number
from passnum.core.table_writing import SHEETS, WRITERS, write_xlsx_sheets
from passnum.core.tables import table_bytes
from passnum.exchange.enums import Kind
from passnum.exchange.exported_lines import LINES, Line
from passnum.exchange.format import Column, columns_told
from passnum.exchange.formats import FORMATS
from passnum.exchange.formats.attributions import COLUMNS
from passnum.network.models import MediationPlace
from passnum.network.standard import write_places
from passnum.partners.models import Partner, User

#: Columns of article 9 of the GDPR: they do not leave with the others.
SENSITIVE = frozenset({"francais", "handicap"})
#: What can come back in by one file: spreadsheets longer than this are slow to open. CSV and JSON have no such bound.
MOST_SPREADSHEET_ROWS = 150_000


def columns_out(kind: Kind) -> list[Column]:
    """The columns of an export: those of the import, without the sensitive ones nor those that EMS added."""
    if kind == Kind.ATTRIBUTIONS:
        return [column for column in COLUMNS if column.name not in SENSITIVE]
    return columns_told(FORMATS[kind])


def export(*, actor: User, kind: Kind, partner: Partner | None, extension: str) -> IO[bytes]:
    """The table as CSV, XLSX, ODS or JSON, in a file of its own on the disk that goes when it is closed.

    Rows are read and written one after the other: memory does not grow with them. Raises NotAllowed, InvalidInput for
    a spreadsheet too long.
    """
    FORMATS[kind].ensure_allowed(actor, partner)
    made = TemporaryFile()  # noqa: SIM115 - closed by who sends it
    try:
        if kind == Kind.MEDIATION and extension == "csv":
            # The standard says how its CSV is written: commas, UTF-8 without a mark.
            made.write(write_places(MediationPlace.objects.visible_to(actor).order_by("national_id")))
        else:
            lines = _counted(LINES[kind](actor, partner), extension)
            WRITERS[extension][0]([column.name for column in columns_out(kind)], lines, made)
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return made


def _counted(lines: Iterator[Line], extension: str) -> Iterator[Line]:
    for rank, line in enumerate(lines):
        if rank == MOST_SPREADSHEET_ROWS and extension in ("xlsx", "ods"):
            raise InvalidInput(
                f"Plus de {number(MOST_SPREADSHEET_ROWS)} lignes : plus qu’un tableur n’en ouvre commodément. "
                "Choisissez le format CSV."
            )
        yield line


def template(*, kind: Kind, extension: str, partner: Partner | None = None) -> bytes:
    """The file to start from: the columns and one example row; a spreadsheet explains them on a second sheet.

    The example names a place of the partner where there is one; XLSX offers the words of closed columns in lists.
    """
    columns = columns_for(kind, partner)
    headers, example = [column.name for column in columns], [column.example for column in columns]
    if extension not in SHEETS:
        return table_bytes(extension, headers, [example])
    told = [[one.name, one.words, "obligatoire" if one.required else "", one.example] for one in columns]
    out = io.BytesIO()
    sheets = [("Données", [headers, example]), ("Colonnes", [["Colonne", "Contenu", "", "Exemple"], *told])]
    if extension == "xlsx":
        write_xlsx_sheets(sheets, out, lists={rank: one.choices for rank, one in enumerate(columns)})
    else:
        SHEETS[extension](sheets, out)
    return out.getvalue()


def columns_for(kind: Kind, partner: Partner | None) -> list[Column]:
    """The columns of the template; those of attributions offer the partner's own places."""
    columns = columns_told(FORMATS[kind])
    places = partner.places.filter(is_active=True).order_by("name") if partner is not None else None
    if kind != Kind.ATTRIBUTIONS or not places:
        return columns
    names = tuple(place.name for place in places)
    return [replace(one, example=names[0], choices=names) if one.name == "lieu" else one for one in columns]
