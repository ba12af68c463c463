"""Files for the tests of imports: rows of attributions as a partner would keep them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from passnum.exchange import services
from passnum.exchange.enums import ImportState, Kind
from passnum.exchange.formats import FORMATS
from passnum.exchange.models import TableImport
from passnum.partners.models import Partner, User
from tests.scene import House

GOOD = {
    "remis_le": "14/03/2023",
    "commune": "Bischheim",
    "categorie": "bases",
    "prestation": "formation",
    "age": "45_59",
    "sexe": "femme",
    "pcs": "5",
    "francais": "nr",
    "handicap": "non",
    "notice_lue": "oui",
    "opposition": "non",
}


def headers(kind: Kind) -> list[str]:
    return [column.name for column in FORMATS[kind].columns]


def as_csv(kind: Kind, rows: Sequence[dict[str, Any]], *, encoding: str = "utf-8-sig", delimiter: str = ";") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, headers(kind), delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def attribution(house: House, serial: str, **changes: str) -> dict[str, str]:
    place = house.partner.places.order_by("pk")[0]
    return GOOD | {"numero_de_carnet": serial, "lieu": place.name} | changes


def sent(actor: User, kind: Kind, partner: Partner | None, data: bytes, name: str = "lignes.csv") -> TableImport:
    """The file, received and checked."""
    row = services.receive(actor=actor, kind=kind, partner=partner, uploaded=SimpleUploadedFile(name, data))
    services.check(row.pk)
    row.refresh_from_db()
    return row


def sent_rows(house: House, rows: Sequence[dict[str, Any]], **how: str) -> TableImport:
    data = as_csv(Kind.ATTRIBUTIONS, rows, **how)
    return sent(house.intervenant, Kind.ATTRIBUTIONS, house.partner, data)


def written(actor: User, row: TableImport) -> TableImport:
    """The import, confirmed and written."""
    services.confirm(actor=actor, table_import=row)
    services.write(row.pk)
    row.refresh_from_db()
    return row


def refusals(row: TableImport) -> list[tuple[int, str, str]]:
    assert row.state == ImportState.REFUSE
    return [(one.line, one.column, one.message) for one in row.problems.all()]
