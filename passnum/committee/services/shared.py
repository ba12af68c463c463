"""What every act of the committee shares: lock, guard, reason, line in the journal."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from passnum.committee.deadlines import Frame, WishedDate, check_wished_date
from passnum.committee.enums import MeetingKind
from passnum.committee.models import CommitteeMeeting, Sitting
from passnum.committee.permissions import Seat
from passnum.conventions.enums import ConventionState, Side
from passnum.conventions.models import Convention
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import day_and_month
from passnum.core.richtext import is_blank
from passnum.partners.models import User
from passnum.partners.permissions import author_for

#: Years in which a meeting can be: beyond them is a slip of the keyboard.
YEARS = range(2000, 2101)
#: States in which committees meet; an ended convention has its last ones still to hold.
MEETING_STATES = frozenset({ConventionState.EN_VIGUEUR, ConventionState.ECHUE})


def locked_meeting(meeting: CommitteeMeeting) -> CommitteeMeeting:
    """The meeting as it is now, held until the end of the transaction."""
    return (
        CommitteeMeeting.objects.select_for_update(of=("self",))
        .select_related("convention__partner")
        .get(pk=meeting.pk)
    )


def ensure_meets(convention: Convention) -> date:
    """The day since which the convention is in force; WrongState when its committee cannot meet."""
    if convention.state not in MEETING_STATES or convention.received_on is None:
        raise WrongState(
            f"La convention est « {convention.get_state_display()} » : son comité se réunit une fois l’exemplaire "
            "signé reçu par l’Eurométropole (art. 2)."
        )
    return convention.received_on


def ensure_not_sat(meeting: CommitteeMeeting) -> None:
    """WrongState once the meeting was noted or has decided: it took place, and is neither moved nor cancelled."""
    noted = Sitting.objects.filter(meeting=meeting, revision__gt=0).exists()
    if noted or meeting.decisions.exists():
        raise WrongState("La séance de ce comité est notée : constatez sa tenue, elle ne se déplace ni ne s’annule.")


def given_reason(text: str, why: str = "Indiquez un motif.", *, field: str = "reason") -> str:
    """The reason, trimmed; InvalidInput when it says nothing."""
    if is_blank(text):
        raise InvalidInput(why, field=field)
    return text.strip()


def sensible(day: date, *, field: str) -> date:
    """The day; InvalidInput when its year is a slip of the keyboard."""
    if day.year not in YEARS:
        raise InvalidInput(f"Indiquez une date entre {YEARS[0]} et {YEARS[-1]}.", field=field)
    return day


def frame_of(meeting: CommitteeMeeting) -> Frame:
    """What a date of this meeting is checked against."""
    convention = meeting.convention
    return Frame(
        kind=MeetingKind(meeting.kind),
        year=meeting.year,
        in_force_from=ensure_meets(convention),
        ends_on=convention.ends_on,
        end_wished_on=meeting.end_wished_on,
    )


def check_date(meeting: CommitteeMeeting, day: date, *, field: str = "day") -> WishedDate:
    """What the convention says of this day for this meeting, if it were fixed today."""
    return check_wished_date(sensible(day, field=field), frame_of(meeting), on=clock.today())


def check_ordinary(convention: Convention, day: date, *, field: str = "day") -> WishedDate:
    """What the convention says of this day for the ordinary committee of its year, if it were fixed today."""
    frame = Frame(MeetingKind.ORDINAIRE, sensible(day, field=field).year, ensure_meets(convention), convention.ends_on)
    return check_wished_date(day, frame, on=clock.today())


def refuse_impossible(check: WishedDate, *, field: str = "day") -> WishedDate:
    """The check; InvalidInput with the article and the nearest lawful day when the date cannot be."""
    if check.possible:
        return check
    near = f" La date conforme la plus proche est le {day_and_month(check.nearest)}." if check.nearest else ""
    raise InvalidInput(f"{day_and_month(check.day).capitalize()} : {' '.join(check.reasons)}{near}", field=field)


def record(
    actor: User | None,
    convention: Convention,
    act: str,
    subject: tuple[str, UUID],
    *,
    before: str = "",
    to: str = "",
    reason: str = "",
    seat: Seat | None = None,
) -> None:
    """One line in the journal of the convention; with its seat where the act is done from one."""
    author = author_for(actor, convention.partner, clock.today()) if actor else journal.SYSTEM_AUTHOR
    if seat is not None:
        whose = f" — {convention.partner.name}" if seat.side == Side.STRUCTURE else ""
        author = journal.Author(author.ref, f"{seat.quality}{whose}"[:120])
    journal.record(
        chain=str(convention.public_id),
        author=author,
        act=act,
        subject=journal.Subject(subject[0][:60], subject[1]),
        from_state=before,
        to_state=to,
        reason=reason,
    )


def subject_of(meeting: CommitteeMeeting) -> tuple[str, UUID]:
    """How the journal names a meeting."""
    return f"{meeting.get_kind_display()} {meeting.year}", meeting.public_id
