"""Who shares the booklets of a year, with the figures that the keys need: read from quotas, ledger and reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention
from passnum.core.errors import PassnumError
from passnum.distribution.models import AggregatedFigures
from passnum.quotas.allocation import Candidate, Key
from passnum.quotas.enums import QuotaBasis
from passnum.quotas.models import Quota
from passnum.quotas.position import positions_of
from passnum.quotas.services import programme_of

_KEYS = {QuotaBasis.PERSONNES: Key.PERSONS, QuotaBasis.PUBLIC: Key.PUBLIC}


@dataclass(frozen=True)
class Contender:
    """A convention in force in the year, its quota of that year if any, and its figures."""

    convention: Convention
    quota: Quota | None
    #: The latest quota up to that year: its basis is proposed again.
    latest: Quota | None
    candidate: Candidate

    @property
    def key(self) -> int:
        """What names its fields in a form."""
        return self.convention.pk

    def basis_initial(self) -> dict[str, Any]:
        """The basis of the latest quota, for the fields of a form."""
        if self.quota is not None or self.latest is None:
            return {}
        names = ("basis", "basis_figure", "basis_source")
        return {f"{name}_{self.key}": getattr(self.latest, name) for name in names}


def contenders_of(year: int) -> list[Contender]:
    """The conventions in force whose years include that one, by name of the partner."""
    conventions = Convention.objects.filter(
        state=ConventionState.EN_VIGUEUR, first_year__lte=year, last_year__gte=year
    ).select_related("partner")
    return [_contender(row, year) for row in conventions.order_by("partner__name", "pk")]


def _contender(convention: Convention, year: int) -> Contender:
    quotas = list(convention.quotas.filter(year__lte=year).order_by("-year"))
    figures: dict[Key, int | None] = {Key.HAND_OUTS: _hand_outs(convention, year - 1)}
    for quota in reversed(quotas):
        figures[_KEYS[QuotaBasis(quota.basis)]] = quota.basis_figure
    mine = next((quota for quota in quotas if quota.year == year), None)
    figures[Key.CURRENT] = mine.booklets if mine else None
    floor = max(mine.received_booklets, mine.shared_booklets) if mine else 0
    candidate = Candidate(convention.partner.name, figures, floor)
    return Contender(convention, mine, quotas[0] if quotas else None, candidate)


def _hand_outs(convention: Convention, year: int) -> int | None:
    """From the ledger when it holds booklets of that year, otherwise from the report; None when neither tells."""
    quotas = list(convention.quotas.filter(year=year))
    for position in positions_of(quotas).values():
        if position.counted:
            return position.handed_out
    row = AggregatedFigures.objects.filter(convention=convention, year=year).first()
    return row.booklets_handed_out if row else None


def default_total(year: int) -> int:
    """What stands today: the quotas of the year; without any, its budget in booklets; otherwise what is left."""
    quotas = list(Quota.objects.filter(year=year).values_list("booklets", flat=True))
    if quotas:
        return sum(quotas)
    try:
        programme = programme_of(year)
    except PassnumError:
        return 0
    budget = programme.yearly_budgets.filter(year=year).first()
    return (
        min(budget.euros // programme.booklet_value_euros, programme.booklets_left)
        if budget
        else (programme.booklets_left)
    )
