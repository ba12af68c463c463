"""The special committee that examined the facts of a termination: found, and joined to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from passnum.committee.enums import MeetingKind, MeetingState
from passnum.committee.models import CommitteeMeeting
from passnum.conventions.deadlines import earliest_effect_of_early_end, special_committee_by
from passnum.conventions.enums import EvidenceKind
from passnum.conventions.layout import Anchor, Planned
from passnum.conventions.models import Convention
from passnum.endings.models import Termination
from passnum.endings.services.passages import lay, prove
from passnum.endings.services.termination_path import (
    occurrence_of,
    record,
)
from passnum.partners.models import User


def special_meeting_held(convention: Convention, wished_on: date) -> CommitteeMeeting | None:
    """A special meeting already held, six months before that end: the path begins with its committee behind it."""
    held = CommitteeMeeting.objects.filter(
        convention=convention,
        kind=MeetingKind.SPECIAL,
        state=MeetingState.TENU,
        held_on__lte=special_committee_by(wished_on).day,
    ).exclude(pk__in=_examined_another(convention))
    return held.order_by("-held_on", "-pk").first()


def _examined_another(convention: Convention, but: Termination | None = None) -> Any:
    """The meetings that another termination has had as its own: each examines one (art. 12)."""
    others = Termination.objects.filter(convention=convention, meeting__isnull=False)
    return (others if but is None else others.exclude(pk=but.pk)).values("meeting")


def examined_another(row: Termination, meeting: CommitteeMeeting) -> bool:
    """Whether that meeting is the special committee of another termination, given up or not."""
    return bool(_examined_another(row.convention, row).filter(meeting=meeting).exists())


def link_meeting(actor: User, row: Termination, held: CommitteeMeeting) -> Termination:
    """Take a meeting that was held as the special committee of the termination: it dates and meets OB-17."""
    assert held.held_on is not None
    row.meeting, row.committee_on = held, held.held_on
    row.save()
    record(actor, row, "tenir le comité spécial", to=f"{held.held_on:%d/%m/%Y}")
    if row.wished_on is None:
        date_special_committee(actor, row, earliest_effect_of_early_end(held.held_on).day)
    label = f"{held.get_kind_display()}, tenue le {held.held_on:%d/%m/%Y}"
    prove(actor, row.convention, "OB-17", occurrence_of(row), EvidenceKind.COMITE, label, held.held_on, held.public_id)
    return row


def date_special_committee(actor: User, row: Termination, aim: date) -> None:
    """OB-17: the special committee, six months before."""
    anchor = Anchor(f"fin envisagée le {aim:%d/%m/%Y}", aim)
    plan = Planned(
        "OB-17", occurrence_of(row), "Comité spécial avant une fin anticipée", anchor, special_committee_by(aim)
    )
    lay(actor, row.convention, plan)
