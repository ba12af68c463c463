"""What leaves the screens: « Mon reçu », open to whoever holds a code and to nobody else, and the mails."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from passnum.distribution.models import Attribution
from passnum.mail.models import OutboxMessage
from tests.cms.test_isolation import amendments_of, booklets_of, endings_of, minutes_of, named, request_to
from tests.distribution.register import register_of
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db

#: Addresses of « Mon reçu » → whether they are open to anyone; the others ask for a code first.
RECEIPT = {"enter": True, "explain": True, "survey": False, "data": False, "take_away": False, "end": False}


def test_every_address_of_the_receipts_is_in_its_table() -> None:
    assert named("receipt") == set(RECEIPT)


def test_without_a_code_no_one_reads_or_does_anything_with_a_receipt(scene: Scene) -> None:
    register_of(scene.alpha)
    kept = list(Attribution.objects.values())
    people = (None, scene.beta.intervenant, scene.alpha.referent, scene.alpha.intervenant, scene.ems)
    for who in people:
        client = signed_in(who) if who else Client()
        for name, is_open in RECEIPT.items():
            given = {"take_away": ["json"], "end": ["effacer"]}.get(name, [])
            url = reverse(f"receipt:{name}", args=given)
            for answer in (client.get(url), client.post(url)):
                assert f"{scene.alpha.canary}-0" not in answer.content.decode().lower(), name
                if not is_open:
                    assert answer.status_code in {302, 405}, name
                    assert answer.headers.get("Location", reverse("receipt:enter")) == reverse("receipt:enter"), name
    assert list(Attribution.objects.values()) == kept


def test_no_mail_to_one_partner_holds_the_word_of_another(scene: Scene) -> None:
    for house in (scene.alpha, scene.beta):
        scene.transmitted(house)
        for act in (booklets_of, endings_of, minutes_of, amendments_of, request_to):
            act(house)
    for house, other in ((scene.alpha, scene.beta), (scene.beta, scene.alpha)):
        people = {person.email for person in (house.referent, house.president, house.intervenant, house.lecteur)}
        mails = [one for one in OutboxMessage.objects.all() if one.to in people]
        assert mails
        for one in mails:
            assert other.canary not in f"{one.subject} {one.body_text} {one.body_html}".lower(), one.subject
