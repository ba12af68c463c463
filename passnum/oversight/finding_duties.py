"""What the findings ask of someone: the act of each, as a thing to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from passnum.oversight.duty import Duty, Holder
from passnum.oversight.finding import Finding


def finding_duties(findings: Iterable[Finding], holders: frozenset[Holder]) -> Iterator[Duty]:
    """The acts due of those holders. An act without a date says so, and none is invented."""
    for finding in findings:
        for act in finding.acts:
            if act.holder not in holders:
                continue
            yield Duty(
                holder=act.holder,
                act=act.words,
                partner=finding.convention.partner,
                convention=finding.convention,
                due_on=act.due.day if act.due else None,
                explanation=act.due.explanation if act.due else "sans délai dans la convention",
                article=act.due.article if act.due else finding.article,
                missing=(),
                target=act.target,
                public_id=act.public_id,
                note=finding.title if act.holder == Holder.EMS else "",
            )
