"""The invitation as an iCalendar file (RFC 5545, 5546): one stable UID per meeting, a version that grows.

Times are those of Strasbourg; the file carries its own time zone, so that no calendar has to guess.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from passnum.committee.models import CommitteeMeeting
from passnum.core import clock

PARIS = ZoneInfo("Europe/Paris")
#: Announced length of a meeting.
LENGTH = timedelta(hours=2)


class Method(StrEnum):
    """What the calendar of the reader does with the file."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Guest:
    """A person invited: name and address."""

    name: str
    email: str


def uid_of(meeting: CommitteeMeeting) -> str:
    """The same for the whole life of the meeting, whatever changes."""
    host = urlsplit(settings.PASSNUM_BASE_URL).hostname or "passnum"
    return f"comite-{meeting.public_id}@{host}"


def media_type(method: Method) -> str:
    """The type of the file in a mail, with the method that calendars look for."""
    return f'text/calendar; charset="utf-8"; method="{method}"'


def calendar_file(meeting: CommitteeMeeting, guests: Iterable[Guest], method: Method, link: str = "") -> bytes:
    """The octets of the invitation, or of its cancellation; the meeting has its date and hour."""
    calendar = Calendar()
    calendar.add("prodid", "-//Eurométropole de Strasbourg//Passnum//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", str(method))
    calendar.add_component(_paris())
    calendar.add_component(_event(meeting, guests, method, link))
    return bytes(calendar.to_ical())


def title_of(meeting: CommitteeMeeting) -> str:
    """« Comité de suivi Pass numérique – L’Écluse »."""
    return f"Comité de suivi Pass numérique – {meeting.convention.partner}"


def _plain(text: str) -> str:
    """The text without the control characters that a calendar cannot hold; its lines are kept."""
    return "".join(character for character in text if character == "\n" or unicodedata.category(character) != "Cc")


def _event(meeting: CommitteeMeeting, guests: Iterable[Guest], method: Method, link: str) -> Event:
    assert meeting.held_on is not None
    assert meeting.starts_at is not None
    starts = datetime.combine(meeting.held_on, meeting.starts_at, tzinfo=PARIS)
    event = Event()
    event.add("uid", uid_of(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", clock.now().astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", starts + LENGTH)
    event.add("summary", _plain(title_of(meeting)))
    event.add("status", "CANCELLED" if method == Method.CANCEL else "CONFIRMED")
    if meeting.place:
        event.add("location", _plain(meeting.place))
    event.add("description", _plain(_description(meeting, link)))
    if link:
        event.add("url", link)
    event.add("organizer", _organizer())
    for guest in guests:
        event.add("attendee", _attendee(guest))
    return event


def _description(meeting: CommitteeMeeting, link: str) -> str:
    lines = [f"{point.position}. {point.title}" for point in meeting.agenda.all()]
    head = f"Annulé : {meeting.cancel_reason}\n\n" if meeting.cancel_reason else ""
    return head + "Ordre du jour\n" + "\n".join(lines) + (f"\n\n{link}" if link else "")


def _organizer() -> vCalAddress:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    found = vCalAddress(f"MAILTO:{address}")
    found.params["CN"] = vText(name or "Pass numérique")
    return found


def _attendee(guest: Guest) -> vCalAddress:
    found = vCalAddress(f"MAILTO:{guest.email}")
    found.params["CN"] = vText(_plain(guest.name))
    found.params["ROLE"] = vText("REQ-PARTICIPANT")
    found.params["PARTSTAT"] = vText("NEEDS-ACTION")
    found.params["RSVP"] = vText("TRUE")
    return found


def _paris() -> Timezone:
    """Europe/Paris since 1996: last Sundays of March and October."""
    zone = Timezone()
    zone.add("tzid", "Europe/Paris")
    for part, month, hour, before, after, name in (
        (TimezoneDaylight(), 3, 2, 1, 2, "CEST"),
        (TimezoneStandard(), 10, 3, 2, 1, "CET"),
    ):
        last_sunday = 31 if month == 3 else 27
        part.add("dtstart", datetime(1996, month, last_sunday, hour))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        zone.add_component(part)
    return zone
