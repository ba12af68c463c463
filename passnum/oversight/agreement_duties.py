"""Days proposed by one party that wait for the answer of the other (art. 7)."""

from __future__ import annotations

from collections.abc import Iterator

from passnum.conventions.enums import Side
from passnum.conventions.models import DayProposal
from passnum.core import clock
from passnum.core.french import day_and_month
from passnum.oversight.duty import Duty, Holder
from passnum.partners.models import Partner

_HOLDERS = {Side.EMS: Holder.EMS, Side.STRUCTURE: Holder.REFERENT}


def agreement_duties(side: Side, partner: Partner | None = None) -> Iterator[Duty]:
    """What waits for that side, at one partner or over all of them."""
    rows = DayProposal.objects.waiting().exclude(side=side).select_related("obligation__convention__partner")
    if partner is not None:
        rows = rows.filter(obligation__convention__partner=partner)
    for row in rows:
        obligation = row.obligation
        yield Duty(
            holder=_HOLDERS[side],
            act=f"Répondre à la date proposée, {day_and_month(row.day)} : {obligation.label}",
            partner=obligation.convention.partner,
            convention=obligation.convention,
            due_on=None,
            explanation="sans délai dans la convention",
            article=obligation.article,
            missing=(),
            target="obligation",
            public_id=obligation.public_id,
            since=clock.day_of(row.proposed_at),
        )
