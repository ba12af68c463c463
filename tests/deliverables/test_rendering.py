"""The compiled dossier as a file: standards, attachments, literal text, French typography."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pikepdf
import pytest

from passnum.deliverables.content import (
    AttachmentContent,
    DossierContent,
    IndicatorRow,
    IndicatorTable,
    KeyFigure,
    SurveyResult,
)
from passnum.deliverables.rendering import render_dossier, render_signature_note
from passnum.deliverables.richtext_blocks import blocks_of

MOMENT = datetime(2023, 9, 18, 10, 0, tzinfo=UTC)


def content(**changes: object) -> DossierContent:
    rows = [IndicatorRow("Femmes", 60, 50), IndicatorRow("Hommes", 40, 30), IndicatorRow("Non renseigné", 0, None)]
    values: dict[str, object] = {
        "partner_name": "Structure d’essai",
        "representative_title": "Présidente",
        "representative_name": None,
        "convention_title": "Convention de partenariat",
        "convention_reference": "PN-2021-ESSAI",
        "year": 2022,
        "first_day": date(2022, 1, 1),
        "last_day": date(2022, 12, 31),
        "version": 1,
        "due_on": date(2023, 10, 30),
        "due_explanation": "comité du 30/11/2023 − 1 mois calendaire = 30/10/2023",
        "committee_on": date(2023, 11, 30),
        "figures": [KeyFigure("Carnets remis", 1200, "carnets", 900)],
        "actions_html": "<p>Des ateliers</p>",
        "projects_html": "<ul><li>Un projet</li></ul>",
        "tables": [IndicatorTable("sex", "Sexe", "personnes", 100, rows, True)],
        "indicator_comment_html": "",
        "survey": SurveyResult("Papier", 100, 40, 20, 10, 5, 3, 2, ""),
        "attachments": [],
    }
    return DossierContent(**(values | changes))  # type: ignore[arg-type]


def attachment(name: str, data: bytes) -> AttachmentContent:
    digest = hashlib.sha256(data).hexdigest()
    return AttachmentContent(name, "Enquête", "text/csv", len(data), digest, "Pièce jointe", data)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def test_the_file_is_at_once_pdf_a_3a_and_pdf_ua_1() -> None:
    with opened(render_dossier(content(), timestamp=MOMENT)) as pdf:
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        assert str(pdf.Root.Lang) == "fr-FR"


def test_the_same_content_gives_the_same_bytes() -> None:
    assert render_dossier(content(), timestamp=MOMENT) == render_dossier(content(), timestamp=MOMENT)


def test_attachments_are_embedded_byte_for_byte() -> None:
    data = b"a;b\n1;2\n"
    with opened(render_dossier(content(attachments=[attachment("r.csv", data)]), timestamp=MOMENT)) as pdf:
        files = {spec.filename or name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
    assert data in files.values()
    assert "r.csv" in files
    assert any(name.endswith("donnees.json") for name in files)


@pytest.mark.parametrize(
    "text",
    [
        '#eval("1+1")',
        "$x^2$ *gras* _italique_ @ref <label>",
        "=== titre\n- liste\n/ terme: x",
        "\\u{202e} \u202e renversé",
        "emoji 🙂 漢字 العربية עברית",
        "\x00\x01\x02 contrôles \x7f",
        "a" * 3000,
        "'; DROP TABLE x; --",
        "{{ 7*7 }} {% if %} ${7*7}",
    ],
)
def test_hostile_text_is_printed_and_breaks_nothing(text: str) -> None:
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    changed = content(
        partner_name=text[:200] or "x", actions_html=f"<p>{safe}</p>", attachments=[attachment("x.csv", b"1")]
    )
    assert render_dossier(changed, timestamp=MOMENT).startswith(b"%PDF")


def test_nothing_is_divided_by_zero_when_there_is_nobody() -> None:
    empty = content(
        figures=[KeyFigure("Carnets remis", 0, "carnets")],
        tables=[IndicatorTable("sex", "Sexe", "personnes", 0, [IndicatorRow("Femmes", 0)], True)],
        survey=SurveyResult("", None, 0, 0, 0, 0, 0, 0, ""),
        actions_html="",
        projects_html="",
        due_on=None,
        committee_on=None,
    )
    assert render_dossier(empty, timestamp=MOMENT).startswith(b"%PDF")


def test_a_long_table_takes_a_fraction_of_a_second() -> None:
    import time

    rows = [IndicatorRow(f"Modalité {n}", n) for n in range(700)]
    tables = [
        IndicatorTable(f"t{k}", f"Tableau {k}", "personnes", 700, rows[k * 70 : k * 70 + 70], True) for k in range(10)
    ]
    start = time.perf_counter()
    render_dossier(content(tables=tables), timestamp=MOMENT)
    assert time.perf_counter() - start < 5


def test_two_attachments_of_the_same_name_are_both_kept() -> None:
    both = [attachment("r.csv", b"un"), attachment("r.csv", b"deux")]
    with opened(render_dossier(content(attachments=both), timestamp=MOMENT)) as pdf:
        found = [spec.get_file().read_bytes() for _, spec in pdf.attachments.items()]
    assert b"un" in found
    assert b"deux" in found


def test_the_note_for_the_signature_book_is_one_page_with_the_digest() -> None:
    note = render_signature_note(
        content(), timestamp=MOMENT, sha256="ab" * 32, link="http://127.0.0.1/espace/", risks=["En retard."]
    )
    with opened(note) as pdf:
        assert len(pdf.pages) == 1


def test_rich_text_becomes_blocks_and_runs() -> None:
    assert blocks_of("<p>Un <strong>mot</strong></p><ul><li>a</li><li>b</li></ul>") == [
        {"kind": "paragraph", "runs": [{"text": "Un "}, {"text": "mot", "strong": True}]},
        {"kind": "bullets", "items": [[{"text": "a"}], [{"text": "b"}]]},
    ]


def test_a_newer_version_does_not_have_the_same_bytes() -> None:
    first = content()
    assert render_dossier(first, timestamp=MOMENT) != render_dossier(replace(first, version=2), timestamp=MOMENT)
