"""Who shares the booklets of a year, with the figures that the keys need: read from quotas, ledger and reports."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention
from passnum.core.errors import PassnumError
from passnum.deliverables.transmitted import transmitted_totals
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
    rows = list(conventions.order_by("partner__name", "pk"))
    quotas: dict[int, list[Quota]] = defaultdict(list)
    for quota in Quota.objects.filter(convention__in=rows, year__lte=year).order_by("-year"):
        quotas[quota.convention_id].append(quota)
    hand_outs = _hand_outs(rows, [one for held in quotas.values() for one in held if one.year == year - 1], year - 1)
    return [_contender(row, year, quotas[row.pk], hand_outs.get(row.pk)) for row in rows]


def _contender(convention: Convention, year: int, quotas: list[Quota], hand_outs: int | None) -> Contender:
    """`quotas` are those up to that year, the latest first."""
    figures: dict[Key, int | None] = {Key.HAND_OUTS: hand_outs}
    for quota in reversed(quotas):
        figures[_KEYS[QuotaBasis(quota.basis)]] = quota.basis_figure
    mine = next((quota for quota in quotas if quota.year == year), None)
    figures[Key.CURRENT] = mine.booklets if mine else None
    floor = max(mine.received_booklets, mine.shared_booklets) if mine else 0
    candidate = Candidate(convention.partner.name, figures, floor)
    return Contender(convention, mine, quotas[0] if quotas else None, candidate)


def _hand_outs(conventions: list[Convention], quotas: list[Quota], year: int) -> dict[int, int]:
    """By convention: from the ledger when it holds booklets of that year, otherwise from the report transmitted.

    A draft that the President did not validate tells EMS nothing (art. 6).
    """
    positions = positions_of(quotas)
    found = {one: row.booklets for (one, told), row in transmitted_totals(conventions).items() if told == year}
    counted = [(quota.convention_id, positions[quota.pk]) for quota in quotas if positions[quota.pk].counted]
    return found | {one: position.handed_out for one, position in counted}


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
