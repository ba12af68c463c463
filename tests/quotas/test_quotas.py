"""Quotas: basis, cap of the programme, import in two steps, export."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from passnum.core.errors import InvalidInput, NotAllowed
from passnum.core.tables import read_table, write_csv, write_xlsx
from passnum.quotas.models import Quota
from passnum.quotas.resources import WholeNumber
from passnum.quotas.services import QuotaValues, booklets_left_in_programme, set_quota
from tests.scene import House, Scene, signed_in, signed_in_afresh

pytestmark = pytest.mark.django_db
HEAD = "reference_convention;exercice;carnets;base;chiffre_retenu;source;reunion_de_lancement;carnets_livres"


def values(house: House, **changes: Any) -> QuotaValues:
    given = {"year": 2022, "booklets": 100, "basis": "personnes", "basis_figure": 900, "basis_source": "Rapport"}
    return QuotaValues(convention=house.convention, **(given | changes))


def test_a_quota_is_set_then_revised(scene: Scene) -> None:
    set_quota(actor=scene.ems, values=values(scene.alpha))
    set_quota(actor=scene.ems, values=values(scene.alpha, booklets=120))
    assert Quota.objects.get(convention=scene.alpha.convention).booklets == 120


def test_no_sum_of_quotas_passes_the_programme(scene: Scene) -> None:
    set_quota(actor=scene.ems, values=values(scene.alpha, booklets=2990))
    with pytest.raises(InvalidInput, match="il en reste 10"):
        set_quota(actor=scene.ems, values=values(scene.beta, booklets=11))
    set_quota(actor=scene.ems, values=values(scene.beta, booklets=10))
    assert booklets_left_in_programme() == 0


def test_a_quota_outside_the_years_of_the_convention_is_refused(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="2024 n’est pas dans la convention"):
        set_quota(actor=scene.ems, values=values(scene.alpha, year=2024))


def test_partners_set_no_quota(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        set_quota(actor=scene.alpha.president, values=values(scene.alpha))


def send(client: Client, text: str, name: str = "quotas.csv", encoding: str = "utf-8") -> Any:
    upload = SimpleUploadedFile(name, text.encode(encoding))
    return client.post(reverse("backoffice:exchange_kind", args=["quotas"]), {"file": upload}, follow=True)


def rows(scene: Scene, *lines: str) -> str:
    return "\n".join([HEAD, *(line.replace("A", scene.alpha.convention.reference, 1) for line in lines)])


def confirm(client: Client, answer: Any) -> Any:
    return client.post(answer.request["PATH_INFO"], {"action": "confirmer"}, follow=True)


def test_an_import_shows_what_it_would_do_and_writes_only_once_confirmed(scene: Scene) -> None:
    client = signed_in(scene.ems)
    answer = send(client, rows(scene, "A;2022;100;personnes;900;Réunion;15/07/2021;80"))
    assert "À créer" in answer.content.decode()
    assert not Quota.objects.exists()
    done = confirm(client, answer)
    assert "1 ligne créée" in done.content.decode().replace("\xa0", " ")
    assert Quota.objects.get().received_booklets == 80


def test_the_same_preview_is_not_confirmed_twice(scene: Scene) -> None:
    client = signed_in(scene.ems)
    answer = send(client, rows(scene, "A;2022;100;personnes;900;x;;0"))
    confirm(client, answer)
    Quota.objects.all().update(booklets=7)
    assert "ne se confirme plus" in confirm(client, answer).content.decode()
    assert Quota.objects.get().booklets == 7


def test_one_wrong_line_refuses_all_and_names_line_column_and_value(scene: Scene) -> None:
    client = signed_in(scene.ems)
    text = rows(
        scene,
        "A;2022;100;personnes;900;x;;0",
        "INCONNUE;2022;100;personnes;900;x;;0",
        "A;2023;douze;personnes;900;x;;0",
        "A;2021;10;revenu;900;x;;0",
    )
    answer = send(client, text)
    body = answer.content.decode()
    for words in ("Ligne 3", "aucune convention « INCONNUE »", "Ligne 4", "« douze »", "Ligne 5", "« revenu »"):
        assert words in body.replace("\xa0", " ").replace("\u202f", " ")
    assert 'value="confirmer"' not in body
    assert not Quota.objects.exists()


def test_an_import_that_passes_the_cap_is_refused_before_it_is_confirmed(scene: Scene) -> None:
    answer = send(
        signed_in(scene.ems),
        rows(scene, "A;2021;2000;personnes;900;x;;0", "A;2022;2000;personnes;900;x;;0"),
    )
    assert "dépasseraient le programme" in answer.content.decode()
    assert not Quota.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "est vide"),
        ("a;b\n1;2", "Il manque des colonnes"),
        (HEAD, "aucune ligne"),
        (f"{HEAD}\nX;2022;1;personnes;1;x;;0\nX;2022;1;personnes;1;x;;0", "déjà à la ligne 2"),
        (f"{HEAD}\nX;2022;1;personnes;1;x;;0\nX;2022,0;1;personnes;1;x;;0", "déjà à la ligne 2"),
    ],
)
def test_a_file_that_is_not_a_table_of_quotas_says_what_to_do(scene: Scene, text: str, words: str) -> None:
    answer = send(signed_in(scene.ems), text)
    assert words in answer.content.decode().replace("\xa0", " ")
    assert not Quota.objects.exists()


def test_windows_1252_and_commas_are_read_too(scene: Scene) -> None:
    text = rows(scene, "A;2022;100;personnes;900;Réunion été;;0").replace(";", ",")
    answer = send(signed_in(scene.ems), text, encoding="cp1252")
    assert "Réunion été" in answer.content.decode()


def test_exports_give_back_what_the_import_takes(scene: Scene) -> None:
    set_quota(actor=scene.ems, values=values(scene.alpha, basis_source="=cmd|' /C calc'!A0"))
    client = signed_in_afresh(scene.ems)
    for extension in ("csv", "xlsx"):
        answer = client.get(reverse("backoffice:exchange_export", args=["quotas", extension]))
        dataset = read_table(b"".join(answer.streaming_content), extension)
        assert dataset.dict[0]["source"] == "=cmd|' /C calc'!A0"


FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("x")', "=cmd|' /C calc'!A0",
    "-2+3+cmd|'!A0'", "＝1+1", "＋1+1", "－1+1", "＠SUM(A1)", '=1+1";=2', "=1;=2\r\n=3", "'=1+1",
]  # fmt: skip


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_of_an_export_begins_like_a_formula(cell: str) -> None:
    import csv
    import io

    text = write_csv(["a"], [[cell]]).decode("utf-8-sig")
    [_, line] = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert len(line) == 1
    assert line[0].startswith("'")
    assert read_table(text.encode(), "csv").dict == [{"a": cell}]


@pytest.mark.parametrize("cell", ["-5", "+33 3 88 00 00 00", "-12,5"])
def test_numbers_and_phone_numbers_are_left_alone(cell: str) -> None:
    assert f'"{cell}"'.encode() in write_csv(["a"], [[cell]])


def test_cells_of_a_spreadsheet_are_text_and_never_formulas() -> None:
    import io

    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(write_xlsx(["a"], [[cell] for cell in FORMULAS]))).active
    assert sheet is not None
    assert {row[0].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}


def test_a_real_formula_in_a_spreadsheet_is_refused_with_what_to_do() -> None:
    import io

    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.append(["a"])
    book.active.append(["=1+1"])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(InvalidInput, match="formule"):
        read_table(out.getvalue(), "xlsx")


@pytest.mark.parametrize(
    ("cell", "read"),
    [("2022.0", 2022), ("2022,00", 2022), ("1 440", 1440), ("1\u202f440", 1440), (2022.0, 2022)],
)
def test_a_figure_is_read_as_spreadsheets_write_it(cell: object, read: int) -> None:
    assert WholeNumber("exercice").clean(cell) == read


@pytest.mark.parametrize("cell", ["1,000", "1.440", "2022,5", "²"])
def test_a_figure_that_could_mean_two_things_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="n’est pas un nombre entier"):
        WholeNumber("carnets").clean(cell)


def test_an_export_asks_for_the_password_again(scene: Scene) -> None:
    client = signed_in(scene.ems)
    asked = client.get(reverse("backoffice:exchange_export", args=["quotas", "csv"]))
    assert asked.status_code == 302
    assert asked["Location"].startswith("/compte/reauthenticate/")
