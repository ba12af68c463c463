"""Committees of the demonstration: seated, dates fixed by both sides, held; one to be moved, one further asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from passnum.committee import services
from passnum.committee.enums import Silence
from passnum.committee.models import CommitteeMeeting
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.partners.models import User

PLACE = "Centre administratif, 1 parc de l’Étoile, Strasbourg"


@dataclass(frozen=True)
class Parties:
    """Who acts for each side of a convention."""

    convention: Convention
    administrator: User
    referent: User


def seat(parties: Parties, on: date) -> None:
    """The members that article 7 names, and the rule they give themselves before their first meeting."""
    with clock.on_day(on):
        services.seat_from_accounts(actor=parties.administrator, convention=parties.convention)
        services.record_rules(
            actor=parties.administrator,
            convention=parties.convention,
            values=services.RuleValues(quorum=2, silence=Silence.ACCORD, refusal_blocks=True, delay_days=15),
        )


def fix_committee(parties: Parties, committee_on: date, on: date, *, late_reason: str = "") -> CommitteeMeeting:
    """EMS proposes, the référent confirms the same day: the date is fixed together (art. 7)."""
    with clock.on_day(on):
        meeting = services.propose_ordinary(
            actor=parties.administrator,
            convention=parties.convention,
            year=committee_on.year,
            slots=[services.Slot(committee_on, time(14, 0), PLACE)],
        )
        return services.confirm_date(actor=parties.referent, proposal=meeting.proposals.get(), late_reason=late_reason)


def hold_committee(parties: Parties, meeting: CommitteeMeeting) -> None:
    """The committee was held on its date."""
    assert meeting.held_on is not None
    with clock.on_day(meeting.held_on):
        services.hold_meeting(actor=parties.administrator, meeting=meeting)


def propose_to_move(parties: Parties, meeting: CommitteeMeeting, to: date, on: date, reason: str) -> None:
    """EMS asks for another date, which waits for the partner."""
    with clock.on_day(on):
        slot = services.Slot(to, time(14, 0), PLACE)
        services.propose_dates(actor=parties.administrator, meeting=meeting, slots=[slot], reason=reason)


def ask_for_meeting(parties: Parties, on: date, reason: str) -> None:
    """The partner asks for a further meeting, which waits for EMS."""
    with clock.on_day(on):
        services.request_meeting(actor=parties.referent, convention=parties.convention, wish=services.Wish(reason))
