"""The programme, purchases and quotas as EMS's administrators run them in the admin."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from passnum.quotas.models import Booklet, Operator, Programme, Purchase, Quota
from passnum.quotas.services import QuotaValues, programme_of, save_operator, set_quota
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db


def quota(scene: Scene, booklets: int = 100) -> Quota:
    return set_quota(
        actor=scene.ems, values=QuotaValues(scene.alpha.convention, 2023, booklets, "personnes", 1440, "Rapport 2022")
    )


def act(scene: Scene, name: str, row: Any, slug: str, values: dict[str, Any]) -> Any:
    return signed_in(scene.ems).post(reverse(f"backoffice:{name}_act", args=[row.public_id, slug]), values, follow=True)


def test_a_revision_is_read_on_the_page_of_the_quota(scene: Scene) -> None:
    values = {"booklets": 140, "reason": "Plus de demandes", "decided_on": "2023-09-15"}
    page = act(scene, "quota", quota(scene), "reviser", values).content.decode()
    assert "Plus de demandes" in page
    assert "100\xa0carnets" in page
    assert "1\u202f400\xa0Pass" in page


def test_the_number_of_a_quota_is_not_changed_without_its_reason(scene: Scene) -> None:
    row = quota(scene)
    client, address = signed_in(scene.ems), reverse("quotas:edit", args=[row.pk])
    form = client.get(address).context["form"]
    sent = {name: "" if form[name].value() is None else form[name].value() for name in form.fields} | {
        "booklets": row.booklets + 5
    }
    client.post(address, sent | {"basis_source": "Rapport 2023"})
    changed = Quota.objects.get(pk=row.pk)
    assert (changed.booklets, changed.basis_source, changed.revisions.count()) == (row.booklets, "Rapport 2023", 1)


def test_two_screens_open_on_one_quota_do_not_overwrite_each_other(scene: Scene) -> None:
    row = quota(scene)
    opened = signed_in(scene.ems).get(reverse("backoffice:quota_act", args=[row.public_id, "reviser"]))
    seen = opened.context["form"]["seen"].value()
    values = {"reason": "Plus de demandes", "decided_on": "2023-09-15", "seen": seen}
    act(scene, "quota", row, "reviser", values | {"booklets": 140})
    late = act(scene, "quota", row, "reviser", values | {"booklets": 120})
    assert "révisé entre-temps" in late.content.decode()
    row.refresh_from_db()
    assert row.booklets == 140


def test_the_page_of_a_quota_leads_back_to_the_list(scene: Scene) -> None:
    row = quota(scene)
    home = f'href="{reverse("quotas:index")}">Quotas</a>'
    client = signed_in(scene.ems)
    page = client.get(reverse("backoffice:quota", args=[row.public_id])).content.decode()
    form = client.get(reverse("backoffice:quota_act", args=[row.public_id, "reviser"])).content.decode()
    assert home in page
    assert home in form
    assert f'href="{reverse("backoffice:quota", args=[row.public_id])}">{row}</a>' in form


def test_a_revision_beyond_the_cap_says_what_is_left_on_the_field(scene: Scene) -> None:
    values = {"booklets": 3001, "reason": "Tout", "decided_on": "2023-09-15"}
    answer = act(scene, "quota", quota(scene), "reviser", values)
    assert answer.status_code == 422
    assert "il en reste 3\u202f000 sur" in answer.content.decode()


def test_the_form_of_the_basis_does_not_revise_the_number(scene: Scene) -> None:
    row, client = quota(scene), signed_in(scene.ems)
    address = reverse("quotas:edit", args=[row.pk])
    seen = client.get(address).context["form"]["seen"].value()
    values = {
        "booklets": 140,
        "basis": "personnes",
        "basis_figure": 1500,
        "basis_source": "Rapport",
        "received_booklets": 0,
    }
    assert client.post(address, values | {"seen": seen}).status_code == 302
    row.refresh_from_db()
    assert (row.booklets, row.basis_figure) == (100, 1500)
    assert row.revisions.count() == 1


def test_the_record_of_the_launch_meeting_is_kept_under_its_name(scene: Scene) -> None:
    row = quota(scene)
    upload = SimpleUploadedFile("relevé.txt", "Présents : tous".encode(), "text/plain")
    act(scene, "quota", row, "reunion", {"held_on": "2021-07-15", "people": "Les référents", "file": upload})
    answer = signed_in(scene.ems).get(reverse("backoffice:quota_meeting", args=[row.public_id]))
    assert b"".join(answer.streaming_content).decode() == "Présents : tous"


def test_a_programme_is_changed_with_its_shares_one_per_line(scene: Scene) -> None:
    values = {
        "name": "Pass", "first_year": 2021, "last_year": 2024, "budget_euros": 300_000, "face_value_euros": 10,
        "shares": "État : 50\nEurométropole : 50", "yearly_euros": "2022 : 100 000",
    }  # fmt: skip
    client, address = signed_in(scene.ems), reverse("programmes:edit", args=[programme_of(2022).pk])
    seen = client.get(address).context["form"]["seen"].value()
    client.post(address, values | {"seen": seen})
    row = Programme.objects.get()
    assert row.last_year == 2024
    assert row.yearly_budgets.get().euros == 100_000


def test_shares_that_make_no_hundred_are_told_on_their_field(scene: Scene) -> None:
    values = {
        "name": "Suite", "first_year": 2024, "last_year": 2026, "budget_euros": 1000, "face_value_euros": 10,
        "shares": "État : 40",
    }  # fmt: skip
    page = signed_in(scene.ems).post(reverse("programmes:add"), values).content.decode()
    assert "font 40" in page
    assert Programme.objects.count() == 1


def bought(scene: Scene) -> Purchase:
    operator = save_operator(actor=scene.ems, operator=Operator(name="Aptic"))
    values = {
        "programme": programme_of(2022).pk, "operator": operator.pk, "order_number": "BC-7", "ordered_on": "2021-12-01",
        "booklets_ordered": 50, "unit_price": "100", "service_charges": "120", "pass_expire_on": "2024-12-31",
    }  # fmt: skip
    answer = signed_in(scene.ems).post(reverse("achats:add"), values)
    row = Purchase.objects.get()
    assert answer["Location"] == reverse("backoffice:purchase", args=[row.public_id])
    return row


def test_booklets_of_a_purchase_are_received_and_what_is_missing_is_named(scene: Scene) -> None:
    row = bought(scene)
    values = {"serials": "EMS-000001 à EMS-000040", "happened_on": "2022-01-10"}
    page = act(scene, "purchase", row, "recevoir", values).content.decode()
    assert "10\xa0carnets manquent" in page
    assert "EMS-000001 à EMS-000040" in page
    assert Booklet.objects.filter(purchase=row, expires_on=date(2024, 12, 31)).count() == 40


def test_the_page_of_the_programme_sets_orders_beside_the_budget_and_what_was_received(scene: Scene) -> None:
    row = bought(scene)
    act(scene, "purchase", row, "recevoir", {"serials": "EMS-000001 à EMS-000040", "happened_on": "2022-01-10"})
    client, address = signed_in(scene.ems), reverse("backoffice:programme", args=[row.programme.public_id])
    shown = client.get(address).context
    assert (shown["ordered"], shown["received"], shown["unbought"]) == (50, 40, 0)
    assert shown["budget_left"] == 300_000 - 5_120
    Purchase.objects.filter(pk=row.pk).update(booklets_ordered=5_000)
    assert "Les achats dépassent le budget du programme" in client.get(address).content.decode()


def test_reversed_ranges_are_refused_and_nothing_is_received(scene: Scene) -> None:
    row = bought(scene)
    values = {"serials": "EMS-000040 à EMS-000001", "happened_on": "2022-01-10"}
    assert act(scene, "purchase", row, "recevoir", values).status_code == 422
    assert not Booklet.objects.exists()


def test_the_end_of_an_operator_is_a_fact(scene: Scene) -> None:
    row = save_operator(actor=scene.ems, operator=Operator(name="Aptic"))
    page = act(scene, "operator", row, "fin", {"ended_on": "2023-09-01", "because": "Liquidation"}).content.decode()
    assert "vendredi 1er septembre 2023" in page
