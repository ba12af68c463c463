"""Mails of the committee: a date to confirm, the invitation with its calendar file, a request and its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from passnum.committee.invitation import Guest, Method, calendar_file, media_type
from passnum.committee.models import CommitteeMeeting, CommitteeMember, DateProposal, MeetingRequest
from passnum.committee.permissions import why_not_sitting
from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.mail.services import Attached, enqueue
from passnum.partners.enums import GROUP_ADMINISTRATORS, Role
from passnum.partners.models import Membership, User

OTHER = {Side.EMS: Side.STRUCTURE, Side.STRUCTURE: Side.EMS}


@dataclass(frozen=True)
class Recipient:
    """A person to write to: the side says which space the link leads to."""

    side: Side
    name: str
    email: str


def recipients(convention: Convention, *sides: Side) -> list[Recipient]:
    """The members seated today on those sides; where a side has none, those of its accounts that article 7 names."""
    found: dict[str, Recipient] = {}
    for side in sides or tuple(Side):
        for one in _seated(convention, side) or _accounts(convention, side):
            found.setdefault(one.email.lower(), one)
    return list(found.values())


def announce_proposals(meeting: CommitteeMeeting, proposals: Sequence[DateProposal]) -> None:
    """To the other side: dates wait for its confirmation."""
    first = proposals[0]
    _send(
        meeting.convention,
        recipients(meeting.convention, OTHER[Side(first.side)]),
        key=f"comite-propose:{first.public_id}",
        template="committee/email/proposed",
        target=("committee", meeting.public_id),
        context={"meeting": meeting, "proposals": proposals, "first": first},
    )


def invite(meeting: CommitteeMeeting, *, moved: bool) -> None:
    """To every member of both sides: the invitation of this version, with its calendar file."""
    _with_calendar(meeting, Method.REQUEST, "invitation", {"moved": moved})


def call_off(meeting: CommitteeMeeting) -> None:
    """To every member: the meeting is cancelled, and leaves their calendars."""
    _with_calendar(meeting, Method.CANCEL, "cancelled", {})


def announce_request(request: MeetingRequest) -> None:
    """To the other side: a meeting is asked for, and waits for its answer."""
    _send(
        request.convention,
        recipients(request.convention, OTHER[Side(request.side)]),
        key=f"comite-demande:{request.public_id}",
        template="committee/email/requested",
        target=("committees", request.convention.public_id),
        context={"request": request},
    )


def announce_answer(request: MeetingRequest) -> None:
    """To the side that asked: what was answered, and why."""
    _send(
        request.convention,
        recipients(request.convention, Side(request.side)),
        key=f"comite-reponse:{request.public_id}",
        template="committee/email/answered",
        target=("committees", request.convention.public_id),
        context={"request": request},
    )


def link_for(side: Side, name: str, public_id: Any) -> str:
    """The full address of a committee, or of the committees of a convention, in the space of that side."""
    if side == Side.EMS:
        page = {"committee": "backoffice:committee", "committees": "backoffice:convention_committees"}[name]
        address = reverse(page, args=[public_id])
    else:
        address = reverse(f"portal:{name}", args=[public_id] if name == "committee" else [])
    return settings.PASSNUM_BASE_URL.rstrip("/") + address


def _with_calendar(meeting: CommitteeMeeting, method: Method, event: str, context: dict[str, Any]) -> None:
    people = recipients(meeting.convention)
    guests = [Guest(person.name, person.email) for person in people]
    content = calendar_file(meeting, guests, method)
    _send(
        meeting.convention,
        people,
        key=f"comite:{meeting.public_id}:{meeting.sequence}",
        template=f"committee/email/{event}",
        target=("committee", meeting.public_id),
        context={"meeting": meeting, "agenda": list(meeting.agenda.all()), **context},
        attached=[Attached("comite.ics", media_type(method), content)],
    )


def _send(
    convention: Convention,
    people: Sequence[Recipient],
    *,
    key: str,
    template: str,
    target: tuple[str, Any],
    context: dict[str, Any],
    attached: Sequence[Attached] = (),
) -> None:
    for person in people:
        values = {
            "person": person,
            "partner": convention.partner,
            "convention": convention,
            "link": link_for(person.side, *target),
            **context,
        }
        enqueue(
            key=f"{key}:{person.email.lower()}"[:255],
            to=person.email,
            template=template,
            context=values,
            attached=attached,
        )


def _seated(convention: Convention, side: Side) -> list[Recipient]:
    today = clock.today()
    rows = CommitteeMember.objects.sitting_on(today).filter(convention=convention, side=side)
    rows = rows.select_related("delegated_by__user", "delegated_by__convention__partner")
    return [Recipient(side, row.name, row.email) for row in rows if not why_not_sitting(row, today)]


def _accounts(convention: Convention, side: Side) -> list[Recipient]:
    if side == Side.EMS:
        users = list(User.objects.filter(is_active=True, groups__name=GROUP_ADMINISTRATORS))
    else:
        rows = Membership.objects.active().filter(partner=convention.partner, role__in=[Role.PRESIDENT, Role.REFERENT])
        users = [row.user for row in rows.select_related("user")]
    return [Recipient(side, str(user), user.email) for user in users]
