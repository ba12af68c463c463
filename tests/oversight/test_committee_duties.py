"""A date to confirm and a request to answer are things to do, for the side that they wait for."""

from __future__ import annotations

import pytest
from django.urls import reverse

from passnum.committee import services
from passnum.oversight.duties import Duty, Holder, duties_for_ems, duties_of_partner
from tests.committee.meetings import LAWFUL, opened, proposed
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db


def about_committees(duties: list[Duty]) -> list[Duty]:
    return [duty for duty in duties if "comité" in duty.act and duty.target != "obligation"]


def test_a_date_proposed_by_ems_waits_for_the_partner_until_two_months_before(scene: Scene) -> None:
    meeting = opened(scene, scene.alpha)
    proposed(scene.ems, meeting)
    (duty,) = about_committees(duties_of_partner(scene.alpha.partner))
    assert (duty.holder, duty.target, duty.public_id) == (Holder.REFERENT, "committee", meeting.public_id)
    assert str(duty.due_on) == "2023-09-30"
    assert "− 2 mois calendaires" in duty.explanation
    assert about_committees(duties_of_partner(scene.beta.partner)) == []
    assert about_committees(duties_for_ems(scene.ems)) == []


def test_a_date_proposed_by_the_partner_waits_for_ems(scene: Scene) -> None:
    proposed(scene.alpha.referent, opened(scene, scene.alpha))
    (duty,) = about_committees(duties_for_ems(scene.ems))
    assert duty.holder == Holder.EMS
    assert about_committees(duties_of_partner(scene.alpha.partner)) == []


def test_several_dates_of_one_meeting_are_one_thing_to_do(scene: Scene) -> None:
    proposed(scene.ems, opened(scene, scene.alpha), LAWFUL, LAWFUL.replace(month=12))
    assert len(about_committees(duties_of_partner(scene.alpha.partner))) == 1


def test_a_date_confirmed_waits_for_nobody(scene: Scene) -> None:
    (proposal,) = proposed(scene.ems, opened(scene, scene.alpha))
    services.confirm_date(actor=scene.alpha.referent, proposal=proposal)
    assert about_committees(duties_of_partner(scene.alpha.partner)) == []


def test_a_request_waits_for_the_other_side_without_a_deadline(scene: Scene) -> None:
    wish = services.Wish("Un point")
    services.request_meeting(actor=scene.alpha.referent, convention=scene.alpha.convention, wish=wish)
    services.request_meeting(actor=scene.ems, convention=scene.beta.convention, wish=wish)
    (of_ems,) = about_committees(duties_for_ems(scene.ems))
    (of_beta,) = about_committees(duties_of_partner(scene.beta.partner))
    assert (of_ems.due_on, of_beta.due_on) == (None, None)
    assert (of_ems.partner, of_beta.partner) == (scene.alpha.partner, scene.beta.partner)


def test_the_first_screens_lead_to_what_waits(scene: Scene) -> None:
    meeting = opened(scene, scene.alpha)
    proposed(scene.ems, meeting)
    wish = services.Wish("Un point")
    services.request_meeting(actor=scene.alpha.referent, convention=scene.alpha.convention, wish=wish)
    home = signed_in(scene.alpha.referent).get(reverse("portal:home")).content.decode()
    assert reverse("portal:committee", args=[meeting.public_id]) in home
    dashboard = signed_in(scene.ems).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("backoffice:convention_committees", args=[scene.alpha.convention.public_id]) in dashboard
