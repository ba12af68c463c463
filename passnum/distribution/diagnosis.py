"""From the answers of the conversation to one of the three outcomes, with its reasons (art. 4): pure functions.

What comes out is a proposal: the intervenant decides, and can differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from passnum.distribution.enums import Outcome

#: Where two outcomes weigh alike, the one that helps most at once comes first.
PREFERENCE = (Outcome.ASSISTANCE, Outcome.FORMATION, Outcome.COUP_DE_POUCE)


@dataclass(frozen=True)
class Weighing:
    """What one answer says: toward which outcome (or none), how much (a whole number), and why, in words."""

    number: int
    outcome: Outcome | None = None
    weight: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Proposal:
    """The outcome proposed (None when nothing weighs), why, and what speaks for another one."""

    outcome: Outcome | None
    reasons: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    weights: dict[Outcome, int] = field(default_factory=dict)


def propose(answers: Iterable[Weighing]) -> Proposal:
    """Add up the weights toward each outcome; the heaviest is proposed, with the reasons of its answers in order."""
    heard = sorted((one for one in answers if one.outcome and one.weight > 0), key=lambda one: one.number)
    weights = dict.fromkeys(PREFERENCE, 0)
    for one in heard:
        assert one.outcome is not None
        weights[one.outcome] += one.weight
    if not heard:
        return Proposal(None, weights=weights)
    best = max(PREFERENCE, key=lambda outcome: weights[outcome])
    reasons = [one.reason for one in heard if one.outcome == best]
    against = [one.reason for one in heard if one.outcome != best]
    return Proposal(best, reasons, against, weights)
