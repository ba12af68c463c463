"""Mails about the minutes: submitted to the members, validated, not validated (art. 7)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from passnum.committee.emails import recipients
from passnum.committee.models import Minutes
from passnum.conventions.enums import Side
from passnum.core.french import typeset
from passnum.mail.services import enqueue


def submit(row: Minutes) -> None:
    """To each member of the day of the meeting: read, then validate, comment or refuse."""
    people = {
        item.member.email.lower(): (Side(item.member.side), item.member.name)
        for item in row.opinions.select_related("member")
    }
    _send(row, "minutes_submitted", people)


def tell_validated(row: Minutes) -> None:
    """To the members: the minutes are validated and sealed."""
    _send(row, "minutes_validated", _members(row))


def tell_refused(row: Minutes) -> None:
    """To the members: not validated; another version will answer."""
    _send(row, "minutes_refused", _members(row))


def _members(row: Minutes) -> dict[str, tuple[Side, str]]:
    return {person.email.lower(): (person.side, person.name) for person in recipients(row.meeting.convention)}


def _send(row: Minutes, event: str, people: dict[str, tuple[Side, str]]) -> None:
    for email, (side, name) in people.items():
        if side == Side.EMS:
            address = reverse("backoffice:committee", args=[row.meeting.public_id])
        else:
            address = reverse("portal:minutes", args=[row.public_id])
        enqueue(
            key=f"{event}:{row.public_id}:{email}"[:255],
            to=email,
            template=f"committee/email/{event}",
            context={
                "name": name,
                "minutes": row,
                "outcome": typeset(row.outcome),
                "meeting": row.meeting,
                "convention": row.meeting.convention,
                "partner": row.meeting.convention.partner,
                "link": settings.PASSNUM_BASE_URL.rstrip("/") + address,
            },
        )
