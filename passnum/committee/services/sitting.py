"""What is noted in the meeting: saved as a draft with its revision, nothing overwritten (art. 3, 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from passnum.committee.enums import MeetingState
from passnum.committee.minutes_states import OBJECTIVES, Continuing, MinutesState, Presence, Reached
from passnum.committee.models import Attendance, CommitteeMeeting, CommitteeMember, ObjectiveReview, Sitting
from passnum.committee.services.shared import locked_meeting, record, subject_of
from passnum.conventions.permissions import ensure_conducts
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import day_and_month, long_moment
from passnum.partners.models import User

MOST_SIGNS = 10_000


@dataclass(frozen=True)
class Noted:
    """What was noted of one objective."""

    reached: Reached | None = None
    assessment: str = ""
    causes: str = ""


@dataclass(frozen=True)
class Notes:
    """The whole page. `presences`: member's primary key → presence and, where represented, by whom."""

    presences: Mapping[int, tuple[Presence, str]] = field(default_factory=dict)
    objectives: Mapping[int, Noted] = field(default_factory=dict)
    adjustments: str = ""
    continuing: Continuing | None = None
    continuing_words: str = ""
    other_business: str = ""


def seated_at(meeting: CommitteeMeeting) -> list[CommitteeMember]:
    """The members who sit on the day of the meeting."""
    if meeting.held_on is None:
        return []
    return list(CommitteeMember.objects.sitting_on(meeting.held_on).filter(convention=meeting.convention))


@transaction.atomic
def save_notes(
    *, actor: User, meeting: CommitteeMeeting, revision: int, notes: Notes, by_itself: bool = False
) -> Sitting:
    """Keep what was noted. `revision` is the one the page was opened with, 0 at first.

    `by_itself`: kept while it is typed, which is no act of the journal.

    Raises WrongState before the day of the meeting, once the minutes are validated, or when someone else has saved.
    """
    ensure_conducts(actor)
    row = locked_meeting(meeting)
    ensure_sits(row)
    if row.minutes.filter(state=MinutesState.VALIDE).exists():
        raise WrongState("Le compte rendu est validé : les notes de la séance ne changent plus.")
    sitting, _ = Sitting.objects.select_for_update(of=("self",)).get_or_create(meeting=row)
    _refuse_stale(sitting, actor, revision)
    _write(sitting, notes)
    sitting.revision += 1
    sitting.saved_at, sitting.saved_by = clock.now(), actor
    sitting.save()
    if not by_itself:
        record(actor, row.convention, "noter la séance", subject_of(row), to=f"révision {sitting.revision}")
    return sitting


def ensure_sits(meeting: CommitteeMeeting) -> None:
    """WrongState unless the date is fixed and has come."""
    if meeting.state not in {MeetingState.FIXE, MeetingState.TENU} or meeting.held_on is None:
        raise WrongState(f"Ce comité est « {meeting.get_state_display()} » : il n’a pas de séance.")
    if clock.today() < meeting.held_on:
        raise WrongState(f"Ce comité se tient le {day_and_month(meeting.held_on)} : la séance s’ouvre ce jour-là.")


def _refuse_stale(sitting: Sitting, actor: User, revision: int) -> None:
    if sitting.revision == revision:
        return
    who = "Vous avez, dans un autre onglet," if sitting.saved_by_id == actor.pk else f"{sitting.saved_by} a"
    when = long_moment(sitting.saved_at) if sitting.saved_at else ""
    raise WrongState(f"{who} enregistré une autre version ({when}). Gardez une copie de votre texte, puis rechargez.")


def _write(sitting: Sitting, notes: Notes) -> None:
    known = {member.pk: member for member in seated_at(sitting.meeting)}
    if not set(notes.presences) <= set(known):
        raise InvalidInput("Une des personnes notées ne siège pas à ce comité : rechargez la page.")
    for pk, (presence, by) in notes.presences.items():
        represented = presence == Presence.REPRESENTE
        if represented and not by.strip():
            raise InvalidInput(f"Indiquez qui représente {known[pk].name}.", field=f"represented_{pk}")
        values = {"presence": presence, "represented_by": by.strip()[:160] if represented else ""}
        Attendance.objects.update_or_create(sitting=sitting, member=known[pk], defaults=values)
    for objective in OBJECTIVES:
        noted = notes.objectives.get(objective, Noted())
        ObjectiveReview.objects.update_or_create(
            sitting=sitting,
            objective=objective,
            defaults={
                "reached": noted.reached or "",
                "assessment": _kept(noted.assessment),
                "causes": _kept(noted.causes),
            },
        )
    sitting.adjustments, sitting.other_business = _kept(notes.adjustments), _kept(notes.other_business)
    sitting.continuing = notes.continuing or ""
    sitting.continuing_words = _kept(notes.continuing_words)


def _kept(text: str) -> str:
    if len(text) > MOST_SIGNS:
        raise InvalidInput(f"Un texte compte au plus {MOST_SIGNS} signes.")
    return text.strip()
