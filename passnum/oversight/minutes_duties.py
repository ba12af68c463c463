"""What the meetings leave to do: sit, write the minutes, answer them, give the decisions their follow-up (art. 7)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from passnum.committee.enums import MeetingState, MemberQuality
from passnum.committee.minutes_states import LIVE_STATES, MinutesState
from passnum.committee.models import CommitteeMeeting, CommitteeMember, Decision, MemberOpinion, Minutes
from passnum.committee.permissions import why_not_sitting
from passnum.committee.services.voting import answers_in_writing
from passnum.conventions.enums import Side
from passnum.core import clock
from passnum.core.french import day_and_month
from passnum.oversight.duty import Duty, Holder
from passnum.partners.models import Partner, User

UNDATED = "sans délai dans la convention"


def minutes_to_answer(partner: Partner | None = None) -> Iterator[Duty]:
    """One duty per member with an account who has not answered, at one partner; over all of them, with their names."""
    rows = _unanswered().filter(member__side=Side.STRUCTURE, member__user__isnull=False)
    if partner is not None:
        rows = rows.filter(minutes__meeting__convention__partner=partner)
    for row in rows:
        person = _who_answers(row.member)
        if person is None:
            continue
        holder = Holder.PRESIDENT if row.member.quality == MemberQuality.PRESIDENCE else Holder.REFERENT
        whose = "" if partner else f" ({row.member.name})"
        yield _to_answer(row, holder, f"Répondre au compte rendu du {_meeting(row)}{whose}", person)


def meeting_duties_of_ems(actor: User) -> Iterator[Duty]:
    """What the meetings leave to EMS; the answer of a member is asked of that member alone."""
    for row in _unanswered():
        if answers_in_writing(row.member):
            act = f"Enregistrer la réponse écrite de {row.member.name} au compte rendu du {_meeting(row)}"
            yield _to_answer(row, Holder.EMS, act, None)
        elif row.member.user_id == actor.pk and row.member.side == Side.EMS:
            yield _to_answer(row, Holder.EMS, f"Répondre au compte rendu du {_meeting(row)}", actor.pk)
    yield from _meetings_come()
    yield from _minutes_to_write()
    yield from _decisions_to_settle()


def _unanswered() -> QuerySet[MemberOpinion]:
    """The places that still have an answer to give to a version submitted to the members."""
    return (
        MemberOpinion.objects.filter(answer="", minutes__state=MinutesState.SOUMIS)
        .filter(Q(minutes__answers_by__isnull=True) | Q(minutes__answers_by__gte=clock.today()))
        .select_related("minutes__meeting__convention__partner", "member__delegated_by__user")
        .select_related("member__delegated_by__convention__partner", "member__user")
    )


def _meeting(row: MemberOpinion) -> str:
    return _named(row.minutes.meeting)


def _named(meeting: CommitteeMeeting) -> str:
    """« comité du 30 novembre 2022 »: several may meet in a year."""
    return f"comité du {day_and_month(meeting.held_on)}" if meeting.held_on else f"comité {meeting.year}"


def _who_answers(member: CommitteeMember) -> int | None:
    """The account that answers from this place today: the member, or the presidency that came after (art. 7)."""
    today = clock.today()
    if not why_not_sitting(member, today):
        return member.user_id
    if member.quality != MemberQuality.PRESIDENCE:
        return None
    now_presiding = CommitteeMember.objects.sitting_on(today).filter(
        convention=member.convention_id, side=member.side, quality=MemberQuality.PRESIDENCE
    )
    return next((row.user_id for row in now_presiding if row.user_id is not None), None)


def _to_answer(row: MemberOpinion, holder: Holder, act: str, person: int | None) -> Duty:
    minutes, meeting = row.minutes, row.minutes.meeting
    assert minutes.submitted_at is not None
    of_ems = holder == Holder.EMS
    return Duty(
        holder=holder,
        act=act,
        partner=meeting.convention.partner,
        convention=meeting.convention,
        due_on=minutes.answers_by,
        explanation="délai de réponse que les membres se sont donné" if minutes.answers_by else UNDATED,
        article="art. 7",
        missing=(),
        target="committee" if of_ems else "minutes",
        public_id=meeting.public_id if of_ems else minutes.public_id,
        since=clock.day_of(minutes.submitted_at),
        person=person,
    )


def _meetings_come() -> Iterator[Duty]:
    rows = CommitteeMeeting.objects.filter(state=MeetingState.FIXE, held_on__lte=clock.today())
    for row in rows.select_related("convention__partner"):
        yield _of_meeting(row, f"Constater la tenue du {_named(row)}")


#: What each state of the minutes asks of EMS, which writes them.
_ASKS = {
    MinutesState.REDACTION: "Soumettre aux membres le compte rendu du {meeting}",
    MinutesState.REFUSE: "Reprendre le compte rendu du {meeting}, non validé par les membres",
}


def _minutes_to_write() -> Iterator[Duty]:
    """Held with notes and without minutes, or with minutes that are not before the members."""
    live = Minutes.objects.filter(state__in=sorted(LIVE_STATES))
    without = CommitteeMeeting.objects.filter(state=MeetingState.TENU, sitting__isnull=False)
    for meeting in without.exclude(pk__in=live.values("meeting")).select_related("convention__partner"):
        yield _of_meeting(meeting, f"Rédiger le compte rendu du {_named(meeting)}")
    for row in live.filter(state__in=sorted(_ASKS)).select_related("meeting__convention__partner"):
        yield _of_meeting(row.meeting, _ASKS[MinutesState(row.state)].format(meeting=_named(row.meeting)))


def _decisions_to_settle() -> Iterator[Duty]:
    for row in Decision.objects.to_do().select_related("meeting__convention__partner"):
        kind = row.get_kind_display()
        act = f"Donner suite à une décision du {_named(row.meeting)} : {kind[:1].lower()}{kind[1:]}"
        yield _of_meeting(row.meeting, act)


def _of_meeting(row: CommitteeMeeting, act: str) -> Duty:
    return Duty(
        holder=Holder.EMS,
        act=act,
        partner=row.convention.partner,
        convention=row.convention,
        due_on=None,
        explanation=UNDATED,
        article="art. 7",
        missing=(),
        target="committee",
        public_id=row.public_id,
        since=row.held_on,
    )
