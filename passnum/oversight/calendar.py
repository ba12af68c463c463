"""The calendar of a convention as rows to print or to export: every obligation, dated or not, with its calculation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from passnum.conventions.enums import ObligationStatus
from passnum.conventions.models import Convention, Obligation
from passnum.conventions.register import RULES, UNDATED, Rhythm

#: Columns of a calendar, in their order.
COLUMNS = (
    "obligation",
    "article",
    "intitulé",
    "débiteur",
    "à partir du",
    "échéance",
    "calcul",
    "état",
    "respectée le",
    "preuves",
)


@dataclass(frozen=True)
class CalendarRow:
    """One line: the obligation, where it stands on the day asked for, and what proves it."""

    obligation: Obligation
    status: ObligationStatus
    due: str
    calculation: str
    evidence: tuple[str, ...]

    def cells(self) -> list[str]:
        """In the order of `COLUMNS`."""
        row = self.obligation
        return [
            row.rule,
            row.article,
            row.label,
            row.get_debtor_display(),
            f"{row.opens_on:%d/%m/%Y}" if row.opens_on else "",
            self.due,
            self.calculation,
            self.status.label,
            f"{row.met_on:%d/%m/%Y}" if row.met_on else "",
            " ; ".join(self.evidence),
        ]


def calendar_of(convention: Convention, on: date) -> list[CalendarRow]:
    """Every obligation laid out for the convention, by legal date, the undated ones after."""
    return rows_of(Obligation.objects.filter(convention=convention).with_history().in_order(), on)


def rows_of(obligations: Iterable[Obligation], on: date) -> list[CalendarRow]:
    """The lines of these obligations, in their order."""
    return [_row(obligation, on) for obligation in obligations]


def _row(row: Obligation, on: date) -> CalendarRow:
    calculation = f"{row.explanation} ({row.article})" if row.explanation else row.definition.timing
    evidence = tuple(piece.label for piece in row.evidence.all() if piece.withdrawn_at is None)
    return CalendarRow(
        obligation=row,
        status=row.status(on),
        due=f"{row.due_on:%d/%m/%Y}" if row.due_on else UNDATED,
        calculation=calculation,
        evidence=evidence,
    )


def rules_on_event() -> list[str]:
    """Identifiers of the rules that only an event creates."""
    return [rule.id for rule in RULES.values() if rule.rhythm == Rhythm.ON_EVENT]
