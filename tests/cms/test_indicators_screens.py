"""The pages of the indicators: figures counted, exported, opened to those who may read the rows, published."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.pages.setup import create_site
from cms.portal.components.figures import BAR_WIDTH
from passnum.core.tables import read_table
from passnum.deliverables.drafts import IndicatorsDraft
from passnum.deliverables.services import save_draft
from passnum.distribution.models import Characteristic, FiguresRelease
from passnum.distribution.releasing import release_figures
from tests.distribution.attributions import handed
from tests.distribution.test_releases import counted
from tests.quotas.stock import brought
from tests.scene import Scene, signed_in, signed_in_afresh

pytestmark = pytest.mark.django_db
PERIOD = {"du": "2022-01-01", "au": "2022-12-31"}


@pytest.fixture
def register(scene: Scene) -> Scene:
    """Three persons at one partner in 2022."""
    brought(scene.ems, scene.alpha, 1, 5)
    for sex in ("femme", "femme", "homme"):
        handed(scene.alpha, on=date(2022, 3, 1), profile={"sex": sex})
    return scene


def text_of(client: Client, name: str, **query: str) -> str:
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return response.content.decode()


def test_each_role_of_the_partner_reads_its_figures(register: Scene) -> None:
    for user in (register.alpha.referent, register.alpha.president, register.alpha.lecteur):
        page = text_of(signed_in(user), "portal:indicators", **PERIOD)
        assert "Pass numériques remis" in page
        assert "caracteristique=sex" not in page


def test_an_intervenant_opens_the_rows_behind_a_figure(register: Scene) -> None:
    client = signed_in(register.alpha.intervenant)
    assert "caracteristique=sex&amp;modalite=femme" in text_of(client, "portal:indicators", **PERIOD)
    rows = text_of(client, "portal:attributions", caracteristique="sex", modalite="femme", **PERIOD)
    assert rows.count("EMS-00000") >= 2
    assert "EMS-000003" not in rows


def test_an_unknown_characteristic_is_refused_in_french(register: Scene) -> None:
    response = signed_in(register.alpha.intervenant).get(
        reverse("portal:attributions"), {"caracteristique": "revenu", "modalite": "x"}
    )
    assert response.status_code == 422
    assert "pas de celles" in response.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"caracteristique": "sex", "modalite": "inconnu"},
        {"caracteristique": "carac:x:1"},
        {"caracteristique": "carac::"},
    ],
)
def test_a_figure_that_nothing_counts_is_refused_in_french(register: Scene, asked: dict[str, str]) -> None:
    response = signed_in(register.alpha.intervenant).get(reverse("portal:attributions"), asked)
    assert response.status_code == 422
    assert "pas de celles" in response.content.decode()


def rows_shown(client: Client, address: str) -> int:
    """How many attributions the page at this address lists."""
    response = client.get(address)
    assert response.status_code == 200
    return int(response.context["page_obj"].paginator.count)


def test_each_figure_of_a_closed_place_of_an_added_characteristic_and_of_a_month_opens_its_rows(scene: Scene) -> None:
    asked = Characteristic.objects.create(code="equipement", label="Équipement")
    choice = asked.choices.create(number=1, label="Téléphone")
    asked.choices.create(number=2, label="Aucun")
    brought(scene.ems, scene.alpha, 1, 5)
    handed(scene.alpha, on=date(2022, 3, 1), profile={"added": {asked: choice}})
    handed(scene.alpha, on=date(2022, 4, 1), profile={"added": {asked: None}})
    handed(scene.alpha, on=date(2022, 4, 30))
    scene.alpha.partner.places.update(is_active=False)
    client = signed_in(scene.alpha.intervenant)
    place = scene.alpha.partner.places.get()
    response = client.get(
        reverse("portal:indicators"), {"du": "2022-02-01", "au": "2022-04-29", "lieu": place.public_id}
    )
    (chart,) = [chart for chart in response.context["charts"] if chart["title"] == "Équipement"]
    opened = [(number, address) for _, number, address in chart["behind"]]
    without, *months = response.context["months"]
    assert without == (date(2022, 2, 1), 0, "")
    for _, number, address in [*response.context["places"], *months]:
        opened.append((number, address))
    opened.append((2, response.context["all_rows"]))
    assert [number for number, _ in opened] == [1, 1, 2, 1, 1, 2]
    assert [rows_shown(client, address) for _, address in opened] == [1, 1, 2, 1, 1, 2]


def test_publishing_takes_over_the_period_that_is_shown(register: Scene) -> None:
    page = text_of(signed_in(register.ems), "backoffice:indicators", du="2022-02-01", au="2022-05-31")
    assert f'href="{reverse("backoffice:release")}?du=2022-02-01&amp;au=2022-05-31"' in page


def test_another_partner_has_no_figure_of_it(register: Scene) -> None:
    assert "Aucune attribution" in text_of(signed_in(register.beta.referent), "portal:indicators", **PERIOD)


def test_a_period_out_of_order_is_told_on_the_form(register: Scene) -> None:
    response = signed_in(register.alpha.referent).get(
        reverse("portal:indicators"), {"du": "2022-12-31", "au": "2022-01-01"}
    )
    assert response.status_code == 422
    assert "avant d’avoir commencé" in response.content.decode()


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_the_figures_are_exported_as_tables(register: Scene, extension: str) -> None:
    client = signed_in_afresh(register.alpha.referent)
    response = client.get(reverse("portal:indicators_export", args=[extension]), PERIOD)
    rows = {
        (row["indicateur"], row["modalite"]): row["beneficiaires"]
        for row in read_table(response.content, extension).dict
    }
    assert rows["Carnets remis", ""] == "3"
    assert rows["Sexe", "Femmes"] == "2"


def test_a_period_that_ends_after_today_says_up_to_when_it_is_counted(register: Scene) -> None:
    for user, name in ((register.alpha.referent, "portal:indicators"), (register.ems, "backoffice:indicators")):
        client = signed_in(user)
        assert "aujourd’hui, lundi 18 septembre 2023" in text_of(client, name, du="2022-01-01", au="2023-12-31")
        assert "n’a pas commencé" in text_of(client, name, du="2024-01-01", au="2024-12-31")
        assert "n’est pas finie" not in text_of(client, name, **PERIOD)


def test_the_figures_are_exported_as_json(register: Scene) -> None:
    response = signed_in_afresh(register.alpha.referent).get(reverse("portal:indicators_export", args=["json"]), PERIOD)
    assert {"indicateur": "Sexe", "modalite": "Hommes", "beneficiaires": 1}.items() <= next(
        row for row in json.loads(response.content) if row["modalite"] == "Hommes"
    ).items()


def test_an_export_asks_for_the_password_again(register: Scene) -> None:
    response = signed_in(register.alpha.referent).get(reverse("portal:indicators_export", args=["csv"]), PERIOD)
    assert response.status_code == 302


def test_ems_reads_counts_of_all_and_hides_small_ones_on_demand(register: Scene) -> None:
    client = signed_in(register.ems)
    assert "3 personnes" in text_of(client, "backoffice:indicators", **PERIOD).replace("\xa0", " ")
    hidden = text_of(client, "backoffice:indicators", pour="interne", **PERIOD)
    assert "masqué" in hidden
    assert "EMS-00000" not in hidden


def test_ems_opens_a_total_down_to_the_place_and_never_the_rows(register: Scene) -> None:
    client = signed_in(register.ems)
    page = client.get(reverse("backoffice:indicators"), PERIOD)
    (_, partners), (_, places) = page.context["sources"]
    assert [(name, number) for name, number, _ in partners] == [(register.alpha.partner.name, 3)]
    for _, number, address in (*partners, *places):
        narrower = client.get(f"{reverse('backoffice:indicators')}{address}")
        assert narrower.context["found"].beneficiaries == number
    assert not client.get(reverse("backoffice:indicators"), PERIOD | {"pour": "interne"}).context["sources"]


def test_ems_sees_each_figure_as_a_bar_and_the_days_that_are_shown(register: Scene) -> None:
    page = signed_in(register.ems).get(reverse("backoffice:indicators"), {"du": "2022-01-01", "au": "2022-12-31"})
    sexes = next(chart for chart in page.context["charts"] if chart["title"] == "Sexe")
    widths = {label: float(width) for label, _, width in sexes["rows"]}
    assert widths["Hommes"] > 0
    assert widths["Femmes"] == pytest.approx(2 * widths["Hommes"], abs=0.2)
    assert sum(widths.values()) == pytest.approx(BAR_WIDTH, abs=1), "the whole bar is the total"
    assert 'class="passnum-figures__bar"' in page.content.decode()
    unasked = signed_in(register.ems).get(reverse("backoffice:indicators")).context["form"]
    assert unasked["du"].value() == "2023-01-01"


@pytest.mark.parametrize("asked", [{"du": "hier"}, {"structure": "x"}, {"lieu": "x"}, {"pour": "x"}])
def test_no_file_is_given_of_other_figures_than_those_asked_for(register: Scene, asked: dict[str, str]) -> None:
    response = signed_in_afresh(register.ems).get(
        reverse("backoffice:indicators_export", args=["csv"]), PERIOD | {"pour": "public"} | asked
    )
    assert response.status_code == 422
    assert response["Content-Type"].startswith("text/html")
    page = signed_in(register.ems).get(reverse("backoffice:indicators"), PERIOD | {"pour": "public"} | asked)
    assert page.status_code == 422
    for shown in (response, page):
        assert "Carnets remis" not in shown.content.decode()
    own = signed_in_afresh(register.alpha.referent).get(
        reverse("portal:indicators_export", args=["csv"]), PERIOD | {"lieu": "x"}
    )
    assert own.status_code == 422


def test_figures_declared_by_hand_reach_ems_with_the_dossier_not_with_the_draft(register: Scene) -> None:
    beta = register.beta
    report = register.deliverable(beta, "indicators")
    draft = IndicatorsDraft(booklets_handed_out=777, beneficiaries=777)
    save_draft(actor=beta.referent, deliverable=report, revision=0, draft=draft)
    own = text_of(signed_in(beta.referent), "portal:indicators", **PERIOD)
    assert "Chiffres déclarés sans registre" in own
    assert "777" not in text_of(signed_in(register.ems), "backoffice:indicators", **PERIOD)


def test_masked_figures_take_the_same_queries_beside_one_publication_as_beside_many(scene: Scene) -> None:
    for month in (3, 5, 9):
        counted(scene, month, femme=60, homme=40, nr=20)
        counted(scene, month, scene.beta, femme=60, homme=40, nr=20)
    client, address = signed_in(scene.ems), reverse("backoffice:indicators")
    asked = [
        PERIOD | {"pour": pour, "structure": structure}
        for pour in ("interne", "public")
        for structure in ("", str(scene.alpha.partner.public_id))
    ]

    def queries() -> list[int]:
        found = []
        for query in asked:
            with CaptureQueriesContext(connection) as taken:
                assert client.get(address, query).status_code == 200
            found.append(len(taken))
        return found

    publish = partial(release_figures, actor=scene.ems, first=date(2022, 1, 1))
    publish(last=date(2022, 3, 31))
    queries()
    before = queries()
    for last in (date(2022, 5, 31), date(2022, 9, 30), date(2022, 12, 31)):
        publish(last=last)
    assert queries() == before
    assert max(before) <= 40


def test_ems_publishes_a_period_for_all_to_read(scene: Scene) -> None:
    create_site()
    counted(scene, 3, femme=60, homme=40, nr=4)
    client = signed_in(scene.ems)
    assert "Publier ces chiffres" in text_of(client, "backoffice:release", **PERIOD)
    assert client.post(reverse("backoffice:release"), PERIOD).status_code == 302
    assert FiguresRelease.objects.count() == 1
    page = Client().get("/chiffres/").content.decode()
    assert "masqué" in page
    again = client.post(reverse("backoffice:release"), PERIOD)
    assert again.status_code == 422


def test_a_period_that_is_not_over_says_so_before_anything_else(register: Scene) -> None:
    page = text_of(signed_in(register.ems), "backoffice:release", du="2023-09-01", au="2023-09-30")
    assert "quand elle est finie" in page
    assert "masqué" not in page.replace("est masqué,", "")
    assert "Publier ces chiffres" not in page


def test_a_period_where_all_would_be_hidden_is_not_offered_for_publication(register: Scene) -> None:
    client = signed_in(register.ems)
    page = text_of(client, "backoffice:release", **PERIOD)
    assert "Aucun chiffre ne serait lisible" in page
    assert "Publier ces chiffres" not in page
    assert client.post(reverse("backoffice:release"), PERIOD).status_code == 422


def test_the_public_page_is_useful_before_any_publication(scene: Scene) -> None:
    create_site()
    assert "Aucun chiffre n’est encore publié" in Client().get("/chiffres/").content.decode()
