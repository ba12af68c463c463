"""What the committees wait for: a date to confirm, a request to answer (art. 7)."""

from __future__ import annotations

from collections.abc import Iterator

from passnum.committee.models import CommitteeMeeting, DateProposal, MeetingRequest
from passnum.committee.services.shared import MEETING_STATES
from passnum.conventions.deadlines import committee_date_fixed_by
from passnum.conventions.enums import Side
from passnum.core import clock
from passnum.core.french import day_and_month
from passnum.oversight.duty import Duty, Holder
from passnum.partners.models import Partner

#: Who answers for each side; the presidency may, and the référent is asked.
_HOLDERS = {Side.EMS: Holder.EMS, Side.STRUCTURE: Holder.REFERENT}


def committee_duties(side: Side, partner: Partner | None = None) -> Iterator[Duty]:
    """What waits for that side, at one partner or over all of them."""
    yield from _dates_to_confirm(side, partner)
    yield from _requests_to_answer(side, partner)


def _dates_to_confirm(side: Side, partner: Partner | None) -> Iterator[Duty]:
    """One duty per meeting, due when the earliest of its dates has to be fixed.

    A day that is past, or a convention that was terminated, leaves nothing to confirm.
    """
    meetings = CommitteeMeeting.objects.awaiting_confirmation_of(side).filter(
        convention__state__in=sorted(MEETING_STATES)
    )
    rows = DateProposal.objects.waiting().filter(meeting__in=meetings, day__gt=clock.today())
    rows = rows.exclude(confirmations__side=side)
    if partner is not None:
        rows = rows.filter(meeting__convention__partner=partner)
    seen: set[int] = set()
    for row in rows.select_related("meeting__convention__partner").order_by("day"):
        if row.meeting_id in seen:
            continue
        seen.add(row.meeting_id)
        by, convention = committee_date_fixed_by(row.day), row.meeting.convention
        yield Duty(
            holder=_HOLDERS[side],
            act=f"Confirmer la date du comité {row.meeting.year} ({day_and_month(row.day)})",
            partner=convention.partner,
            convention=convention,
            due_on=by.day,
            explanation=by.explanation,
            article=by.article,
            missing=(),
            target="committee",
            public_id=row.meeting.public_id,
            since=clock.day_of(row.proposed_at),
        )


def _requests_to_answer(side: Side, partner: Partner | None) -> Iterator[Duty]:
    rows = MeetingRequest.objects.awaiting_answer_of(side)
    if partner is not None:
        rows = rows.filter(convention__partner=partner)
    for row in rows.select_related("convention__partner"):
        of_ems = side == Side.EMS
        yield Duty(
            holder=_HOLDERS[side],
            act="Répondre à la demande de réunion du comité",
            partner=row.convention.partner,
            convention=row.convention,
            due_on=None,
            explanation="sans délai dans la convention",
            article="art. 12" if row.end_wished_on else "art. 7",
            missing=(),
            target="convention_committees" if of_ems else "committee_answer",
            public_id=row.convention.public_id if of_ems else row.public_id,
            since=clock.day_of(row.requested_at),
        )
