"""« Scanner le carnet » in the step of the booklet, with and without script."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cms.portal import tries
from passnum.distribution.attribution import Attribution
from passnum.distribution.draft import AttributionDraft
from passnum.quotas.models import Booklet
from tests.cms.test_attribution_screens import CONVERSATION, DECISION, PERSON
from tests.core import code_photos as photos
from tests.distribution.register import begun, finished, stocked
from tests.scene import House, Scene, signed_in

pytestmark = pytest.mark.django_db

BY_SCRIPT = {"Accept": "application/json"}
NOT_HERE = "Ce n’est pas un carnet à remettre dans ce lieu"


@pytest.fixture
def alpha(scene: Scene) -> House:
    stocked(scene.alpha)
    return scene.alpha


@pytest.fixture
def client(alpha: House) -> Client:
    return signed_in(alpha.intervenant)


@pytest.fixture
def draft(client: Client, alpha: House) -> AttributionDraft:
    """An interview that has come to the booklet."""
    found = begun(alpha)
    for number, said in enumerate((CONVERSATION, DECISION, PERSON), start=1):
        client.post(step(found, number), said)
    return found


def step(draft: AttributionDraft, number: int = 4) -> str:
    return reverse("portal:attribution_step", args=[draft.public_id, number])


def send(client: Client, draft: AttributionDraft, picture: Any, *, headers: Any = None, **typed: str) -> Any:
    """The step with a photo; the other fields as they were typed."""
    content = picture if isinstance(picture, bytes) else photos.as_file(picture)
    data = {"serial": "EN COURS", "handed_out_on": "2023-09-12", "mediation": "", "go": "photo", **typed}
    address = reverse("portal:attribution_photo", args=[draft.public_id])
    photo = SimpleUploadedFile("photo.jpg", content, "image/jpeg")
    return client.post(address, {**data, "photo": photo}, headers=headers)


def serial_of(house: House, number: int) -> str:
    return f"{house.canary.upper()}-{number:03d}"


def test_without_script_the_same_step_comes_back_with_the_number_read(
    client: Client, alpha: House, draft: AttributionDraft
) -> None:
    third = serial_of(alpha, 3)
    answer = send(client, draft, photos.taken(photos.code_128(third), blur=1))
    assert answer["Location"] == step(draft)
    page = client.get(step(draft))
    assert f"Numéro lu\u00a0: {third}" in page.content.decode()
    assert page.context["form"]["serial"].value() == third
    assert str(page.context["form"]["handed_out_on"].value()) == "2023-09-12"
    assert not Attribution.objects.exists()


def test_the_number_read_is_handed_out_by_the_button_of_the_step(
    client: Client, alpha: House, draft: AttributionDraft
) -> None:
    send(client, draft, photos.qr(serial_of(alpha, 4)))
    form = client.get(step(draft)).context["form"]
    client.post(step(draft), {name: str(form[name].value()) for name in ("serial", "handed_out_on")})
    assert Attribution.objects.get().booklet.serial == serial_of(alpha, 4)


def test_the_script_is_told_the_number_and_leaves_no_message_for_the_next_page(
    client: Client, alpha: House, draft: AttributionDraft
) -> None:
    second = serial_of(alpha, 2)
    answer = send(client, draft, photos.qr(f"Carnet {second}"), headers=BY_SCRIPT)
    assert answer.json() == {"serial": second, "message": f"Numéro lu\u00a0: {second}"}
    assert list(get_messages(answer.wsgi_request)) == []
    draft.refresh_from_db()
    assert draft.typed["4"]["serial"] == second


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (photos.as_file(photos.qr("x").resize((4, 4))), "Aucun code lisible"),
        (b"%PDF-1.7", "ce n’est pas une photo"),
        (photos.as_file(photos.qr("bonjour").resize((5001, 5000)).convert("1"), "PNG"), "25 millions de pixels"),
        (photos.as_file(photos.qr("<b>autre</b>")), "&lt;b&gt;autre&lt;/b&gt;"),
    ],
    ids=["no code", "no picture", "huge", "another code"],
)
def test_a_photo_that_gives_no_number_is_told_and_nothing_typed_is_lost(
    client: Client, draft: AttributionDraft, content: bytes, said: str
) -> None:
    answer = send(client, draft, content)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'value="EN COURS"' in page
    assert 'value="2023-09-12"' in page
    # The form of this page does not send to its address, which is that of the photo.
    assert f'<form method="post" id="entretien" action="{step(draft)}"' in page
    told = send(client, draft, content, headers=BY_SCRIPT)
    assert (told.status_code, set(told.json())) == (422, {"message"})
    draft.refresh_from_db()
    assert draft.typed["4"]["serial"] == "EN COURS"


def test_without_a_photo_one_is_asked_for(client: Client, draft: AttributionDraft) -> None:
    answer = client.post(reverse("portal:attribution_photo", args=[draft.public_id]), {"serial": "EN COURS"})
    assert answer.status_code == 422
    assert "en photo" in answer.content.decode()


def test_another_partners_serial_is_told_as_an_unknown_one(
    client: Client, alpha: House, scene: Scene, draft: AttributionDraft
) -> None:
    stocked(scene.beta)
    theirs, unknown = serial_of(scene.beta, 1), "INCONNU-001"
    said = [send(client, draft, photos.qr(code), headers=BY_SCRIPT) for code in (theirs, unknown)]
    assert {answer.status_code for answer in said} == {422}
    messages = [
        answer.json()["message"].replace(code, "") for answer, code in zip(said, (theirs, unknown), strict=True)
    ]
    assert NOT_HERE in messages[0]
    assert messages[0] == messages[1]


def test_a_booklet_already_handed_out_is_not_proposed(client: Client, alpha: House, draft: AttributionDraft) -> None:
    gone = finished(alpha).attribution.booklet.serial
    assert NOT_HERE in send(client, draft, photos.qr(gone), headers=BY_SCRIPT).json()["message"]


def test_a_colleague_sends_no_photo_to_the_interview_of_another(
    alpha: House, scene: Scene, draft: AttributionDraft
) -> None:
    alpha.partner.memberships.create(user=scene.beta.intervenant, role="intervenant", started_on="2023-01-01")
    colleague = signed_in(scene.beta.intervenant)
    colleague.post(reverse("portal:choose_partner"), {"partner": str(alpha.partner.public_id)})
    assert send(colleague, draft, photos.qr(serial_of(alpha, 2)), headers=BY_SCRIPT).status_code == 404


def test_a_photo_sent_before_its_turn_or_after_the_end_leads_where_the_interview_is(
    client: Client, alpha: House
) -> None:
    early, late = begun(alpha), finished(alpha)
    assert send(client, early, photos.qr("x"))["Location"] == step(early, 2)
    receipt = reverse("portal:attribution_receipt", args=[late.public_id])
    assert send(client, late, photos.qr("x"))["Location"] == receipt


def test_the_address_of_the_photo_opened_by_itself_leads_to_the_step(client: Client, draft: AttributionDraft) -> None:
    assert client.get(reverse("portal:attribution_photo", args=[draft.public_id]))["Location"] == step(draft)


def test_too_many_photos_wait_and_the_number_can_still_be_typed(
    client: Client, alpha: House, draft: AttributionDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "MOST_PHOTOS", 1)
    assert send(client, draft, photos.qr(serial_of(alpha, 2)), headers=BY_SCRIPT).status_code == 200
    refused = send(client, draft, photos.qr(serial_of(alpha, 2)))
    assert refused.status_code == 429
    assert "saisissez le numéro" in refused.content.decode()
    client.post(step(draft), {"serial": serial_of(alpha, 2), "handed_out_on": "2023-09-18"})
    assert Booklet.objects.get(serial=serial_of(alpha, 2)).account.kind == "remis"


def test_the_booklet_of_a_lost_receipt_is_shown_to_the_camera(client: Client, alpha: House) -> None:
    row = finished(alpha).attribution
    address = reverse("portal:attribution_renew_photo", args=[row.public_id])

    def shown(code: str, headers: Any = None) -> Any:
        photo = SimpleUploadedFile("photo.jpg", photos.as_file(photos.qr(code)))
        return client.post(address, {"serial": "EN COURS", "photo": photo}, headers=headers)

    page = shown(row.booklet.serial)
    assert page.status_code == 200
    assert page.context["serial"] == row.booklet.serial
    assert shown(row.booklet.serial, BY_SCRIPT).json()["serial"] == row.booklet.serial
    refused = shown(serial_of(alpha, 5))
    assert refused.status_code == 422
    assert "le carnet de cette attribution" in refused.content.decode()
    assert 'value="EN COURS"' in refused.content.decode()
    assert shown(serial_of(alpha, 5), BY_SCRIPT).status_code == 422


class Submitters(HTMLParser):
    """The submit buttons of the interview's form, in the order of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside, self.found = False, list[dict[str, Any]]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        named = dict(attrs)
        self.inside = self.inside if tag != "form" else "data-interview" in named
        if self.inside and tag == "button":
            self.found.append(named)


def test_enter_and_a_barcode_reader_that_presses_it_hand_out_and_do_not_scan(
    client: Client, draft: AttributionDraft
) -> None:
    """Enter presses the first submit button of the form."""
    buttons = Submitters(client.get(step(draft)).content.decode()).found
    assert [button["value"] for button in buttons] == ["on", "photo", "on", "back", "leave"]
    assert "formaction" not in buttons[0]
