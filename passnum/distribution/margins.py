"""What a structure without a register declared for a whole year: margins, which stay margins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from passnum.distribution.models import AggregatedFigures
from passnum.distribution.scope import Scope


@dataclass(frozen=True)
class Margins:
    """Totals that a partner reported without a register: shown beside, never crossed nor added."""

    partner: str
    year: int
    booklets: int
    beneficiaries: int


def margins_in(scope: Scope, first: date, last: date) -> list[Margins]:
    """Whole years alone: a margin cannot be cut. A place has none."""
    if scope.place is not None:
        return []
    rows = AggregatedFigures.objects.filter(
        year__gte=first.year + (first > date(first.year, 1, 1)), year__lte=last.year - (last < date(last.year, 12, 31))
    )
    if scope.convention is not None:
        rows = rows.filter(convention=scope.convention)
    elif scope.partner is not None:
        rows = rows.filter(convention__partner=scope.partner)
    return [
        Margins(row.convention.partner.name, row.year, row.booklets_handed_out, row.beneficiaries)
        for row in rows.filter(typed_by_hand=True).select_related("convention__partner").order_by("year", "convention")
    ]
