"""The booklets that a file of attributions names: as the ledger holds them, and why one cannot be handed out."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from django.db.models import F

from passnum.core.bulk_rows import among
from passnum.core.errors import InvalidInput
from passnum.core.french import day_and_month
from passnum.exchange.formats.attribution_lists import PartnerLists
from passnum.partners.models import DistributionPlace, Partner
from passnum.quotas.arrivals import before_cancellation
from passnum.quotas.enums import AccountKind, OperationKind
from passnum.quotas.models import Account, Movement
from passnum.quotas.serials import clean_serial

#: A serial written as the ledger writes it.
_SERIAL = re.compile(r"^(?=.*[0-9])[A-Z0-9-]{1,24}\Z")
_UNKNOWN_BOOKLET = "Ce carnet n’est pas dans votre structure : vérifiez le numéro."
_UNKNOWN_FIGURES = (
    "Ce carnet n’est pas dans votre structure : vérifiez le numéro. Un tableur retire les zéros du début : mettez la "
    "colonne au format texte."
)


class Held(NamedTuple):
    """A booklet as the ledger holds it, and since when it is where it is."""

    pk: int
    account: int
    convention: int | None
    expires_on: date | None
    arrived_on: date


def serial_of(cell: str) -> str:
    """The serial that the cell tells; nothing for what is none."""
    if _SERIAL.match(cell):
        return cell
    try:
        return clean_serial(cell)
    except InvalidInput:
        return ""


class PartnerBooklets:
    """The accounts of one partner, and the conventions under which its booklets were delivered."""

    def __init__(self, partner: Partner, lists: PartnerLists) -> None:
        self._conventions = lists.conventions
        own = Account.objects.filter(partner=partner)
        self._accounts = {one.pk: one for one in own.select_related("place")}
        self._stock = {one.place_id: one.pk for one in self._accounts.values() if one.kind == AccountKind.LIEU}

    def held(self, serials: list[str]) -> dict[str, Held]:
        """The partner's booklets of these serials: another's is as unknown as one that does not exist."""
        if not serials:
            return {}
        rows = Movement.objects.filter(
            booklet__serial__in=among(serials), number=F("booklet__moves"), booklet__account__in=list(self._accounts)
        )
        found = rows.values_list(
            "booklet__serial",
            "booklet_id",
            "booklet__account_id",
            "booklet__convention_id",
            "booklet__expires_on",
            "happened_on",
            "kind",
        )
        held = {serial: (Held._make(values), kind) for serial, *values, kind in found}
        came = before_cancellation(one.pk for one, kind in held.values() if kind == OperationKind.ANNULATION)
        return {
            serial: one._replace(arrived_on=came[one.pk]) if one.pk in came else one
            for serial, (one, _) in held.items()
        }

    def problem(
        self,
        serial: str,
        line: int,
        first: int,
        held: Held | None,
        place: DistributionPlace | None,
        day: date | None,
    ) -> tuple[str, str] | None:
        """Column and words where this booklet cannot be handed out at this place on this day."""
        column = "numero_de_carnet"
        if not serial:
            return column, "Ce n’est pas un numéro de carnet : des lettres, des chiffres et des tirets, 24 au plus."
        if first != line:
            return column, f"Ce carnet est déjà à la ligne {first} : gardez-en une."
        if held is None:
            return column, _UNKNOWN_FIGURES if serial.isdigit() else _UNKNOWN_BOOKLET
        account = self._accounts[held.account]
        if account.kind == AccountKind.REMIS:
            return column, f"Ce carnet a déjà été remis le {day_and_month(held.arrived_on)} : retirez la ligne."
        if account.kind != AccountKind.LIEU:
            return column, f"Ce carnet ne peut pas être remis : le registre le situe dans « {account} »."
        if place is not None and held.account != self._stock.get(place.pk):
            return "lieu", f"Le registre situe ce carnet dans « {account} » : corrigez le lieu, ou déplacez le carnet."
        return self._day_problem(held, day)

    def _day_problem(self, held: Held, day: date | None) -> tuple[str, str] | None:
        convention = self._conventions.get(held.convention or 0)
        if convention is None:
            return "numero_de_carnet", "La convention au titre de laquelle ce carnet a été livré n’est plus en vigueur."
        if day is None:
            return None
        if day < held.arrived_on:
            return "remis_le", (
                f"Le carnet n’est dans ce lieu que depuis le {day_and_month(held.arrived_on)} : corrigez la date."
            )
        if held.expires_on is not None and held.expires_on < day:
            return "remis_le", f"Le carnet était périmé depuis le {day_and_month(held.expires_on)}."
        starts, ends, reference = convention
        if starts is None or not starts <= day <= ends:
            return "remis_le", f"La convention {reference} n’était pas en vigueur ce jour-là."
        return None
