"""Rows of spreadsheets as programs really write them, and as nobody should."""

from __future__ import annotations

import io
import random
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest

from passnum.core import xlsx_book
from passnum.core.errors import InvalidInput
from passnum.core.table_rows import stream_rows
from passnum.core.table_writing import WRITERS
from passnum.core.xml_pieces import PIECE
from tests.core import benign_files as benign
from tests.core.test_tables import HEAD, empty, ods, row, word

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(data: bytes, extension: str) -> list[tuple[int, list[str]]]:
    return list(stream_rows(io.BytesIO(data), extension))


def xlsx(rows: str, *, before: str = "", space: str = MAIN) -> bytes:
    return benign.with_part(
        benign.xlsx(), SHEET, f'<worksheet xmlns="{space}">{before}<sheetData>{rows}</sheetData></worksheet>'
    )


def with_shared(data: bytes, texts: str) -> bytes:
    data = benign.with_part(data, "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{texts}</sst>')
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        relations = container.read("xl/_rels/workbook.xml.rels").decode()
    more = f'<Relationship Id="rId90" Type="{benign.RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    return benign.with_part(
        data, "xl/_rels/workbook.xml.rels", relations.replace("</Relationships>", f"{more}</Relationships>")
    )


def with_styles(data: bytes, formats: str, cells: str) -> bytes:
    styles = f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'
    return benign.with_part(data, "xl/styles.xml", styles)


def cells(*inside: str, number: int = 1) -> str:
    return f'<row r="{number}">{"".join(inside)}</row>'


def test_shared_texts_are_read_with_their_runs_and_without_their_phonetic_guides() -> None:
    texts = (
        "<si><t>un</t></si><si><r><t>Hœn</t></r><r><t>heim</t></r><rPh sb='0' eb='1'><t>guide</t></rPh></si>"
        "<si><t>a_x000D_b</t></si>"
    )
    found = read(with_shared(xlsx(cells(*(f'<c t="s"><v>{n}</v></c>' for n in (1, 0, 2)))), texts), "xlsx")
    assert found == [(1, ["Hœnheim", "un", "a\rb"])]


def test_days_are_read_whatever_their_format_and_numbers_stay_numbers() -> None:
    formats = '<numFmt numFmtId="170" formatCode="[$-40C]d mmmm yyyy"/><numFmt numFmtId="171" formatCode="0.00"/>'
    styles = '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="22"/>'
    rows = cells(
        *(f'<c s="{s}"><v>{v}</v></c>' for s, v in ((1, 44999), (2, 44999), (3, 44999), (4, 44999.5), (0, "1E+12"))),
        '<c t="d"><v>2023-03-14</v></c><c t="b"><v>1</v></c><c s="1"><v>1E+300</v></c>',
    )
    found = read(with_styles(xlsx(rows), formats, styles), "xlsx")[0][1]
    assert found[:7] == [
        "2023-03-14",
        "2023-03-14",
        "44999",
        "2023-03-14 12:00:00",
        "1000000000000",
        "2023-03-14",
        "vrai",
    ]


def test_a_workbook_of_the_strict_kind_is_read() -> None:
    space = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    assert read(xlsx(cells('<c r="B1"><v>7</v></c>'), space=space), "xlsx") == [(1, ["", "7"])]


def test_the_first_visible_sheet_is_the_one_that_is_read() -> None:
    data = xlsx(cells("<c><v>1</v></c>"))
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        book = container.read("xl/workbook.xml").decode()
    second = benign.sheet_xml(cells("<c><v>2</v></c>"))
    hidden = benign.with_part(data, "xl/worksheets/sheet2.xml", second)
    hidden = benign.with_part(hidden, "xl/workbook.xml", book.replace('state="visible"', 'state="hidden"', 1))
    assert (read(data, "xlsx"), read(hidden, "xlsx")) == ([(1, ["1"])], [(1, ["2"])])


def test_a_hidden_table_of_an_ods_is_left_out() -> None:
    style = '<style:style style:name="t1"><style:table-properties table:display="false"/></style:style>'
    content = (
        '<office:document-content xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
        + "".join(
            f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
        )
        + f'>{style}<table:table table:style-name="t1">{row(word("caché"))}</table:table>'
        f"<table:table>{row(word('vu'))}</table:table></office:document-content>"
    )
    assert read(benign.with_part(benign.ods(), "content.xml", content), "ods") == [(1, ["vu"])]


@pytest.mark.parametrize(
    "rows",
    [
        cells("<c><v>1</v></c>") + cells("<c><v>2</v></c>"),
        cells("<c><v>1</v></c>", number=5) + cells("<c><v>2</v></c>", number=3),
        cells('<c t="s"><v>-1</v></c>'),
        cells('<c t="s"><v>9</v></c>'),
        cells('<c r="AAAA1"><v>1</v></c>'),
        cells('<c r="é1"><v>1</v></c>'),
        "<row r='x'/>",
    ],
)
def test_rows_that_do_not_follow_each_other_or_point_nowhere_are_refused(rows: str) -> None:
    with pytest.raises(InvalidInput):
        read(xlsx(rows), "xlsx")


