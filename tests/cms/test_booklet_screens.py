"""The booklets' screens, by those who deliver, confirm, move, declare, count and give back; odd input is told."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from passnum.core import clock
from passnum.mail.models import OutboxMessage
from passnum.oversight.duties import duties_for_ems, duties_of_partner
from passnum.quotas.enums import AccountKind, CountFinding, DeliveryState, LossKind
from passnum.quotas.models import Booklet, Delivery, Quota, Restitution, StockCount
from passnum.quotas.services import (
    declare_loss,
    ems_stock,
    expired_in_places,
    hand_out,
    move_to_place,
    place_stock,
    receive_back,
)
from tests.quotas.parcels import arrived, confirm, quota, returned, second_place, sent
from tests.quotas.stock import balance, first_place, received, serials
from tests.scene import House, Scene, signed_in

pytestmark = pytest.mark.django_db
ODD = ["", "demain", "EMS-000010 à EMS-000001", "EMS-000001 à EMS-000005, EMS-000003", "\x00", "Ω", "1 à 99999999"]


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def receipt(house: House, **changes: str) -> dict[str, str]:
    values = {"received_on": "2023-03-03", "rest_to": str(first_place(house).pk), "agreed": "on"}
    return values | changes


def confirm_url(row: Delivery) -> str:
    return reverse("portal:delivery_confirm", args=[row.public_id])


def test_ems_receives_then_delivers_by_number_and_prints_the_slip(scene: Scene) -> None:
    client = signed_in(scene.ems)
    found = {"serials": "EMS-000001 à EMS-000030", "happened_on": "2023-01-10", "expires_on": "2024-12-31"}
    assert client.post(reverse("backoffice:reception"), found).status_code == 302
    row = quota(scene, scene.alpha)
    answer = client.post(reverse("backoffice:deliver"), {"quota": row.pk, "number": "20", "sent_on": "2023-03-01"})
    delivery = Delivery.objects.get()
    assert answer["Location"] == reverse("backoffice:delivery", args=[delivery.public_id])
    assert (delivery.booklets, ems_stock().balance) == (20, 10)
    slip = client.get(reverse("backoffice:delivery_slip", args=[delivery.public_id]))
    assert slip.content.startswith(b"%PDF")


def test_a_number_of_the_stock_opens_the_booklets_that_it_counts(scene: Scene) -> None:
    sent(scene, scene.alpha)
    client = signed_in(scene.ems)
    ((_, numbers),) = client.get(reverse("backoffice:stock")).context["partners"]
    under_way, address = numbers[0]
    assert under_way > 0
    assert client.get(address).context["paginator"].count == under_way


def test_the_referents_are_told_of_a_delivery_by_mail_and_on_their_first_page(scene: Scene) -> None:
    row = sent(scene, scene.alpha)
    mail = OutboxMessage.objects.get(to=scene.alpha.referent.email)
    assert row.number in mail.subject
    assert reverse("portal:delivery", args=[row.public_id]) in mail.body_text
    assert "Envoi du mercredi 1er mars 2023." in mail.body_text
    acts = [duty.act for duty in duties_of_partner(scene.alpha.partner)]
    assert any(row.number in act for act in acts)
    assert row.number in text_of(signed_in(scene.alpha.referent).get(reverse("portal:home")))


def test_nothing_is_delivered_beyond_the_quota_and_the_page_says_what_is_left(scene: Scene) -> None:
    row = quota(scene, scene.alpha, booklets=10)
    received(scene.ems, 1, 20)
    url = reverse("backoffice:deliver")
    answer = signed_in(scene.ems).post(url, {"quota": row.pk, "number": "11", "sent_on": "2023-03-01"})
    assert answer.status_code == 409
    assert "il en reste 10 à livrer" in text_of(answer)
    assert Quota.objects.get().received_booklets == 0


def test_the_end_of_a_serial_leads_to_the_page_of_the_only_booklet_that_ends_so(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    client, url = signed_in(scene.alpha.referent), reverse("portal:booklets")
    page = client.get(url, {"numero": "012"}, follow=True)
    assert "Carnet EMS-000012" in text_of(page)
    assert "n’est pas dans votre structure" in text_of(client.get(url, {"numero": "00"}))


@pytest.mark.parametrize("typed", ODD)
def test_odd_serials_are_told_on_the_delivery_form(scene: Scene, typed: str) -> None:
    row = quota(scene, scene.alpha)
    received(scene.ems, 1, 5)
    values = {"quota": row.pk, "serials": typed, "sent_on": "2023-03-01"}
    assert signed_in(scene.ems).post(reverse("backoffice:deliver"), values).status_code == 422


def test_the_referent_confirms_and_names_what_is_missing(scene: Scene) -> None:
    row = sent(scene, scene.alpha)
    client = signed_in(scene.alpha.referent)
    page = text_of(client.get(confirm_url(row)))
    assert "EMS-000001 à EMS-000020" in page
    answer = client.post(confirm_url(row), receipt(scene.alpha, missing="EMS-000002", unexpected="EMS-000777"))
    assert answer["Location"] == reverse("portal:delivery", args=[row.public_id])
    row.refresh_from_db()
    assert (row.state, row.received_booklets) == (DeliveryState.ECART, 19)
    assert OutboxMessage.objects.filter(to=scene.ems.email, subject__contains=row.number).exists()
    assert any(duty.public_id == row.public_id for duty in duties_for_ems(scene.ems))


def test_the_partner_reads_in_plain_words_who_sent_the_booklets(scene: Scene) -> None:
    row = sent(scene, scene.alpha)
    page = text_of(signed_in(scene.alpha.lecteur).get(reverse("portal:delivery", args=[row.public_id])))
    assert "Administration de l’Eurométropole" in page
    assert "Administrateurs EMS" not in page


def test_a_parcel_is_spread_over_two_places(scene: Scene) -> None:
    other = second_place(scene.alpha)
    row = sent(scene, scene.alpha)
    answer = signed_in(scene.alpha.referent).post(
        confirm_url(row), receipt(scene.alpha, **{f"place_{other.pk}": "EMS-000001 à EMS-000005"})
    )
    assert answer.status_code == 302
    assert (place_stock(other).balance, place_stock(first_place(scene.alpha)).balance) == (5, 15)


def test_a_receipt_without_the_tick_or_before_the_sending_confirms_nothing(scene: Scene) -> None:
    row = sent(scene, scene.alpha)
    client = signed_in(scene.alpha.referent)
    assert client.post(confirm_url(row), receipt(scene.alpha, agreed="")).status_code == 422
    assert client.post(confirm_url(row), receipt(scene.alpha, received_on="2023-02-01")).status_code == 422
    assert client.post(confirm_url(row), receipt(scene.alpha, missing="EMS-009999")).status_code == 422
    row.refresh_from_db()
    assert row.state == DeliveryState.EN_COURS


def test_the_message_of_a_receipt_counts_what_can_be_handed_out(scene: Scene) -> None:
    row = sent(scene, scene.alpha)
    found = receipt(scene.alpha, missing="EMS-000001", damaged="EMS-000002")
    page = text_of(signed_in(scene.alpha.referent).post(confirm_url(row), found, follow=True)).replace("\xa0", " ")
    assert "La réception est confirmée : 18 carnets peuvent être remis." in page
    assert "détérioré&nbsp;: constaté le " in page


def test_a_delivery_confirmed_meanwhile_is_confirmed_once(scene: Scene) -> None:
    row = arrived(scene, scene.alpha)
    client = signed_in(scene.alpha.referent)
    assert client.post(confirm_url(row), receipt(scene.alpha)).status_code == 409
    assert client.get(confirm_url(row)).status_code == 302


def test_ems_settles_a_missing_booklet_and_the_referent_reads_why(scene: Scene) -> None:
    row = confirm(scene, scene.alpha, sent(scene, scene.alpha), missing=serials(3, 3))
    url = reverse("backoffice:delivery_act", args=[row.public_id, "regler"])
    gap = row.discrepancies.get()
    values = {"discrepancy": gap.pk, "settlement": "reste_en_stock", "note": "Oublié sur l’étagère"}
    client = signed_in(scene.ems)
    assert "EMS-000003" in text_of(client.get(url))
    assert client.post(url, values).status_code == 302
    assert "Oublié sur l’étagère" in text_of(
        signed_in(scene.alpha.referent).get(reverse("portal:delivery", args=[row.public_id]))
    )
    assert balance(AccountKind.EUROMETROPOLE) == 1


def test_a_missing_booklet_is_not_offered_what_only_an_unexpected_one_can_become(scene: Scene) -> None:
    client = signed_in(scene.ems)

    def offered(row: Delivery) -> Any:
        form = client.get(reverse("backoffice:delivery_act", args=[row.public_id, "regler"])).context["form"]
        return form.fields["settlement"].choices

    missing = confirm(scene, scene.alpha, sent(scene, scene.alpha), missing=serials(3, 3))
    assert [value for value, _ in offered(missing)] == ["retrouve", "reste_en_stock", "perdu"]
    strange = confirm(scene, scene.beta, sent(scene, scene.beta, 101, 105), unexpected=["EMS-009999"])
    ((value, words),) = offered(strange)
    assert value == "constate"
    assert "se livre ou se récupère" in words
    both = sent(scene, scene.alpha, 201, 205)
    both = confirm(scene, scene.alpha, both, missing=serials(203, 203), unexpected=["EMS-009998"])
    assert [title for title, _ in offered(both)] == ["Manquant", "Reçu sans figurer sur le bon"]


def test_the_referent_moves_booklets_and_another_partner_s_serial_is_refused(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    arrived(scene, scene.beta, 101, 105)
    other = second_place(scene.alpha)
    url = reverse("portal:booklets_move")
    values = {
        "source": str(first_place(scene.alpha).pk),
        "target": str(other.pk),
        "serials": "EMS-000001 à EMS-000004",
        "happened_on": "2023-03-10",
    }
    client = signed_in(scene.alpha.referent)
    page = text_of(client.post(url, values, follow=True)).replace("\xa0", " ")
    assert f"4 carnets sont déplacés vers {other.name} : EMS-000001 à EMS-000004." in page
    assert place_stock(other).balance == 4
    answer = client.post(url, values | {"serials": "EMS-000101"})
    assert answer.status_code == 422
    assert "EMS-000101" in text_of(answer)


def test_the_refusal_of_a_booklet_that_was_handed_out_is_told_on_its_field(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    here, there = first_place(scene.alpha), second_place(scene.alpha)
    gone = hand_out(actor=scene.alpha.intervenant, place=here).serial
    client, day = signed_in(scene.alpha.referent), "2023-09-18"
    convention = scene.alpha.convention.public_id
    acts: list[tuple[str, list[Any], dict[str, Any]]] = [
        ("booklets_move", [], {"source": here.pk, "target": there.pk, "happened_on": day}),
        ("booklets_loss", [], {"kind": "perdu", "happened_on": day, "reason": "Perdu"}),
        ("booklets_found", [], {"place": here.pk, "happened_on": day, "reason": "Retrouvé"}),
        ("booklets_give_back", [convention], {"reason": "excedent", "sent_on": day}),
    ]
    for name, args, values in acts:
        address = reverse(f"portal:{name}", args=args)
        refused = client.post(address, values | {"serials": gone, "agreed": "on"})
        assert refused.status_code == 409
        assert "remise à une personne le 18/09/2023" in str(refused.context["form"].errors["serials"])


def test_a_theft_is_declared_with_its_complaint_and_found_again(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    client = signed_in(scene.alpha.referent)
    values = {
        "kind": "vole",
        "serials": "EMS-000001",
        "happened_on": "2023-03-10",
        "reason": "Effraction",
        "complaint": "12 mars, nᵒ 2023/44",
    }
    url = reverse("portal:booklets_loss")
    assert client.post(url, values).status_code == 422
    page = text_of(client.post(url, values | {"agreed": "on"}, follow=True)).replace("\xa0", " ")
    assert "La déclaration est enregistrée : 1 carnet (EMS-000001)." in page
    booklet = Booklet.objects.get(serial="EMS-000001")
    page = text_of(client.get(reverse("portal:booklet", args=[booklet.public_id])))
    assert "nᵒ 2023/44" in page
    found = {
        "serials": "EMS-000001",
        "place": str(first_place(scene.alpha).pk),
        "happened_on": "2023-04-01",
        "reason": "Rendu par la police",
    }
    assert client.post(reverse("portal:booklets_found"), found).status_code == 302
    assert place_stock(first_place(scene.alpha)).balance == 20


def test_expired_booklets_are_proposed_and_put_aside_only_when_asked(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    Booklet.objects.filter(serial__in=serials(1, 3)).update(expires_on=clock.today().replace(month=6))
    client = signed_in(scene.alpha.referent)
    assert "EMS-000001 à EMS-000003" in text_of(client.get(reverse("portal:booklets")))
    assert any("périmés" in duty.act for duty in duties_of_partner(scene.alpha.partner))
    assert len(expired_in_places(scene.alpha.partner)) == 3
    url = reverse("portal:booklets_expired", args=[scene.alpha.convention.public_id])
    assert client.post(url, {"agreed": "on"}).status_code == 302
    assert balance(AccountKind.EXPIRE, scene.alpha) == 3


def test_a_count_shows_what_differs_with_the_acts_that_would_mend_it(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    client = signed_in(scene.alpha.referent)
    url = reverse("portal:booklets_count")
    values = {"place": str(first_place(scene.alpha).pk)}
    assert client.post(url, values).status_code == 422
    assert client.post(url, values | {"serials": "EMS-000001 à EMS-000019, EMS-555555"}).status_code == 302
    row = StockCount.objects.get()
    page = text_of(client.get(reverse("portal:stock_count", args=[row.public_id])))
    for words in ("EMS-000020", "EMS-555555", "Déclarer des carnets perdus…"):
        assert words in page
    proposal = page.split('href="/espace/carnets/pertes/?')[1].split('"')[0].replace("&amp;", "&")
    assert "EMS-000020</textarea>" in text_of(client.get(f"{reverse('portal:booklets_loss')}?{proposal}"))
    report = client.get(reverse("portal:stock_count_report", args=[row.public_id]))
    assert report.content.startswith(b"%PDF")


def test_a_count_says_of_each_booklet_found_where_the_ledger_has_it(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    second = second_place(scene.alpha)
    move_to_place(
        actor=scene.alpha.referent,
        source=first_place(scene.alpha),
        target=second,
        serials=serials(5, 5),
        happened_on=clock.today(),
        note="",
    )
    handed = hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha))
    client = signed_in(scene.alpha.referent)
    values = {"place": str(first_place(scene.alpha).pk), "serials": f"{handed.serial}, EMS-000005"}
    client.post(reverse("portal:booklets_count"), values)
    page = text_of(client.get(reverse("portal:stock_count", args=[StockCount.objects.get().public_id])))
    handed_at, moved_at = page.index("Remis aux personnes"), page.index(str(second))
    assert handed_at < page.index(handed.serial, handed_at) < moved_at < page.index("EMS-000005", moved_at)
    proposal = page.split('href="/espace/carnets/deplacer/?')[1].split('"')[0].replace("&amp;", "&")
    form = text_of(client.get(f"{reverse('portal:booklets_move')}?{proposal}"))
    assert ("EMS-000005</textarea>" in form, handed.serial in form) == (True, False)
    assert f'<option value="{second.pk}" selected' in form


def test_a_count_that_finds_a_lost_booklet_leads_to_the_declaration_that_it_is_found(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    declare_loss(
        actor=scene.alpha.referent,
        partner=scene.alpha.partner,
        serials=serials(7, 7),
        kind=LossKind.PERDU,
        happened_on=clock.today(),
        reason="Introuvable",
    )
    client, place = signed_in(scene.alpha.referent), first_place(scene.alpha)
    client.post(reverse("portal:booklets_count"), {"place": str(place.pk), "serials": "EMS-000007"})
    gaps = client.get(reverse("portal:stock_count", args=[StockCount.objects.get().public_id])).context["gaps"]
    acts = next(gap["acts"] for gap in gaps if gap["label"] == CountFinding.AILLEURS.label)
    assert [button for button, _ in acts] == ["Déclarer des carnets retrouvés…"]
    form = client.get(acts[0][1]).context["form"]
    assert (form["serials"].value(), form["place"].value()) == ("EMS-000007", str(place.pk))


def test_the_booklets_of_a_place_are_named_by_their_ranges(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha))
    page = text_of(signed_in(scene.alpha.lecteur).get(reverse("portal:booklets")))
    assert "EMS-000002 à EMS-000020" in page
    assert "EMS-000001" not in page


def test_undistributed_booklets_are_listed_given_back_and_received(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha))
    client = signed_in(scene.alpha.referent)
    url = reverse("portal:booklets_give_back", args=[scene.alpha.convention.public_id])
    asked = client.get(url)
    page = text_of(asked)
    assert "EMS-000002 à EMS-000020" in page
    assert asked.context["form"]["serials"].value() == "", "a structure that goes on is not led to give all back"
    assert "ne dit rien des carnets restants à sa fin normale" in page.replace("\xa0", " ")
    values = {"serials": "EMS-000002 à EMS-000020", "reason": "fin", "sent_on": "2023-09-10", "agreed": "on"}
    assert client.post(url, values).status_code == 302
    row = Restitution.objects.get()
    ems = signed_in(scene.ems)
    act = reverse("backoffice:restitution_act", args=[row.public_id, "recevoir"])
    assert ems.post(act, {"received_on": "2023-09-12"}).status_code == 422
    assert ems.post(act, {"received_on": "2023-09-12", "whole": "on"}).status_code == 302
    assert ems_stock().balance == 19
    assert OutboxMessage.objects.filter(to=scene.alpha.referent.email, subject__contains=row.number).exists()


def test_the_referent_says_what_became_of_the_booklets_that_ems_did_not_receive(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    row = returned(scene, scene.alpha, serials(1, 5), on=date(2023, 9, 10))
    client, url = signed_in(scene.alpha.referent), reverse("portal:restitution_missing", args=[row.public_id])
    assert "Aucun carnet ne manque" in text_of(client.get(url))
    receive_back(actor=scene.ems, restitution=row, serials=serials(1, 3), received_on=date(2023, 9, 12))
    assert "Dire ce qu’ils sont devenus" in text_of(client.get(reverse("portal:restitution", args=[row.public_id])))
    assert "carnets manquants de la restitution" in text_of(client.get(reverse("portal:home")))
    assert client.get(url).context["form"]["serials"].value() == "EMS-000004 à EMS-000005"
    values = {"serials": "EMS-000004", "happened_on": "2023-09-13", "reason": "Carton resté à l’accueil"}
    refused = client.post(url, values | {"fate": "retrouve"})
    assert "place" in refused.context["form"].errors
    place = first_place(scene.alpha)
    assert client.post(url, values | {"fate": "retrouve", "place": place.pk}).status_code == 302
    assert client.post(url, values | {"fate": "perdu", "serials": "EMS-000005"}).status_code == 302
    page = text_of(client.get(reverse("portal:restitution", args=[row.public_id])))
    assert "Carton resté à l’accueil" in page
    assert "Dire ce qu’ils sont devenus" not in page


def test_the_page_of_a_booklet_says_nothing_of_who_handed_it_out(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    booklet = hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha))
    page = text_of(signed_in(scene.ems).get(reverse("backoffice:booklet", args=[booklet.public_id])))
    assert "Remise à une personne" in page
    assert str(scene.alpha.intervenant) not in page


def test_a_serial_leads_to_its_page_and_another_partner_s_to_nothing(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    client, stranger = signed_in(scene.alpha.lecteur), signed_in(scene.beta.referent)
    url = reverse("portal:booklets")
    assert client.get(url, {"numero": "ems-000001"}).status_code == 302
    assert "n’est pas dans votre structure" in text_of(stranger.get(url, {"numero": "EMS-000001"}))


@pytest.mark.parametrize("typed", ["Ω", "x" * 400, "<b>1</b>"])
def test_an_odd_number_is_looked_up_without_harm(scene: Scene, typed: str) -> None:
    for who, name in ((scene.alpha.referent, "portal:booklets"), (scene.ems, "backoffice:stock")):
        answer = signed_in(who).get(reverse(name), {"numero": typed})
        assert answer.status_code == 200
        assert "<b>1</b>" not in text_of(answer)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "demain", "2023-02-30"])
def test_an_odd_day_is_told_on_the_reception_form(scene: Scene, day: str) -> None:
    values = {"serials": "EMS-000001", "happened_on": "2023-01-10", "expires_on": "2024-12-31"}
    client = signed_in(scene.ems)
    for name in ("happened_on", "expires_on"):
        answer = client.post(reverse("backoffice:reception"), values | {name: day})
        assert answer.status_code == 422, name
    assert not Booklet.objects.exists()


def test_the_stock_page_names_what_has_expired_and_where_the_booklets_are(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    received(scene.ems, 50, 52, expires_on=clock.today().replace(month=6))
    page = text_of(signed_in(scene.ems).get(reverse("backoffice:stock")))
    assert "EMS-000050 à EMS-000052" in page
    assert scene.alpha.partner.name in page


@pytest.mark.parametrize("name", ["livraisons", "restitutions", "carnets"])
def test_the_lists_of_ems_are_shown(scene: Scene, name: str) -> None:
    arrived(scene, scene.alpha)
    assert signed_in(scene.ems).get(reverse(f"{name}:index")).status_code == 200


def test_a_refused_receipt_keeps_its_tick(scene: Scene) -> None:
    row = sent(scene, scene.alpha)
    answer = signed_in(scene.alpha.referent).post(confirm_url(row), receipt(scene.alpha, missing="EMS-999999"))
    assert answer.status_code == 422
    (box,) = re.findall(r'<input[^>]*name="agreed"[^>]*>', text_of(answer))
    assert "checked" in box


def test_a_box_left_unticked_is_told_on_its_field_with_the_other_errors(scene: Scene) -> None:
    row = sent(scene, scene.alpha)
    client = signed_in(scene.alpha.referent)
    answer = client.post(confirm_url(row), receipt(scene.alpha, received_on="", agreed=""))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"received_on", "agreed"}
    assert 'href="#id_agreed"' in answer.content.decode()
    address = reverse("portal:booklets_loss")
    answer = client.post(address, {"serials": "EMS-000001"})
    assert "agreed" in answer.context["form"].errors
    assert 'href="#id_agreed"' in answer.content.decode()


def test_the_last_operations_say_how_many_booklets_they_moved(scene: Scene) -> None:
    arrived(scene, scene.alpha)
    page = text_of(signed_in(scene.alpha.referent).get(reverse("portal:booklets"))).replace("\xa0", " ")
    assert "<strong>Accusé de réception</strong>&nbsp;: 20 carnets" in page
