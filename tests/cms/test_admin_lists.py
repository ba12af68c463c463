"""The lists of Wagtail's admin, in words and figures that a person reads without stumbling."""

from __future__ import annotations

import pytest
from django.urls import reverse

from passnum.quotas.services import QuotaValues, set_quota
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
    assert "Ajouter : Opérateur" in page
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