def test_a_formula_is_named_by_its_cell() -> None:
    with pytest.raises(InvalidInput, match=r"B1, =TODAY\(\)"):
        read(xlsx(cells('<c r="B1"><f>TODAY()</f><v>1</v></c>')), "xlsx")


def test_a_table_inside_a_cell_is_refused() -> None:
    nested = f"<table:table-cell><table:table>{row(word('x'))}</table:table></table:table-cell>"
    with pytest.raises(InvalidInput):
        read(ods(HEAD, row(nested), row(word("y"))), "ods")


def test_spaces_and_line_ends_of_an_ods_are_kept_and_a_million_spaces_are_not_made() -> None:
    told = word("a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d")
    assert read(ods(row(told)), "ods") == [(1, ["a  b\tc\nd"])]
    assert len(read(ods(row(word("a<text:s text:c='1000000000'/>"))), "ods")[0][1][0]) < 1000


def _noise(size: int) -> str:
    draw = random.Random(7)
    return "".join(f"<x{draw.randrange(10**6)}/>" for _ in range(size))


@pytest.mark.parametrize("where", ["before", "row", "cell"])
def test_what_a_sheet_holds_beside_its_cells_is_not_kept_in_memory(where: str) -> None:
    noise = _noise(600_000)
    data = {
        "before": lambda: xlsx(cells("<c><v>1</v></c>"), before=noise),
        "row": lambda: xlsx(cells(noise)),
        "cell": lambda: xlsx(cells(f"<c>{noise}</c>")),
    }[where]()
    with pytest.raises(InvalidInput):
        read(data, "xlsx")


def test_too_many_distinct_texts_are_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_book, "MOST_TEXTS", 3)
    data = with_shared(xlsx(cells("<c><v>1</v></c>")), "<si><t>a</t></si>" * 4)
    with pytest.raises(InvalidInput, match="CSV"):
        read(data, "xlsx")


def _lines(number: int) -> Iterator[list[str]]:
    for n in range(number):
        yield [f"EMS-{n:06}", "14/03/2023", "Maison", "Bischheim", "formation", "45_59", "femme"]


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_memory_does_not_grow_with_the_rows_read_nor_written(extension: str) -> None:
    most = []
    for number in (3_000, 9_000):
        out = io.BytesIO()
        WRITERS[extension][0](["a"] * 7, _lines(number), out)
        out.seek(0)
        tracemalloc.start()
        assert sum(1 for _ in stream_rows(out, extension)) == number + 1
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert most[1] < most[0] * 1.3 + 200_000


def test_every_text_of_an_xlsx_is_typed_as_text() -> None:
    out = io.BytesIO()
    WRITERS["xlsx"][0](["a", "b", "c"], [["45_59", 3, "07"], ["12", 4, "1E5"]], out)
    with zipfile.ZipFile(out) as container:
        sheet = container.read(SHEET).decode()
    assert (sheet.count('t="inlineStr"'), sheet.count("<v>")) == (7, 2)


TROUBLE = [
    "45_59",
    "1E5",
    "-5",
    "+33 3 88 00 00 00",
    "@nom",
    "=1+1",
    "\t=1",
    "＝1",
    "'=x",
    "''",
    " a  b ",
    "a\nb",
    "é€œ ",
    "07",
]


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_what_is_written_is_read_again_as_it_was(extension: str) -> None:
    out = io.BytesIO()
    WRITERS[extension][0](["a", "b"], [[text, 12] for text in TROUBLE], out)
    assert [found for _, found in read(out.getvalue(), extension)][1:] == [[text, "12"] for text in TROUBLE]


