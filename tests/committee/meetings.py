"""Meetings for the tests: dates proposed and confirmed through the services."""

from __future__ import annotations

from datetime import date, time

from passnum.committee import services
from passnum.committee.models import CommitteeMeeting, DateProposal
from passnum.partners.models import User
from tests.scene import House, Scene

#: A lawful day on 18 September 2023.
LAWFUL = date(2023, 11, 30)


def slot(day: date = LAWFUL, hour: int = 10, place: str = "Centre administratif") -> services.Slot:
    return services.Slot(day, time(hour), place)


def opened(scene: Scene, house: House, year: int = 2023) -> CommitteeMeeting:
    return services.open_ordinary(actor=scene.ems, convention=house.convention, year=year)


def proposed(actor: User, meeting: CommitteeMeeting, *days: date, reason: str = "") -> list[DateProposal]:
    return services.propose_dates(
        actor=actor, meeting=meeting, slots=[slot(day) for day in days or (LAWFUL,)], reason=reason
    )


def fixed(scene: Scene, house: House, day: date = LAWFUL, *, late_reason: str = "") -> CommitteeMeeting:
    """The ordinary committee of that day's year, its date fixed by both sides."""
    (proposal,) = proposed(scene.ems, opened(scene, house, day.year), day)
    return services.confirm_date(actor=house.referent, proposal=proposal, late_reason=late_reason)
