"""Tables of quotas made to exhaust, to confuse, or to write more than they show."""

from __future__ import annotations

import io
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from passnum.core.errors import InvalidInput
from passnum.core.tables import MAX_ROWS, read_table
from passnum.quotas.models import Quota
from tests.scene import Scene, signed_in

HEADERS = "reference_convention;exercice;carnets;base;chiffre_retenu;source;reunion_de_lancement;carnets_livres"


def test_a_table_with_one_cell_far_away_is_read_at_once() -> None:
    book = Workbook()
    book.active["A1"] = "exercice"
    book.active.cell(row=190_000, column=1, value="x")
    kept = io.BytesIO()
    book.save(kept)
    began = time.monotonic()
    assert len(read_table(kept.getvalue(), "xlsx")) == 1
    assert time.monotonic() - began < 20


def test_a_table_longer_than_one_request_can_write_is_refused() -> None:
    with pytest.raises(InvalidInput, match="plusieurs fichiers"):
        read_table(("a;b\n" + "1;2\n" * (MAX_ROWS + 10)).encode(), "csv")


@pytest.mark.django_db
@pytest.mark.parametrize("figure", ["²", "9" * 5000, "-1", "1e5", "NaN", "0x10"])
def test_what_is_not_a_whole_number_is_named_with_its_column(scene: Scene, figure: str) -> None:
    line = f"{scene.alpha.convention.reference};2022;{figure};personnes;100;Réunion;;"
    sent = SimpleUploadedFile("q.csv", f"{HEADERS}\n{line}\n".encode())
    answer = signed_in(scene.ems).post(
        reverse("backoffice:exchange_kind", args=["quotas"]), {"file": sent}, follow=True
    )
    assert "colonne « carnets »" in answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.django_db
def test_the_form_of_a_quota_never_writes_the_quota_of_another_year(scene: Scene) -> None:
    client = signed_in(scene.ems)
    values = {
        "convention": scene.alpha.convention.pk,
        "year": "2022",
        "booklets": "10",
        "basis": "personnes",
        "basis_figure": "100",
        "basis_source": "Réunion",
        "received_booklets": "0",
    }
    client.post(reverse("quotas:add"), values)
    row = Quota.objects.get()
    page = client.get(reverse("quotas:edit", args=[row.pk]))
    seen = page.context["form"].initial["seen"]
    changes = {"year": "2023", "booklets": "12", "basis_figure": "120", "seen": seen}
    client.post(reverse("quotas:edit", args=[row.pk]), values | changes)
    # The basis is corrected; a number changes by a revision, which asks why.
    assert list(Quota.objects.values_list("year", "booklets", "basis_figure")) == [(2022, 10, 120)]
    assert row.revisions.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value"), [("year", "0"), ("year", "2030")])
def test_what_the_service_refuses_is_said_on_the_form_of_the_quota(scene: Scene, name: str, value: str) -> None:
    values = {
        "convention": scene.alpha.convention.pk,
        "year": "2022",
        "booklets": "10",
        "basis": "personnes",
        "basis_figure": "100",
        "basis_source": "Réunion",
        "received_booklets": "0",
    }
    answer = signed_in(scene.ems).post(reverse("quotas:add"), values | {name: value})
    assert answer.status_code == 200
    assert name in answer.context["form"].errors
    assert not Quota.objects.exists()
