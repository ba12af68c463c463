"""Tables that people send are read as they see them, whatever their program writes."""

from __future__ import annotations

import pytest

from passnum.core import tables
from passnum.core.errors import InvalidInput
from passnum.core.tables import read_table
from tests.core import benign_files as benign

SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def ods(*rows: str) -> bytes:
    content = f"<office:document-content{SPACES}><table:table>{''.join(rows)}</table:table></office:document-content>"
    return benign.with_part(benign.ods(), "content.xml", content)


def row(*cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def word(text: str, repeated: int = 1) -> str:
    value = f' office:value-type="string" table:number-columns-repeated="{repeated}"'
    return f"<table:table-cell{value}><text:p>{text}</text:p></table:table-cell>"


def typed(kind: str, attribute: str, value: str) -> str:
    cell = f'<table:table-cell office:value-type="{kind}" office:{attribute}="{value}">'
    return f"{cell}<text:p>?</text:p></table:table-cell>"


def empty(repeated: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{repeated}"/>'


HEAD = row(word("a"), word("b"), word("c"), word("d"))


def test_equal_cells_side_by_side_are_all_read() -> None:
    assert read_table(ods(HEAD, row(word("x", 3), word("y"))), "ods")[0] == ("x", "x", "x", "y")


def test_empty_cells_between_others_keep_their_places() -> None:
    assert read_table(ods(HEAD, row(word("x"), empty(2), word("y"), empty(16_380))), "ods")[0] == ("x", "", "", "y")


def test_equal_rows_are_all_read_and_the_empty_rest_is_not() -> None:
    dataset = read_table(ods(HEAD, row(word("x"), repeated=3), row(empty(16_384), repeated=1_048_572)), "ods")
    assert len(dataset) == 3


def test_values_are_read_rather_than_their_looks() -> None:
    cells = (
        typed("float", "value", "12.0"),
        typed("date", "date-value", "2023-09-18"),
        typed("percentage", "value", "0.5"),
    )
    assert read_table(ods(HEAD, row(*cells)), "ods")[0] == ("12", "2023-09-18", "0.5", "")


def test_only_the_first_table_is_read() -> None:
    content = ods(HEAD, row(word("x")), "</table:table><table:table>", row(word("y")))
    assert read_table(content, "ods").dict == [{"a": "x", "b": "", "c": "", "d": ""}]


def xlsx(rows: str, dimension: str) -> bytes:
    return benign.with_part(benign.xlsx(), "xl/worksheets/sheet1.xml", benign.sheet_xml(rows, dimension))


def test_rows_beyond_the_declared_dimension_are_read() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 6))
    assert len(read_table(xlsx(rows, "A1:A2"), "xlsx")) == 4


def test_a_declared_dimension_makes_up_no_row() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="A9"><v>2</v></c></row>'
    assert read_table(xlsx(rows, "A1:XFD1048576"), "xlsx").dict == [{"1": "2"}]


@pytest.mark.parametrize("extension", ["ods", "xlsx"])
def test_a_table_that_cannot_be_read_says_what_to_do(extension: str) -> None:
    with pytest.raises(InvalidInput, match="Partez du fichier modèle"):
        read_table(b"PK\x03\x04", extension)


def test_a_table_with_nothing_under_its_titles_or_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for nothing in (b"a;b\n", b"a;b\n;\n;\n", b";\n"):
        with pytest.raises(InvalidInput, match="aucune ligne"):
            read_table(nothing, "csv")
    monkeypatch.setattr(tables, "MAX_ROWS", 3)
    assert len(read_table(b"a;b\n1;2\n3;4\n", "csv")) == 2
    with pytest.raises(InvalidInput, match="plus de 3"):
        read_table(b"a;b\n1;2\n3;4\n5;6\n", "csv")
