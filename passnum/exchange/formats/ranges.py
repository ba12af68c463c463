"""Ranges of booklets received from the operator (art. 5): one row per range, one operation of the ledger each."""

from __future__ import annotations

from collections.abc import Sequence

from passnum.core.errors import InvalidInput, NotAllowed
from passnum.core.french import number
from passnum.exchange.enums import Effect, Kind
from passnum.exchange.format import Checked, Column, Row, Session
from passnum.exchange.formats.by_row import Cells, UndoneSession, each_row
from passnum.exchange.formats.cells import day
from passnum.partners.models import Partner, User
from passnum.partners.permissions import is_ems_administrator
from passnum.quotas.serials import name_some, parse_ranges
from passnum.quotas.services import receive_from_operator

COLUMNS = (
    Column("premier_numero", "Premier numéro de la plage", "EMS-000101", required=True),
    Column("dernier_numero", "Dernier numéro ; vide pour un seul carnet", "EMS-000150"),
    Column("recu_le", "Jour de la réception, JJ/MM/AAAA", "01/03/2023", required=True),
    Column("perime_le", "Dernier jour de validité des Pass, ou vide", "31/12/2025"),
    Column("remarque", "Bordereau de l’opérateur, remarque ; ou vide", ""),
)
#: Several years of the whole programme: a file of more would keep everybody else waiting.
MOST_BOOKLETS = 30_000
_FIELDS = {"serials": "premier_numero", "happened_on": "recu_le", "expires_on": "perime_le"}


class RangeFormat:
    """Brought in by the administrators of EMS."""

    kind: Kind = Kind.PLAGES
    columns: tuple[Column, ...] = COLUMNS
    most_rows: int = 1_000
    nouns: tuple[str, str] = ("plage", "plages")

    def ensure_allowed(self, actor: User, partner: Partner | None) -> None:
        """Raises NotAllowed for others."""
        if not is_ems_administrator(actor):
            raise NotAllowed("Seuls les administrateurs de l’Eurométropole reçoivent les carnets de l’opérateur.")

    def session(self, actor: User, partner: Partner | None, present: frozenset[str]) -> Session:
        """Begin a reading."""

        received, line = 0, 0
        first: dict[str, int] = {}

        def receive(given: Cells) -> Effect:
            nonlocal received
            ends = [given["premier_numero"], given["dernier_numero"] or given["premier_numero"]]
            serials = parse_ranges(" à ".join(ends))
            received += len(serials)
            if received > MOST_BOOKLETS:
                raise InvalidInput(
                    f"Plus de {number(MOST_BOOKLETS)} carnets dans un seul fichier : vérifiez les numéros, ou "
                    "partagez-le.",
                    field="serials",
                )
            _refuse_told(serials, line, first)
            receive_from_operator(
                actor=actor,
                serials=serials,
                happened_on=day(given["recu_le"], "recu_le"),
                expires_on=day(given["perime_le"], "perime_le") if given["perime_le"] else None,
                note=given["remarque"],
            )
            return Effect.CREE

        def apply(rows: Sequence[Row]) -> Checked:
            nonlocal received, line
            received, checked = 0, Checked()
            first.clear()
            for row in rows:
                line = row[0]
                done = each_row([row], COLUMNS, receive, _FIELDS)
                checked.effects += done.effects
                checked.problems += done.problems
            return checked

        return UndoneSession(apply)


def _refuse_told(serials: Sequence[str], line: int, first: dict[str, int]) -> None:
    """Numbers told by an earlier line of the file are said so: nothing of it is received yet. Raises InvalidInput."""
    told = [serial for serial in serials if first.setdefault(serial, line) != line]
    if told:
        raise InvalidInput(
            f"{name_some(told)} : déjà à la ligne {first[told[0]]} de ce fichier. Un numéro n’entre qu’une fois.",
            field="serials",
        )
