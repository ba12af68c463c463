"""The lists of Wagtail's admin, in words and figures that a person reads without stumbling."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.menu import SubmenuMenuItem, admin_menu

from cms.backoffice.quota_panel import QuotasPanel
from passnum.quotas.services import QuotaValues, hand_out, set_quota
from tests.quotas import parcels
from tests.quotas.stock import first_place
from tests.scene import Scene, signed_in, signed_in_afresh

pytestmark = pytest.mark.django_db


def test_a_year_is_written_without_a_space_between_its_figures(scene: Scene) -> None:
    year = 2022
    values = QuotaValues(scene.alpha.convention, year, 10, basis="personnes", basis_figure=100, basis_source="Rapport")
    set_quota(actor=scene.ems, values=values)
    page = signed_in(scene.ems).get("/admin/quotas/").content.decode()
    assert str(year) in page
    assert f"{str(year)[0]}\u202f{str(year)[1:]}" not in page
    assert f"{str(year)[0]}\u00a0{str(year)[1:]}" not in page


def test_an_empty_list_says_so_in_french(scene: Scene) -> None:
    page = signed_in(scene.ems).get("/admin/delegations/").content.decode()
    assert "Rien à afficher." in page


def test_an_empty_list_says_where_its_rows_come_from(scene: Scene) -> None:
    client = signed_in(scene.ems)
    assert "Une structure rend des carnets" in client.get("/admin/restitutions/").content.decode()
    assert "Une structure rend des carnets" not in client.get("/admin/restitutions/?q=R2023").content.decode()


def test_a_refused_form_says_so_in_words_without_gender(scene: Scene) -> None:
    client, address = signed_in(scene.ems), reverse("operateurs:add")
    page = client.post(address, {"name": ""}).content.decode()
    assert "Rien n’est enregistré" in page
    assert "Ajouter\xa0: Opérateur" in page
    assert "(e)" not in client.post(address, {"name": "Aptic"}, follow=True).content.decode()


@pytest.mark.parametrize("address", ["/admin/quotas/", "/admin/livraisons/", "/admin/restitutions/", "/admin/carnets/"])
def test_a_filter_by_structure_is_named_in_one_word(scene: Scene, address: str) -> None:
    filters = signed_in(scene.ems).get(address).context["filters"].filters
    assert "Structure" in {one.label for one in filters.values()}


def test_the_menu_leads_to_one_list_of_people(scene: Scene) -> None:
    page = signed_in(scene.ems).get(reverse("wagtailadmin_home")).content.decode()
    assert "/admin/comptes/" in page
    assert "/admin/users/" not in page


@pytest.mark.parametrize("address", ["/admin/structures/", "/admin/dossiers/", "/admin/conventions/"])
def test_a_list_leaves_as_a_file_after_the_password_is_given_again(scene: Scene, address: str) -> None:
    url = f"{address}?export=csv"
    assert signed_in(scene.ems).get(url)["Location"].startswith("/compte/reauthenticate/")
    answer = signed_in_afresh(scene.ems).get(url)
    assert answer.headers["Content-Type"].startswith("text/csv")


def test_the_menu_is_grouped_in_the_order_of_the_year(scene: Scene) -> None:
    page = signed_in(scene.ems).get(reverse("wagtailadmin_home"))
    request = page.wsgi_request
    parts = [
        (item.label, [one.label for one in item.menu.menu_items_for_request(request)])
        for item in sorted(admin_menu.menu_items_for_request(request), key=lambda one: one.order)
        if isinstance(item, SubmenuMenuItem)
    ]
    year = ["Conventions", "Quotas", "Distribution", "Livrables", "Comités", "Réseau", "Communication"]
    assert [label for label, _ in parts if label in year] == year
    inside = dict(parts)
    assert inside["Quotas"] == ["Programmes", "Opérateurs", "Achats de Pass", "Quotas"]
    assert inside["Distribution"][:3] == ["Carnets", "Livraisons", "Restitutions"]
    shown = admin_menu.menu_items_for_request(signed_in(scene.communication).get("/admin/").wsgi_request)
    assert not {item.label for item in shown} & set(year[:-1])


def test_the_dashboard_tells_the_booklets_of_the_year_as_the_ledger_has_them(scene: Scene) -> None:
    parcels.arrived(scene, scene.alpha, 1, 20)
    hand_out(actor=scene.alpha.intervenant, place=first_place(scene.alpha))
    page = signed_in(scene.ems).get(reverse("wagtailadmin_home")).content.decode()
    panel = page[page.index('id="quotas-annee"') :]
    cells = re.findall(r"<td>([^<]+)</td>", panel)[:5]
    assert cells == ["50", "20", "0", "19", "1"]
    assert "Quotas 2023" in panel
    assert 'id="quotas-annee"' not in signed_in(scene.communication).get("/admin/").content.decode()


def test_the_panel_of_quotas_asks_as_much_for_two_partners_as_for_one(scene: Scene) -> None:
    request = signed_in(scene.ems).get("/admin/").wsgi_request

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            QuotasPanel(request).get_context_data({})
        return len(queries)

    parcels.quota(scene, scene.alpha)
    one = asked()
    parcels.quota(scene, scene.beta)
    assert asked() == one
