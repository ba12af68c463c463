"""One thing to do: by whom, until when, why, where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.partners.models import Partner


class Holder(StrEnum):
    """Who has the ball."""

    REFERENT = "referent"
    PRESIDENT = "president"
    EMS = "ems"


class Urgency(StrEnum):
    """How near the legal date is; computed, never stored."""

    LATE = "late"
    SOON = "soon"
    AHEAD = "ahead"
    UNDATED = "undated"


SOON_DAYS = 30


@dataclass(frozen=True)
class Duty:
    """One thing to do: by whom, until when, why (article and calculation), what is missing, and where to do it."""

    holder: Holder
    act: str
    partner: Partner
    convention: Convention
    due_on: date | None
    explanation: str
    article: str
    missing: tuple[str, ...]
    target: str
    """Kind of the thing to open: « deliverable », « dossier », « convention », « obligation »,
    « committee », « minutes », « team »…"""
    public_id: UUID | None
    """Of the thing to open; None where there is only one (« team »)."""
    since: date | None = None
    note: str = ""
    person: int | None = None
    """The account that alone can do it; None where whoever holds the role can."""

    @property
    def days_left(self) -> int | None:
        """Days until the legal date; negative when it has passed; None without a date."""
        return None if self.due_on is None else (self.due_on - clock.today()).days

    @property
    def urgency(self) -> Urgency:
        left = self.days_left
        if left is None:
            return Urgency.UNDATED
        if left < 0:
            return Urgency.LATE
        return Urgency.SOON if left <= SOON_DAYS else Urgency.AHEAD
