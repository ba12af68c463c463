"""The calendar on screen: list, filters, exports, facts declared, tolerance, control tower."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from passnum.conventions.models import Obligation
from passnum.conventions.services import save_record
from passnum.core import clock
from passnum.oversight.tower import control_tower
from passnum.partners.models import Partner
from tests.scene import Scene, convention_in_force, draft_convention, signed_in, signed_in_afresh

pytestmark = pytest.mark.django_db


def of(scene: Scene, rule: str, occurrence: str) -> Obligation:
    return Obligation.objects.get(convention=scene.alpha.convention, rule=rule, occurrence=occurrence)


def shown(scene: Scene, query: str = "", who: str = "referent") -> str:
    return signed_in(getattr(scene.alpha, who)).get(reverse("portal:calendar") + query).content.decode()


def test_the_calendar_says_each_date_with_its_calculation(scene: Scene) -> None:
    page = shown(scene)
    assert "lundi 30 octobre 2023" in page
    assert "comité du 30/11/2023 − 1 mois calendaire = 30/10/2023" in page
    assert "Sans délai dans la convention" in page or "sans délai dans la convention" in page
    assert "<svg" in page


@pytest.mark.parametrize(
    ("query", "inside", "outside"),
    [
        ("?partie=ems", "OB-21", "OB-20"),
        ("?article=art. 8", "OB-12", "OB-06"),
        ("?annee=2022", "Comité de suivi annuel 2022", "Comité de suivi annuel 2023"),
        ("?etat=en_retard", "OB-06 · Comité de suivi annuel 2021", "OB-21"),
        ("?recherche=evaluation finale", "OB-13", "OB-06"),
    ],
)
def test_filters_keep_what_is_asked(scene: Scene, query: str, inside: str, outside: str) -> None:
    page = shown(scene, query)
    assert inside in page
    assert outside not in page


@pytest.mark.parametrize(
    "query", ["?partie=xx&etat=yy&annee=12&article=zz", "?jour=abc", "?convention=²", "?annee=%00"]
)
def test_odd_addresses_never_break_the_page(scene: Scene, query: str) -> None:
    assert signed_in(scene.alpha.referent).get(reverse("portal:calendar") + query).status_code in {200, 400}


def test_a_search_without_answer_says_so(scene: Scene) -> None:
    assert "Aucune obligation ne répond" in shown(scene, "?recherche=zzz")


def test_what_is_exported_is_what_is_shown(scene: Scene) -> None:
    client = signed_in_afresh(scene.alpha.referent)
    url = reverse("portal:calendar_export", args=["csv"]) + "?partie=ems"
    text = client.get(url).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert rows
    assert {row["débiteur"] for row in rows} == {"Eurométropole"}
    sheet = load_workbook(io.BytesIO(client.get(url.replace(".csv", ".xlsx")).content)).active
    assert sheet is not None
    assert sheet.max_row == len(rows) + 1
    assert client.get(reverse("portal:calendar_export", args=["exe"])).status_code == 404


def test_a_calendar_leaves_as_a_file_after_the_password_is_given_again(scene: Scene) -> None:
    of_ems = reverse("backoffice:calendar_export", args=[scene.alpha.convention.public_id, "csv"])
    for who, url in (
        (scene.alpha.referent, reverse("portal:calendar_export", args=["csv"])),
        (scene.ems, of_ems),
        (scene.ems, reverse("backoffice:tower_export", args=["xlsx"])),
    ):
        assert signed_in(who).get(url)["Location"].startswith("/compte/reauthenticate/"), url
        assert signed_in_afresh(who).get(url).status_code == 200, url


def test_a_wished_date_is_green_or_red_with_the_nearest_lawful_one(scene: Scene) -> None:
    assert "Cette date est possible" in shown(scene, "?jour=2023-11-20")
    page = shown(scene, "?jour=2023-11-10")
    assert "ne respecte pas la convention" in page
    assert "samedi 18 novembre 2023" in page


def test_a_fact_is_declared_with_its_file(scene: Scene) -> None:
    row = of(scene, "OB-20", "2023/equipes")
    client = signed_in(scene.alpha.referent)
    upload = SimpleUploadedFile("liste.csv", b"nom;date\nA;B\n", "text/csv")
    answer = client.post(
        reverse("portal:obligation_declare", args=[row.public_id]),
        {"text": "Réunion d’équipe", "happened_on": "2023-03-02", "file": upload},
        follow=True,
    )
    page = answer.content.decode()
    assert "La preuve est versée." in page
    assert "Respectée" in page
    piece = row.evidence.get()
    download = client.get(reverse("portal:evidence", args=[piece.public_id]))
    assert b"".join(download.streaming_content) == b"nom;date\nA;B\n"
    assert "attachment" in download["Content-Disposition"]


def test_a_refused_file_or_a_day_to_come_is_told_and_nothing_is_written(scene: Scene) -> None:
    row = of(scene, "OB-20", "2023/equipes")
    client = signed_in(scene.alpha.referent)
    url = reverse("portal:obligation_declare", args=[row.public_id])
    harmful = SimpleUploadedFile("programme.exe", b"MZ")
    for values in (
        {"text": "Réunion", "happened_on": "2023-03-02", "file": harmful},
        {"text": "Réunion", "happened_on": "2040-01-01"},
        {"text": "", "happened_on": "2023-02-30"},
    ):
        answer = client.post(url, values)
        assert answer.status_code == 422
    assert not row.evidence.exists()


def test_the_presidency_grants_time_to_ems(scene: Scene) -> None:
    row = of(scene, "OB-06", "2021")
    url = reverse("portal:obligation_tolerate", args=[row.public_id])
    client = signed_in(scene.alpha.president)
    page = client.post(url, {"until": "2023-12-31", "reason": "Élections"}, follow=True).content.decode()
    assert "l’échéance de la convention reste" in page.lower().replace("\u00a0", " ") or "Tolérée" in page
    assert client.post(url, {"until": "2020-12-31", "reason": "Trop tôt"}).status_code == 422


def test_ems_tolerates_waives_and_withdraws_from_the_admin(scene: Scene) -> None:
    client = signed_in(scene.ems)
    late = of(scene, "OB-08", "2023")
    with clock.on_day(date(2023, 11, 2)):
        page = client.get(reverse("backoffice:obligation", args=[late.public_id])).content.decode()
        assert "Accorder une tolérance" in page
        client.post(
            reverse("backoffice:obligation_act", args=[late.public_id, "tolerer"]),
            {"until": "2023-11-20", "reason": "Outil indisponible"},
        )
    assert late.tolerances.get().until == date(2023, 11, 20)
    named = of(scene, "OB-14", "2023/mention-ems")
    client.post(reverse("backoffice:obligation_act", args=[named.public_id, "dispenser"]), {"reason": "Demande"})
    named.refresh_from_db()
    assert named.waived_on is not None
    logo = of(scene, "OB-14", "2023/logo")
    assert (
        client.post(
            reverse("backoffice:obligation_act", args=[logo.public_id, "dispenser"]), {"reason": "Non"}
        ).status_code
        == 409
    )


def test_the_control_tower_has_a_row_per_partner_by_next_date(scene: Scene) -> None:
    rows = control_tower(scene.ems)
    assert {row.convention.partner for row in rows} == {scene.alpha.partner, scene.beta.partner}
    assert [light.name for light in rows[0].lights] == [
        "Convention",
        "Quota",
        "Livrables",
        "Cartographie",
        "Logo",
        "Formation",
    ]
    page = signed_in(scene.ems).get(reverse("backoffice:tower")).content.decode()
    # The convention's light opens its entry into force, the quota's the launch meeting that fixes it.
    for rule in ("OB-01", "OB-03"):
        assert reverse("backoffice:obligation", args=[of(scene, rule, "convention").public_id]) in page
    assert reverse("backoffice:obligation", args=[of(scene, "OB-20", "2023/logo").public_id]) in page
    assert control_tower(scene.alpha.president) == []


def test_the_tower_asks_as_many_questions_for_ten_partners_as_for_two(scene: Scene) -> None:
    with CaptureQueriesContext(connection) as few:
        control_tower(scene.ems)
    for number in range(8):
        convention_in_force(Partner.objects.create(name=f"Autre {number}"), scene.ems)
    with CaptureQueriesContext(connection) as many:
        assert len(control_tower(scene.ems)) == 10
    assert len(many) == len(few)


def test_findings_stand_on_the_dashboard_and_the_convention(scene: Scene) -> None:
    client = signed_in(scene.ems)
    with clock.on_day(date(2024, 1, 1)):
        assert "Échéance à constater" in client.get(reverse("wagtailadmin_home")).content.decode()
        url = reverse("backoffice:convention", args=[scene.alpha.convention.public_id])
        assert "Échéance à constater" in client.get(url).content.decode()


def test_a_partner_without_convention_gets_an_answer(scene: Scene) -> None:
    partner = Partner.objects.create(name="Sans convention")
    scene.beta.referent.memberships.update(partner=partner)
    assert "Aucune convention" in signed_in(scene.beta.referent).get(reverse("portal:calendar")).content.decode()


def test_ems_takes_back_a_piece_paid_in_by_mistake(scene: Scene) -> None:
    row = of(scene, "OB-20", "2023/equipes")
    signed_in(scene.alpha.referent).post(
        reverse("portal:obligation_declare", args=[row.public_id]),
        {"text": "Réunion d’équipe", "happened_on": "2023-03-02"},
    )
    client = signed_in(scene.ems)
    url = reverse("backoffice:obligation_act", args=[row.public_id, "retirer"])
    assert "Réunion d’équipe" in client.get(url).content.decode()
    piece = row.evidence.get()
    assert client.post(url, {"evidence": piece.pk, "reason": ""}).status_code == 422
    answer = client.post(url, {"evidence": piece.pk, "reason": "Autre année"}, follow=True)
    assert "Autre année" in answer.content.decode()
    row.refresh_from_db()
    assert row.met_on is None
    assert client.post(url, {"evidence": piece.pk, "reason": "Encore"}).status_code == 422


def test_what_passnum_paid_in_is_not_taken_back_by_hand(scene: Scene) -> None:
    row = of(scene, "OB-01", "convention")
    client = signed_in(scene.ems)
    url = reverse("backoffice:obligation_act", args=[row.public_id, "retirer"])
    assert url not in client.get(reverse("backoffice:obligation", args=[row.public_id])).content.decode()
    assert client.post(url, {"evidence": row.evidence.get().pk, "reason": "Essai"}).status_code == 422
    row.refresh_from_db()
    assert row.met_on is not None


def test_ems_asks_for_an_intermediate_report_and_the_partner_sees_it(scene: Scene) -> None:
    client = signed_in(scene.ems)
    url = reverse("backoffice:convention_act", args=[scene.alpha.convention.public_id, "rapport-intermediaire"])
    assert "Demander un rapport intermédiaire" in client.get(url).content.decode()
    values = {"due_on": "2023-10-20", "state_due_on": "2023-10-20", "reason": "Bilan de l’État"}
    refused = client.post(url, values)
    assert refused.status_code == 422
    assert "demandez-le plus tôt" in refused.content.decode()
    assert client.post(url, values | {"state_due_on": "2023-10-31"}).status_code == 302
    page = shown(scene, "?recherche=rapport intermediaire")
    assert "Rapport intermédiaire demandé pour le 20/10/2023" in page
    assert "Bilan de l’État" in page


def test_an_obligation_to_come_says_so_and_nothing_of_a_proposed_date(scene: Scene) -> None:
    row = of(scene, "OB-08", "2023")
    page = signed_in(scene.alpha.referent).get(reverse("portal:obligation", args=[row.public_id])).content.decode()
    assert "À venir" in page
    assert "En attente de confirmation" not in page


def test_the_filters_and_the_wished_date_stay_on_the_convention_that_is_read(scene: Scene) -> None:
    former = scene.alpha.convention
    with clock.on_day(date(2023, 7, 1)):
        following = draft_convention(
            scene.alpha.partner, reference="PN-2024", first_year=2024, last_year=2026, ends_on=date(2026, 12, 31)
        )
        save_record(actor=scene.ems, convention=following)
    page = shown(scene, f"?convention={former.public_id}&article=art.+7")
    hidden = f'<input type="hidden" name="convention" value="{former.public_id}">'
    assert page.count(hidden) == 2
    assert f'href="?convention={former.public_id}"' in page
