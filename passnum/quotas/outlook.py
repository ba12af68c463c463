"""Each quota of a year with where its booklets are and what is forecast, and a proposal of reallocation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from passnum.core.french import counted
from passnum.quotas.forecast import Change, Forecast, Standing, forecast, reallocation
from passnum.quotas.models import Quota
from passnum.quotas.position import QuotaPosition, monthly_hand_outs, positions_of

_NOT_FOLLOWED = "Le registre ne suit encore aucun carnet de ce quota : le rythme n’est pas connu."


@dataclass(frozen=True)
class Outlook:
    """One quota: where its booklets are, and what the pace would make of them."""

    quota: Quota
    position: QuotaPosition
    forecast: Forecast


@dataclass(frozen=True)
class Proposal:
    """A number that a reallocation would change; nothing is done without a decision."""

    quota: Quota
    change: Change

    @property
    def difference(self) -> int:
        """Booklets given (positive) or taken (negative)."""
        return self.change.after - self.change.before


def outlooks_of(quotas: Iterable[Quota], today: date) -> list[Outlook]:
    """In the order of the quotas, from two readings of the ledger."""
    rows = list(quotas)
    positions, monthly = positions_of(rows), monthly_hand_outs(rows)
    found = []
    for row in rows:
        position = positions[row.pk]
        if position.counted:
            expected = forecast(
                granted=row.booklets,
                gone=position.lost + position.returned + position.returning + position.before_ledger,
                handed_out_by_month=monthly[row.pk],
                today=today,
                year=row.year,
            )
            if position.before_ledger:
                words = counted(position.before_ledger, "carnet livré", "carnets livrés")
                told = (
                    f"{expected.method} {words} avant le registre : ce qu’ils sont devenus n’entre pas dans le calcul."
                )
                expected = replace(expected, method=told)
        else:
            expected = Forecast(0, None, None, None, None, None, _NOT_FOLLOWED)
        found.append(Outlook(row, position, expected))
    return found


def proposals_for(outlooks: Sequence[Outlook]) -> list[Proposal]:
    """Who could give to whom, among the quotas of one year that is not over."""
    rows = {row.quota.pk: row.quota for row in outlooks}
    standings = [
        Standing(
            key=row.quota.pk,
            granted=row.quota.booklets,
            floor=row.quota.least_booklets,
            left_over=row.forecast.left_over if row.forecast.pace is not None else None,
            lacking=row.forecast.lacking,
        )
        for row in outlooks
    ]
    return [Proposal(rows[change.key], change) for change in reallocation(standings)]
