"""The serial that a code holds: alone, with spaces or words around it, among several; never another partner's."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from passnum.core.errors import InvalidInput
from passnum.quotas.ledger import Booklet, BookletQuerySet
from passnum.quotas.photographed import serial_on_photo
from tests.core import code_photos as photos
from tests.quotas.stock import bring, brought, first_place, received
from tests.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(scene: Scene) -> BookletQuerySet:
    """EMS-000001 to EMS-000005 at alpha's place; EMS-000011 to EMS-000015 at beta's."""
    brought(scene.ems, scene.alpha, 1, 5)
    brought(scene.ems, scene.beta, 11, 15)
    booklets = Booklet.objects.visible_to(scene.alpha.intervenant)
    return booklets.filter(account__place=first_place(scene.alpha))


def read(rows: BookletQuerySet, *codes: str) -> str:
    picture = photos.beside(*(photos.qr(code) for code in codes))
    photo = SimpleUploadedFile("photo.jpg", photos.as_file(picture))
    return serial_on_photo(rows, photo, awaited="un carnet à remettre ici")


def refusal(rows: BookletQuerySet, *codes: str) -> str:
    with pytest.raises(InvalidInput) as refused:
        read(rows, *codes)
    assert refused.value.field == "serial"
    return refused.value.message.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "code",
    [
        "EMS-000002",
        "ems 000002",
        " EMS–000002 ",
        "EMS000002",
        "CARNET N° EMS-000002",
        "Pass numérique\nEMS - 000 002",
        "https://operateur.example/carnet?numero=EMS-000002&lot=7",
    ],
)
def test_a_code_holds_the_serial_alone_or_with_something_around_it(rows: BookletQuerySet, code: str) -> None:
    assert read(rows, code) == "EMS-000002"


@pytest.mark.parametrize("code", ["EMS-0000021", "1EMS-000002", "XEMS000002", "000002", "EMS-00002", "EMS-000002-9"])
def test_a_number_that_only_looks_like_a_serial_is_not_taken_for_it(rows: BookletQuerySet, code: str) -> None:
    assert "Ce n’est pas un carnet à remettre ici" in refusal(rows, code)


def test_the_longest_serial_wins_when_one_ends_like_another(rows: BookletQuerySet, scene: Scene) -> None:
    from passnum.quotas.services import receive_from_operator
    from tests.quotas.stock import RECEIVED

    receive_from_operator(actor=scene.ems, serials=["000003"], happened_on=RECEIVED, expires_on=None)
    bring(scene.alpha, ["000003"])
    assert read(rows, "EMS 000003") == "EMS-000003"
    assert read(rows, "000003") == "000003"


def test_among_several_codes_the_serial_of_the_place_wins(rows: BookletQuerySet) -> None:
    assert read(rows, "https://exemple.test/aide", "EMS-000004", "3760123456789") == "EMS-000004"


def test_two_booklets_on_one_photo_are_told_apart(rows: BookletQuerySet) -> None:
    message = refusal(rows, "EMS-000001", "EMS-000002")
    assert "EMS-000001" in message
    assert "EMS-000002" in message
    assert "un seul" in message


def test_codes_that_are_no_serial_are_told_shortened(rows: BookletQuerySet) -> None:
    message = refusal(rows, "https://exemple.test/" + "a" * 100, "bonjour")
    assert message.startswith("Codes lus : ")
    assert "bonjour" in message
    assert "a" * 50 not in message
    assert "Aucun n’est un carnet à remettre ici" in message


def test_another_partners_serial_gets_the_words_of_an_unknown_one(rows: BookletQuerySet, scene: Scene) -> None:
    received(scene.ems, 21, 21)
    others, at_ems, unknown = (refusal(rows, code) for code in ("EMS-000011", "EMS-000021", "EMS-999999"))
    assert others.replace("EMS-000011", "") == unknown.replace("EMS-999999", "") == at_ems.replace("EMS-000021", "")


def test_without_a_photo_one_is_asked_for(rows: BookletQuerySet) -> None:
    with pytest.raises(InvalidInput, match="photo"):
        serial_on_photo(rows, None, awaited="un carnet à remettre ici")


def test_a_photo_without_a_code_says_what_to_do(rows: BookletQuerySet) -> None:
    with pytest.raises(InvalidInput, match="rapprochez-vous, ou saisissez le numéro"):
        serial_on_photo(
            rows, SimpleUploadedFile("p.jpg", photos.as_file(photos.qr("x").resize((4, 4)))), awaited="un carnet"
        )
