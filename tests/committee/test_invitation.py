"""The invitation: a mail to each member with a calendar file that follows the meeting."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from icalendar import Calendar

from passnum.committee import services
from passnum.committee.models import CommitteeMeeting
from passnum.mail.models import OutboxMessage
from passnum.mail.services import deliver_pending
from tests.committee.meetings import fixed, proposed
from tests.scene import Scene

pytestmark = pytest.mark.django_db


def calendar_of(meeting: CommitteeMeeting) -> Calendar:
    """The file of the meeting's present version."""
    message = OutboxMessage.objects.filter(key__startswith=f"comite:{meeting.public_id}:{meeting.sequence}:").first()
    assert message is not None
    return Calendar.from_ical(bytes(message.attachments.get().content))


def event_of(meeting: CommitteeMeeting) -> Any:
    (event,) = calendar_of(meeting).walk("VEVENT")
    return event


def test_fixing_the_date_invites_both_sides_once_each(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    rows = OutboxMessage.objects.filter(key__startswith=f"comite:{meeting.public_id}:")
    assert {row.to for row in rows} == {scene.ems.email, scene.alpha.president.email, scene.alpha.referent.email}


def test_the_file_says_when_and_where_in_the_time_of_strasbourg(scene: Scene) -> None:
    event = event_of(fixed(scene, scene.alpha))
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert event.decoded("DTSTART") == datetime(2023, 11, 30, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(hours=2)
    assert event["LOCATION"] == "Centre administratif"
    assert "Avis sur la poursuite du partenariat" in event["DESCRIPTION"]


def test_the_file_carries_its_time_zone_with_summer_and_winter(scene: Scene) -> None:
    (zone,) = calendar_of(fixed(scene, scene.alpha)).walk("VTIMEZONE")
    paris = zone.to_tz()
    assert datetime(2023, 7, 1, 12, tzinfo=paris).utcoffset() == timedelta(hours=2)
    assert datetime(2023, 11, 30, 12, tzinfo=paris).utcoffset() == timedelta(hours=1)


def test_every_member_is_an_attendee(scene: Scene) -> None:
    event = event_of(fixed(scene, scene.alpha))
    addresses = {str(one).lower() for one in event["ATTENDEE"]}
    assert f"mailto:{scene.alpha.president.email}" in addresses
    assert str(event["ORGANIZER"]).lower().startswith("mailto:")


def test_a_move_keeps_the_uid_and_grows_the_sequence(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    before = event_of(meeting)
    (proposal,) = proposed(scene.alpha.referent, meeting, date(2023, 12, 14), reason="Salle")
    after = event_of(services.confirm_date(actor=scene.ems, proposal=proposal))
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("DTSTART").date() == date(2023, 12, 14)


def test_a_cancellation_takes_the_meeting_out_of_the_calendars(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    before = event_of(meeting)
    meeting = services.cancel_meeting(actor=scene.ems, meeting=meeting, reason="Neige")
    calendar = calendar_of(meeting)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["UID"]) == ("CANCEL", "CANCELLED", before["UID"])
    assert event["SEQUENCE"] > before["SEQUENCE"]


def test_the_invitation_is_sent_again_as_a_new_version(scene: Scene) -> None:
    meeting = fixed(scene, scene.alpha)
    again = services.send_invitation_again(actor=scene.ems, meeting=meeting)
    assert event_of(again)["SEQUENCE"] == meeting.sequence + 1


def test_a_mail_that_leaves_carries_the_method_in_the_type_of_its_file(scene: Scene) -> None:
    fixed(scene, scene.alpha)
    deliver_pending()
    (sent, *_) = [one for one in mail.outbox if "Invitation" in one.subject]
    parsed = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
    (part,) = parsed.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert Calendar.from_ical(part.get_content())["METHOD"] == "REQUEST"


def test_the_other_side_is_told_of_a_proposal_and_of_a_request(scene: Scene) -> None:
    meeting = services.open_ordinary(actor=scene.ems, convention=scene.alpha.convention, year=2023)
    proposed(scene.alpha.referent, meeting)
    services.request_meeting(actor=scene.ems, convention=scene.alpha.convention, wish=services.Wish("Un point"))
    told = {(row.key.split(":")[0], row.to) for row in OutboxMessage.objects.all()}
    assert ("comite-propose", scene.ems.email) in told
    assert ("comite-demande", scene.alpha.president.email) in told
    assert ("comite-propose", scene.alpha.president.email) not in told
