"""Committees with names that break a mail or a calendar, numbers out of a column, the same date twice."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from passnum.committee import services
from passnum.committee.models import CommitteeMeeting, CommitteeMember
from passnum.core.errors import InvalidInput
from passnum.mail.services import deliver_pending
from passnum.partners.models import Partner
from tests.committee.meetings import fixed, opened, slot
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ['Jean "Le" Petit', "Anne;CN=x:mailto:a@b", "Ligne\nsuivante", "é" * 160, "a\x01b"])
def test_an_odd_name_still_gives_a_calendar_file(scene: Scene, name: str) -> None:
    meeting = fixed(scene, scene.alpha)
    CommitteeMeeting.objects.filter(pk=meeting.pk).update(place=name)
    CommitteeMember.objects.create(
        convention=scene.alpha.convention,
        side="structure",
        quality="representant",
        name=name,
        email="membre@exemple.test",
        starts_on=date(2023, 1, 1),
    )
    answer = signed_in(scene.alpha.referent).get(reverse("portal:committee_calendar", args=[meeting.public_id]))
    assert answer.status_code == 200
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    attendees = event["attendee"] if isinstance(event["attendee"], list) else [event["attendee"]]
    assert "mailto:membre@exemple.test" in {str(person).lower() for person in attendees}


@pytest.mark.parametrize("name", ["Ligne\r\nBcc: intrus@exemple.test", "Nom\x01", "«" * 160])
def test_an_odd_partner_is_still_invited(scene: Scene, name: str) -> None:
    Partner.objects.filter(pk=scene.alpha.partner.pk).update(name=name)
    scene.alpha.convention.refresh_from_db()
    fixed(scene, scene.alpha)
    deliver_pending()
    assert mail.outbox
    for message in mail.outbox:
        assert "\n" not in message.subject
        assert "intrus@exemple.test" not in message.recipients()
        assert message.message().as_bytes()


@pytest.mark.parametrize("year", ["0", "99999", "99999999999999999999", "²", "1e400"])
def test_a_year_out_of_the_scheme_is_no_error(scene: Scene, year: str) -> None:
    url = reverse("backoffice:convention_committees_act", args=[scene.alpha.convention.public_id, "ouvrir"])
    assert signed_in(scene.ems).post(url, {"year": year}).status_code in {302, 422}
    listing = signed_in(scene.ems).get(reverse("comites:index"), {"year": year})
    assert listing.status_code == 200


def test_the_same_date_given_twice_is_proposed_once(scene: Scene) -> None:
    meeting = opened(scene, scene.alpha)
    services.propose_dates(actor=scene.ems, meeting=meeting, slots=[slot(), slot()])
    assert meeting.proposals.count() == 1


@pytest.mark.parametrize("day", [date.min, date.max, date(1999, 1, 1)])
def test_no_seat_is_taken_out_of_the_scheme(scene: Scene, day: date) -> None:
    member = CommitteeMember(
        convention=scene.alpha.convention,
        side="structure",
        quality="presidence",
        name="Présidence",
        email="p@exemple.test",
        starts_on=day,
    )
    with pytest.raises(InvalidInput):
        services.add_member(actor=scene.ems, member=member)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_no_date_out_of_the_scheme_is_proposed(scene: Scene, day: date) -> None:
    meeting = opened(scene, scene.alpha)
    with pytest.raises(InvalidInput):
        services.propose_dates(actor=scene.ems, meeting=meeting, slots=[services.Slot(day, time(10))])
    client = signed_in(scene.alpha.referent)
    for address in (reverse("portal:committees"), reverse("portal:committee", args=[meeting.public_id])):
        assert client.get(address, {"date": f"{day.year:04d}-01-01"}).status_code == 200
