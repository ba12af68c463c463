"""The special committee of a termination: a meeting of the committee, opened for it, then held (art. 7, 12)."""

from __future__ import annotations

from django.db import transaction

from passnum.committee.enums import MeetingKind, MeetingState
from passnum.committee.models import CommitteeMeeting
from passnum.committee.services.meetings import create_meeting
from passnum.committee.services.shared import locked_meeting
from passnum.conventions.deadlines import special_committee_by
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import day_and_month
from passnum.endings.enums import OF_RIGHT
from passnum.endings.models import Termination
from passnum.endings.permissions import acting_side, ensure_ems
from passnum.endings.services.termination_meeting import examined_another, link_meeting
from passnum.endings.services.termination_path import ensure_open, locked_termination, record
from passnum.partners.models import User

#: Meetings that can examine a termination: the ordinary one has its own object (art. 7).
_KINDS = (MeetingKind.SPECIAL, MeetingKind.EXTRAORDINAIRE)


@transaction.atomic
def open_special_meeting(*, actor: User, termination: Termination) -> CommitteeMeeting:
    """Open the meeting that examines the termination, by either party; both then fix its date together (art. 7).

    With an end in view it is a special meeting: only a date six months before that end can be fixed (art. 12).
    """
    acting_side(actor, termination.convention)
    row = locked_termination(termination)
    _ensure_goes_through_committee(row)
    if row.meeting is not None and row.meeting.state != MeetingState.ANNULE:
        raise WrongState("La réunion spécifique est déjà ouverte : fixez sa date depuis la page du comité.")
    kind = MeetingKind.EXTRAORDINAIRE
    if row.wished_on is not None:
        by = special_committee_by(row.wished_on)
        if by.day <= clock.today():
            raise WrongState(
                f"La réunion spécifique se tient au plus tard le {day_and_month(by.day)} ({by.explanation}, art. 12) : "
                "abandonnez cette résiliation et envisagez une fin plus tardive."
            )
        kind = MeetingKind.SPECIAL
    row.meeting = create_meeting(actor, row.convention, kind, clock.today().year, end_wished_on=row.wished_on)
    row.save()
    record(actor, row, "ouvrir la réunion spécifique", to=row.meeting.get_kind_display())
    return row.meeting


def meetings_that_examine(termination: Termination) -> list[CommitteeMeeting]:
    """The meetings held that can be the special committee of this termination, the latest first."""
    held = CommitteeMeeting.objects.filter(convention=termination.convention, kind__in=_KINDS, state=MeetingState.TENU)
    return [row for row in held.order_by("-held_on", "-pk") if not _objection(termination, row)]


@transaction.atomic
def record_special_committee(*, actor: User, termination: Termination, meeting: CommitteeMeeting) -> Termination:
    """The committee has examined the termination: a special or further meeting, held (art. 12)."""
    ensure_ems(actor)
    row = locked_termination(termination)
    _ensure_goes_through_committee(row)
    held = locked_meeting(meeting)
    refused = _objection(row, held)
    if refused:
        raise InvalidInput(refused, field="meeting")
    return link_meeting(actor, row, held)


def _ensure_goes_through_committee(row: Termination) -> None:
    ensure_open(row)
    if row.cause in OF_RIGHT:
        raise WrongState("De plein droit, la résiliation ne passe pas par un comité spécial (art. 12).")


def _objection(row: Termination, meeting: CommitteeMeeting) -> str:
    """Why this meeting is not the special committee of the termination; empty when it is."""
    if meeting.convention_id != row.convention_id or meeting.kind not in _KINDS:
        return "Choisissez une réunion spécifique ou supplémentaire de cette convention (art. 12)."
    if meeting.state != MeetingState.TENU or meeting.held_on is None:
        return "Cette réunion n’est pas encore tenue : constatez-la d’abord depuis la page du comité."
    if meeting.kind != MeetingKind.SPECIAL and meeting.held_on < row.opened_on:
        return "Le comité spécial se tient une fois la résiliation envisagée."
    if examined_another(row, meeting):
        return "Cette réunion a examiné une autre résiliation : chacune a la sienne (art. 12)."
    return ""
