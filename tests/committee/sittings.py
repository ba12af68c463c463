"""Meetings held and minutes submitted for the tests, through the services."""

from __future__ import annotations

from datetime import date

from passnum.committee import services
from passnum.committee.enums import Silence
from passnum.committee.minutes_states import Continuing, Presence, Reached
from passnum.committee.models import CommitteeMeeting, Minutes, Sitting
from passnum.committee.services.minutes import submit_minutes, write_minutes
from passnum.committee.services.sitting import Noted, Notes, save_notes, seated_at
from tests.committee.meetings import fixed
from tests.scene import House, Scene

#: The day after the meeting.
AFTER = date(2023, 12, 1)


def seated(scene: Scene, house: House, *, rule: services.RuleValues | None = None) -> CommitteeMeeting:
    """A committee of 30 November 2023 with its members: EMS's administrator, the presidency and a référent."""
    services.seat_from_accounts(actor=scene.ems, convention=house.convention)
    if rule is not None:
        services.record_rules(actor=scene.ems, convention=house.convention, values=rule)
    return fixed(scene, house)


def majority(quorum: int = 2, *, silence: Silence = Silence.RIEN, blocks: bool = False) -> services.RuleValues:
    return services.RuleValues(quorum, silence, blocks, 10)


def notes(meeting: CommitteeMeeting, words: str = "Ateliers pleins") -> Notes:
    """Everybody present, three objectives evaluated."""
    return Notes(
        presences={member.pk: (Presence.PRESENT, "") for member in seated_at(meeting)},
        objectives={number: Noted(Reached.EN_PARTIE, words, "Peu de places") for number in (1, 2, 3)},
        adjustments="Un atelier de plus",
        continuing=Continuing.POURSUIVRE,
        continuing_words="Le besoin demeure",
    )


def noted(scene: Scene, meeting: CommitteeMeeting) -> Sitting:
    """To be called on the day of the meeting or after it."""
    return save_notes(actor=scene.ems, meeting=meeting, revision=0, notes=notes(meeting))


def written(scene: Scene, meeting: CommitteeMeeting) -> Minutes:
    noted(scene, meeting)
    held = services.hold_meeting(actor=scene.ems, meeting=meeting)
    return write_minutes(actor=scene.ems, meeting=held)


def submitted(scene: Scene, meeting: CommitteeMeeting) -> Minutes:
    return submit_minutes(actor=scene.ems, minutes=written(scene, meeting))
