"""Files that are not what they say, or hold more than they should: refused in words, nothing written."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from passnum.core.errors import InvalidInput
from passnum.distribution.models import Attribution
from passnum.exchange.enums import ImportState, Kind
from passnum.exchange.models import TableImport
from tests.exchange.files import GOOD, as_csv, attribution, headers, sent
from tests.quotas.stock import brought
from tests.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def stocked(scene: Scene) -> Scene:
    brought(scene.ems, scene.alpha, 1, 20)
    return scene


def workbook(scene: Scene, *, merge: str = "", formula: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(headers(Kind.ATTRIBUTIONS))
    for number in (1, 2):
        row = attribution(scene.alpha, f"EMS-{number:06d}")
        sheet.append([row.get(name, "") for name in headers(Kind.ATTRIBUTIONS)])
    if merge:
        sheet.merge_cells(merge)
    if formula:
        sheet["B2"] = formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refused(scene: Scene, data: bytes, name: str) -> str:
    """What is said, at the door or after reading."""
    house = scene.alpha
    try:
        row = sent(house.intervenant, Kind.ATTRIBUTIONS, house.partner, data, name)
    except InvalidInput as error:
        return error.message
    assert row.state == ImportState.REFUSE
    assert not Attribution.objects.exists()
    return row.message or " ".join(one.message for one in row.problems.all())


def test_the_remedy_is_a_format_that_is_received_here(stocked: Scene) -> None:
    for name in ("l.csv", "l.xlsx"):
        said = refused(stocked, b"MZ\x90\x00 un programme", name)
        assert "PDF" not in said
    assert "CSV" in refused(stocked, b"PK\x03\x04 un classeur", "l.csv")


def test_a_true_workbook_is_understood(stocked: Scene) -> None:
    house = stocked.alpha
    row = sent(house.intervenant, Kind.ATTRIBUTIONS, house.partner, workbook(stocked), "l.xlsx")
    assert (row.state, row.created) == (ImportState.A_CONFIRMER, 2)


def test_merged_cells_and_formulas_are_named(stocked: Scene) -> None:
    assert "E2:E3" in refused(stocked, workbook(stocked, merge="E2:E3"), "l.xlsx")
    assert "formule" in refused(stocked, workbook(stocked, formula="=TODAY()"), "l.xlsx")


@pytest.mark.parametrize("lost", [8, 30, 300, 1000])
def test_a_file_cut_in_the_middle_writes_nothing(stocked: Scene, lost: int) -> None:
    rows = [attribution(stocked.alpha, f"EMS-{n:06d}") for n in range(1, 21)]
    data = as_csv(Kind.ATTRIBUTIONS, rows)
    assert refused(stocked, data[:-lost], "l.csv")
    assert refused(stocked, workbook(stocked)[:-lost], "l.xlsx")


def test_a_file_cut_inside_a_letter_or_a_quote_is_said_to_be_cut(stocked: Scene) -> None:
    row = as_csv(Kind.ATTRIBUTIONS, [attribution(stocked.alpha, "EMS-000001", commune="Hœnheim")])
    assert "coupé" in refused(stocked, row[: row.rindex("œ".encode()) + 1], "l.csv")
    assert refused(stocked, row + b'"EMS-000002;', "l.csv")


def test_a_zipped_bomb_and_a_far_cell_are_refused_before_reading(stocked: Scene) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("xl/worksheets/sheet1.xml", b"0" * (250 << 20))
    assert refused(stocked, bomb.getvalue(), "l.xlsx")
    book = Workbook()
    assert book.active is not None
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    assert refused(stocked, out.getvalue(), "l.xlsx")
    assert not TableImport.objects.exists()


def test_more_than_twenty_megabytes_are_refused(stocked: Scene) -> None:
    assert "20" in refused(stocked, b"a;b\n" * (6 << 20), "l.csv")


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02", b"numero_de_carnet\n", b";;;\n;;;\n", b"\xff\xfe\x00a", b"PK\x03\x04rien", b'"' * 1000],
)
def test_what_is_no_table_is_refused_in_words(stocked: Scene, data: bytes) -> None:
    for name in ("l.csv", "l.xlsx", "l.ods"):
        assert len(refused(stocked, data, name)) > 10


def test_a_formula_in_a_csv_is_a_value_like_another(stocked: Scene) -> None:
    cells = {"numero_de_carnet": "=1+1", "lieu": "@SUM(A1)", **{k: v for k, v in GOOD.items() if k != "sexe"}}
    said = refused(stocked, as_csv(Kind.ATTRIBUTIONS, [{**cells, "sexe": "=cmd|' /C calc'!A0"}]), "l.csv")
    assert "numéro de carnet" in said
