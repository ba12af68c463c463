"""Tables taken out in the columns of the import, so that what goes out can come back: only what the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from passnum.core.communes import communes
from passnum.core.errors import InvalidInput, NotAllowed
from passnum.core.french import number
from passnum.core.tables import WRITERS
from passnum.distribution.models import Attribution
from passnum.exchange.enums import Kind
from passnum.exchange.format import Column, columns_told
from passnum.exchange.formats import FORMATS
from passnum.exchange.formats.attributions import COLUMNS
from passnum.network.models import MediationPlace
from passnum.network.standard import cells_of, write_places
from passnum.partners.models import DistributionPlace, Partner, User
from passnum.quotas.models import Booklet, Quota

#: Columns of article 9 of the GDPR: they do not leave with the others.
SENSITIVE = frozenset({"francais", "handicap"})
#: Spreadsheets of more rows than this are slow to open and heavy to make: CSV and JSON have no such bound.
MOST_SPREADSHEET_ROWS = 20_000
Line = list[Any]


def columns_out(kind: Kind) -> list[Column]:
    """The columns of an export: those of the import, without the sensitive ones nor those that EMS added."""
    if kind == Kind.PLAGES:
        return _BOOKLETS
    if kind == Kind.ATTRIBUTIONS:
        return [column for column in COLUMNS if column.name not in SENSITIVE]
    return columns_told(FORMATS[kind])


def export(*, actor: User, kind: Kind, partner: Partner | None, extension: str) -> bytes:
    """The table as CSV, XLSX, ODS or JSON. Raises NotAllowed, InvalidInput for a spreadsheet too long."""
    FORMATS[kind].ensure_allowed(actor, partner)
    if kind not in _ROWS:
        raise NotAllowed("Ces chiffres s’exportent depuis la page Indicateurs.")
    if kind == Kind.MEDIATION and extension == "csv":
        # The standard says how its CSV is written: commas, UTF-8 without a mark.
        return write_places(MediationPlace.objects.visible_to(actor).order_by("national_id"))
    lines = list(_ROWS[kind](actor, partner))
    if extension in ("xlsx", "ods") and len(lines) > MOST_SPREADSHEET_ROWS:
        raise InvalidInput(
            f"{number(len(lines))} lignes : plus qu’un tableur n’en ouvre commodément. Choisissez le format CSV."
        )
    return WRITERS[extension][0]([column.name for column in columns_out(kind)], lines)


def template(*, kind: Kind, extension: str) -> bytes:
    """The file to start from: the columns, and one example row."""
    columns = columns_told(FORMATS[kind])
    return WRITERS[extension][0]([column.name for column in columns], [[column.example for column in columns]])


def _attributions(actor: User, partner: Partner | None) -> Iterator[Line]:
    rows = Attribution.objects.visible_to(actor).standing().filter(convention__partner=partner)
    names = {one.insee: one.name for one in communes().values()}
    for row in rows.select_related("booklet", "place", "intervenant").order_by("handed_out_on", "pk").iterator():
        yield [
            row.booklet.serial,
            f"{row.handed_out_on:%d/%m/%Y}",
            row.place.name,
            str(row.intervenant or ""),
            names.get(row.commune_insee, row.commune_insee),
            row.category,
            "" if row.objection else row.outcome,
            row.age_band,
            row.sex,
            row.pcs,
            "oui" if row.notice_read else "non",
            "oui" if row.objection else "non",
        ]


_BOOKLETS = [
    Column("numero_de_carnet", "Numéro de série"),
    Column("situation", "Où le registre le situe"),
    Column("structure", "Structure, ou vide"),
    Column("convention", "Convention au titre de laquelle il a été livré, ou vide"),
    Column("perime_le", "Dernier jour de validité, ou vide"),
]


def _booklets(actor: User, _partner: Partner | None) -> Iterator[Line]:
    rows = Booklet.objects.visible_to(actor).select_related("account__partner", "account__place", "convention")
    for row in rows.order_by("serial").iterator():
        yield [
            row.serial,
            str(row.account),
            row.account.partner.name if row.account.partner else "",
            row.convention.reference if row.convention else "",
            f"{row.expires_on:%d/%m/%Y}" if row.expires_on else "",
        ]


def _quotas(actor: User, _partner: Partner | None) -> Iterator[Line]:
    for row in Quota.objects.visible_to(actor).select_related("convention").order_by("year", "convention__reference"):
        launch = row.launch_meeting_on
        yield [
            row.convention.reference,
            row.year,
            row.booklets,
            row.basis,
            row.basis_figure,
            row.basis_source,
            f"{launch:%d/%m/%Y}" if launch else "",
            row.received_booklets,
        ]


def _houses(actor: User, _partner: Partner | None) -> Iterator[Line]:
    for row in DistributionPlace.objects.visible_to(actor).select_related("partner").order_by("partner__name", "name"):
        yield [
            row.partner.name,
            row.partner.short_name,
            row.partner.kind,
            row.name,
            row.address,
            row.postal_code,
            row.commune_name,
            "oui" if row.is_active else "non",
        ]


def _mediation(actor: User, _partner: Partner | None) -> Iterator[Line]:
    for place in MediationPlace.objects.visible_to(actor).order_by("national_id").iterator():
        yield cells_of(place)


_ROWS: dict[Kind, Callable[[User, Partner | None], Iterator[Line]]] = {
    Kind.ATTRIBUTIONS: _attributions,
    Kind.PLAGES: _booklets,
    Kind.QUOTAS: _quotas,
    Kind.STRUCTURES: _houses,
    Kind.MEDIATION: _mediation,
}
