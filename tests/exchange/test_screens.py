"""The pages of imports and exports, as the people who use them meet them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.portal import exchange_pages
from passnum.core import clock
from passnum.distribution.models import Attribution
from passnum.exchange.enums import ImportState, Kind
from passnum.exchange.models import TableImport
from passnum.partners.enums import Role
from passnum.partners.models import Membership, User
from passnum.quotas.services import ems_stock
from tasks.exchange import sweep_imports
from tests.exchange.files import as_csv, attribution, sent
from tests.exchange.test_short_tables import ranges
from tests.quotas.stock import brought
from tests.scene import PASSWORD, Scene, signed_in, signed_in_afresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def stocked(scene: Scene) -> Scene:
    brought(scene.ems, scene.alpha, 1, 20)
    return scene


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("lignes.csv", data)


def test_an_intervenant_sees_then_imports(stocked: Scene) -> None:
    house = stocked.alpha
    client = signed_in(house.intervenant)
    page = client.get(reverse("portal:exchange")).content.decode()
    assert "Attributions" in page
    assert "Effectifs" not in page
    address = reverse("portal:exchange_kind", args=["attributions"])
    assert "numero_de_carnet" in client.get(address).content.decode()
    rows = [attribution(house, f"EMS-{n:06d}") for n in (1, 2, 3)]
    seen = client.post(address, {"file": upload(as_csv(Kind.ATTRIBUTIONS, rows))}, follow=True)
    text = seen.content.decode()
    assert "Rien n’est encore écrit" in text
    assert text.count("À créer") == 3
    done = client.post(seen.request["PATH_INFO"], {"action": "confirmer"}, follow=True).content.decode()
    assert "Import terminé" in done
    assert Attribution.objects.count() == 3


def test_refused_rows_are_shown_and_can_be_taken_away(stocked: Scene) -> None:
    house = stocked.alpha
    client = signed_in(house.intervenant)
    data = as_csv(Kind.ATTRIBUTIONS, [attribution(house, "EMS-000001", commune="Kehl")])
    seen = client.post(reverse("portal:exchange_kind", args=["attributions"]), {"file": upload(data)}, follow=True)
    assert "Rien n’a été écrit" in seen.content.decode()
    row = TableImport.objects.get()
    problems = client.get(reverse("portal:exchange_problems", args=[row.public_id]))
    assert "Kehl" in problems.content.decode("utf-8-sig")


def test_a_long_file_is_left_to_the_worker(stocked: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    house = stocked.alpha
    monkeypatch.setattr(exchange_pages, "AT_ONCE_BYTES", 10)
    monkeypatch.setattr(exchange_pages, "AT_ONCE_ROWS", 1)
    client = signed_in(house.intervenant)
    rows = [attribution(house, f"EMS-{n:06d}") for n in (1, 2, 3)]
    address = reverse("portal:exchange_kind", args=["attributions"])
    seen = client.post(address, {"file": upload(as_csv(Kind.ATTRIBUTIONS, rows))}, follow=True)
    assert "Vérification du fichier" in seen.content.decode()
    row = TableImport.objects.get()
    progress = reverse("portal:exchange_progress", args=[row.public_id])
    assert "hx-get" in client.get(progress).content.decode()
    assert sweep_imports() == 1
    assert client.get(progress, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    client.post(seen.request["PATH_INFO"], {"action": "confirmer"})
    assert not Attribution.objects.exists()
    assert sweep_imports() == 1
    row.refresh_from_db()
    assert row.state == ImportState.FAIT


def test_a_long_import_of_ems_tells_how_far_it_is_and_when_it_is_done(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange_pages, "AT_ONCE_BYTES", 10)
    monkeypatch.setattr(exchange_pages, "AT_ONCE_ROWS", 0)
    client = signed_in(scene.ems)
    seen = client.post(
        reverse("backoffice:exchange_kind", args=["plages"]), {"file": upload(ranges(("A-1", "A-9")))}, follow=True
    )
    progress = reverse("backoffice:exchange_progress", args=[TableImport.objects.get().public_id])
    assert f'hx-get="{progress}"' in seen.content.decode()
    assert "htmx" in seen.content.decode()
    assert "HX-Refresh" not in client.get(progress, headers={"HX-Request": "true"})
    assert sweep_imports() == 1
    assert client.get(progress, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    under_way = client.post(seen.request["PATH_INFO"], {"action": "confirmer"}, follow=True).content.decode()
    assert "0 sur 1\xa0ligne" in under_way
    assert sweep_imports() == 1
    assert "Import terminé" in client.get(seen.request["PATH_INFO"]).content.decode()


def test_a_file_that_is_no_table_is_said_at_once(stocked: Scene) -> None:
    client = signed_in(stocked.alpha.intervenant)
    address = reverse("portal:exchange_kind", args=["attributions"])
    answer = client.post(address, {"file": SimpleUploadedFile("x.exe", b"MZ")})
    assert answer.status_code == 422
    assert client.post(address, {}).status_code == 422


def test_templates_and_exports_come_in_every_format(stocked: Scene) -> None:
    client = signed_in_afresh(stocked.alpha.intervenant)
    for extension in ("csv", "xlsx", "ods"):
        assert client.get(reverse("portal:exchange_template", args=["attributions", extension])).status_code == 200
    for extension in ("csv", "xlsx", "ods", "json"):
        assert client.get(reverse("portal:exchange_export", args=["attributions", extension])).status_code == 200
    assert client.get(reverse("portal:exchange_export", args=["attributions", "exe"])).status_code == 404
    assert client.get(reverse("portal:exchange_kind", args=["plages"])).status_code == 404


def test_an_export_asks_for_the_password_again(stocked: Scene) -> None:
    asked = signed_in(stocked.alpha.intervenant).get(reverse("portal:exchange_export", args=["attributions", "csv"]))
    assert asked.status_code == 302


def test_an_export_does_not_ask_again_who_has_just_signed_in(stocked: Scene) -> None:
    address = reverse("portal:exchange_export", args=["attributions", "csv"])
    client = Client()
    client.post("/compte/login/", {"login": stocked.alpha.intervenant.email, "password": PASSWORD})
    assert client.get(address).status_code == 200
    session = client.session
    session["account_authentication_methods"] = [
        one | {"at": one["at"] - 301} for one in session["account_authentication_methods"]
    ]
    session.save()
    assert client.get(address).status_code == 302


def test_a_sign_in_elsewhere_is_no_proof_given_here(stocked: Scene) -> None:
    client = Client()
    client.post("/compte/login/", {"login": stocked.alpha.intervenant.email, "password": PASSWORD})
    session = client.session
    session["account_authentication_methods"] = [
        one | {"method": "socialaccount"} for one in session["account_authentication_methods"]
    ]
    session.save()
    assert client.get(reverse("portal:exchange_export", args=["attributions", "csv"])).status_code == 302


def test_ems_brings_ranges_in_and_takes_tables_out(scene: Scene) -> None:
    client = signed_in_afresh(scene.ems)
    assert "Plages de carnets" in client.get(reverse("backoffice:exchange")).content.decode()
    address = reverse("backoffice:exchange_kind", args=["plages"])
    seen = client.post(address, {"file": upload(ranges(("EMS-000001", "EMS-000010")))}, follow=True)
    assert "Rien n’est encore écrit" in seen.content.decode()
    client.post(seen.request["PATH_INFO"], {"action": "confirmer"}, follow=True)
    assert ems_stock().balance == 10
    for kind in ("plages", "quotas", "structures"):
        for extension in ("csv", "xlsx", "ods", "json"):
            assert client.get(reverse("backoffice:exchange_export", args=[kind, extension])).status_code == 200
        assert client.get(reverse("backoffice:exchange_template", args=[kind, "ods"])).status_code == 200
    assert client.get(reverse("backoffice:exchange_kind", args=["attributions"])).status_code == 404


def test_an_import_is_for_who_sent_it(stocked: Scene) -> None:
    house = stocked.alpha
    data = as_csv(Kind.ATTRIBUTIONS, [attribution(house, "EMS-000001")])
    signed_in(house.intervenant).post(
        reverse("portal:exchange_kind", args=["attributions"]), {"file": upload(data)}, follow=True
    )
    address = reverse("portal:exchange_import", args=[TableImport.objects.get().public_id])
    for actor in (house.referent, stocked.beta.intervenant):
        assert signed_in(actor).get(address).status_code == 404
        assert signed_in(actor).post(address, {"action": "confirmer"}).status_code == 404


def test_the_imports_of_the_structure_are_told_to_those_who_bring_the_same_in(stocked: Scene) -> None:
    house = stocked.alpha
    row = sent(house.intervenant, Kind.ATTRIBUTIONS, house.partner, as_csv(Kind.ATTRIBUTIONS, [{}]), "remises.csv")
    other = User.objects.create_user("seconde@alpha.example", first_name="Ida", last_name="Seconde")
    Membership.objects.create(user=other, partner=house.partner, role=Role.INTERVENANT, started_on=date(2021, 6, 1))
    page = signed_in(other).get(reverse("portal:exchange")).content.decode()
    address = reverse("portal:exchange_import", args=[row.public_id])
    assert "remises.csv" in page
    assert "Refusé" in page
    assert address not in page
    assert address in signed_in(house.intervenant).get(reverse("portal:exchange")).content.decode()
    for actor in (house.referent, stocked.beta.intervenant):
        assert "remises.csv" not in signed_in(actor).get(reverse("portal:exchange")).content.decode()


def test_a_refused_import_takes_the_corrected_file_at_once(stocked: Scene) -> None:
    client = signed_in(stocked.alpha.intervenant)
    address = reverse("portal:exchange_kind", args=["attributions"])
    wrong = as_csv(Kind.ATTRIBUTIONS, [attribution(stocked.alpha, "EMS-000001", commune="Kehl")])
    page = client.post(address, {"file": upload(wrong)}, follow=True).content.decode()
    assert "Envoyer le fichier corrigé" in page
    assert f'action="{address}"' in page
    right = as_csv(Kind.ATTRIBUTIONS, [attribution(stocked.alpha, "EMS-000001")])
    seen = client.post(address, {"file": upload(right)}, follow=True)
    done = client.post(seen.request["PATH_INFO"], {"action": "confirmer"}, follow=True).content.decode()
    assert "s’annule depuis sa page" in done


def test_the_admin_says_where_attributions_and_counts_come_in_and_offers_the_next_act(scene: Scene) -> None:
    client = signed_in(scene.ems)
    assert "espace des structures" in client.get(reverse("backoffice:exchange")).content.decode()
    address = reverse("backoffice:exchange_kind", args=["plages"])
    page = client.post(address, {"file": upload(ranges(("EMS-000010", "EMS-000001")))}, follow=True).content.decode()
    assert f'action="{address}"' in page
    seen = client.post(address, {"file": upload(ranges(("EMS-000001", "EMS-000010")))}, follow=True)
    done = client.post(seen.request["PATH_INFO"], {"action": "confirmer"}, follow=True).content.decode()
    assert "Voir les lignes" in done


def test_the_day_of_an_import_is_the_business_day(stocked: Scene) -> None:
    house = stocked.alpha
    with clock.on_day(date(2023, 6, 1)):
        row = sent(house.intervenant, Kind.ATTRIBUTIONS, house.partner, as_csv(Kind.ATTRIBUTIONS, [{}]))
        assert clock.day_of(row.sent_at) == date(2023, 6, 1)
        page = signed_in(house.intervenant).get(reverse("portal:exchange")).content.decode()
    assert "juin\xa02023" in page or "juin 2023" in page
    assert row.kept_since.date() == timezone.now().date()


@pytest.mark.parametrize(
    ("name", "counted"),
    [("portal:quota", "carnets remis"), ("portal:booklets", "carnets remis"), ("portal:indicators", "effectifs")],
)
def test_tables_are_reached_from_where_they_are_needed_by_those_who_may(
    stocked: Scene, name: str, counted: str
) -> None:
    house, address = stocked.alpha, reverse("portal:exchange")
    for actor, words in (
        (house.referent, f"les {counted} comptés sans registre"),
        (house.intervenant, "les attributions"),
    ):
        page = signed_in(actor).get(reverse(name)).content.decode()
        assert f'href="{address}"' in page
        assert words in page
    assert f'href="{address}"' not in signed_in(house.president).get(reverse(name)).content.decode()


@contextmanager
def database_refusing(words: str) -> Iterator[None]:
    """As where two acts wait for each other, and the database lets one of them down."""

    def refuse(execute: Any, sql: str, *args: Any) -> Any:
        if words in sql:
            raise OperationalError("deadlock detected")
        return execute(sql, *args)

    with connection.execute_wrapper(refuse):
        yield


def test_what_the_database_refuses_within_the_request_is_taken_up_by_the_worker(stocked: Scene) -> None:
    house = stocked.alpha
    client = signed_in(house.intervenant)
    data = as_csv(Kind.ATTRIBUTIONS, [attribution(house, "EMS-000001")])
    with database_refusing('FROM "quotas_movement"'):
        seen = client.post(reverse("portal:exchange_kind", args=["attributions"]), {"file": upload(data)}, follow=True)
    assert "Vérification du fichier" in seen.content.decode()
    row = TableImport.objects.all()
    row.update(held_at=None)
    assert sweep_imports() == 1
    with database_refusing("INSERT INTO"):
        done = client.post(seen.request["PATH_INFO"], {"action": "confirmer"}, follow=True)
    assert "il continue" in done.content.decode()
    assert not Attribution.objects.exists()
    row.update(held_at=None)
    assert sweep_imports() == 1
    assert (row.get().state, Attribution.objects.count()) == (ImportState.FAIT, 1)