@pytest.mark.parametrize(
    "data",
    [
        b"a\tb\n1\t2\n",
        b"sep=,\na,b\n1,2\n",
        b"Un titre\n\na;b\n1;2\n",
        b"a;b\r1;2\r",
        "a;b\n1;2\n".encode("utf-8-sig"),
        b'"a","b"\n"1","2"\n',
    ],
)
def test_a_csv_is_understood_whatever_separates_its_cells_and_its_lines(data: bytes) -> None:
    assert [found for _, found in read(data, "csv")][-2:] == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a;b\n" + b"x" * 200_000 + b";1\n", "démesurée"),
        (b'a;b\n"x;1\n', "guillemets"),
        (b";".join([b"a"] * 10_000) + b"\n", "colonnes"),
        (b"a;b;c\n1;2\n", "coupé"),
        (b"Titre\na;b;c\n1;2\n", "coupé"),
    ],
)
def test_a_csv_that_cannot_be_read_says_why(data: bytes, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        read(data, "csv")


def test_an_empty_cell_repeated_far_makes_no_column() -> None:
    assert read(ods(row(word("a"), empty(16_383))), "ods") == [(1, ["a"])]


@pytest.mark.parametrize("number", [1_048_577, 10**12, 10**30])
def test_a_row_number_that_no_spreadsheet_has_is_refused(number: int) -> None:
    with pytest.raises(InvalidInput, match="très loin"):
        read(xlsx(cells('<c r="A2"><v>1</v></c>', number=number)), "xlsx")
    with pytest.raises(InvalidInput, match="très loin"):
        read(ods(row(empty(1), repeated=number), row(word("a"))), "ods")


@pytest.mark.parametrize("times", [1_001, 10**9, 10**30])
def test_a_value_said_to_be_repeated_is_not_made_a_thousand_million_times(times: int) -> None:
    for line in (row(word("a", times)), row(empty(times), word("a"))):
        tracemalloc.start()
        with pytest.raises(InvalidInput):
            read(ods(line), "ods")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 10_000_000


def test_merged_cells_are_named_whatever_quotes_surround_them() -> None:
    sheet = f"<worksheet xmlns='{MAIN}'><sheetData>{cells('<c><v>1</v></c>')}</sheetData>"
    data = benign.with_part(
        benign.xlsx(), SHEET, f"{sheet}<mergeCells><mergeCell ref='E2:E3'/></mergeCells></worksheet>"
    )
    with pytest.raises(InvalidInput, match="E2:E3"):
        read(data, "xlsx")


def test_columns_without_anything_in_them_are_left_out_however_many() -> None:
    assert read(b"a;b" + b";" * 1_000_000 + b"\n1;2" + b";" * 1_000_000 + b"\n", "csv")[1][1][:3] == ["1", "2", ""]


def test_a_last_letter_of_windows_is_no_sign_of_a_file_cut_short() -> None:
    assert read(b"a;b\n1;caf\xe9", "csv")[1] == (2, ["1", "café"])
    with pytest.raises(InvalidInput, match="coupé"):
        read("a;b\né;café".encode()[:-1], "csv")


def test_merged_cells_and_formulas_of_an_ods_are_named_by_their_line() -> None:
    merged = word("x").replace("<table:table-cell", '<table:table-cell table:number-columns-spanned="2"')
    with pytest.raises(InvalidInput, match=r"fusionnées \(ligne 2\)"):
        read(ods(HEAD, row(merged, "<table:covered-table-cell/>")), "ods")
    computed = word("3").replace("<table:table-cell", '<table:table-cell table:formula="of:=1+2"')
    with pytest.raises(InvalidInput, match=r"formule \(ligne 2, of:=1\+2\)"):
        read(ods(HEAD, row(computed)), "ods")


def test_merged_cells_are_seen_between_two_pieces_of_the_sheet() -> None:
    for before in range(0, 60, 7):
        rows = cells("<c><v>1</v></c>")
        start = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>'
        fill = " " * (PIECE - len(start) - before)
        sheet = f'{start}{fill}<mergeCells><mergeCell ref="E2:E3"/></mergeCells></worksheet>'
        with pytest.raises(InvalidInput, match="E2:E3"):
            read(benign.with_part(benign.xlsx(), SHEET, sheet), "xlsx")


def test_few_but_endless_texts_are_refused_as_many_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_book, "MOST_CHARACTERS", 10)
    data = with_shared(xlsx(cells("<c><v>1</v></c>")), "<si><t>abcdefghijk</t></si>")
    with pytest.raises(InvalidInput, match="CSV"):
        read(data, "xlsx")


def test_days_of_a_workbook_of_a_mac_and_hours_without_a_day_are_read() -> None:
    told = with_styles(xlsx(cells('<c s="0"><v>43537</v></c><c s="0"><v>0.5</v></c>')), "", '<xf numFmtId="14"/>')
    assert read(told, "xlsx")[0][1] == ["2019-03-13", "12:00:00"]
    with zipfile.ZipFile(io.BytesIO(told)) as container:
        book = container.read("xl/workbook.xml").decode()
    mac = book.replace("<workbookPr", '<workbookPr date1904="1"', 1)
    assert mac != book
    assert read(benign.with_part(told, "xl/workbook.xml", mac), "xlsx")[0][1][0] == "2023-03-14"


def test_a_workbook_whose_list_of_sheets_is_endless_is_refused() -> None:
    data = xlsx(cells("<c><v>1</v></c>"))
    assert read(data, "xlsx") == [(1, ["1"])]
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        book = container.read("xl/workbook.xml").decode()
    with pytest.raises(InvalidInput, match="n’est pas lisible"):
        read(benign.with_part(data, "xl/workbook.xml", book + " " * (5 << 20)), "xlsx")


def test_signs_that_no_text_can_hold_are_left_out_of_what_is_read_and_written() -> None:
    data = with_shared(xlsx(cells('<c t="s"><v>0</v></c>')), "<si><t>a_x0000__xD800__xFFFF_b</t></si>")
    assert read(data, "xlsx") == [(1, ["ab"])]
    for extension in ("xlsx", "ods"):
        out = io.BytesIO()
        WRITERS[extension][0](["a"], [["a\x00\x0b\ud800\uffffb"]], out)
        assert read(out.getvalue(), extension)[1] == (2, ["ab"])
