"""The compiled dossier as a file: standards, attachments, literal text, what cannot be drawn."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from passnum.deliverables.content import IndicatorRow, IndicatorTable, KeyFigure, SurveyResult
from passnum.deliverables.rendering import render_dossier
from tests.deliverables.content_examples import MOMENT, attachment, content, files_of, opened, pages_of, text_of


def test_the_file_is_at_once_pdf_a_3a_and_pdf_ua_1() -> None:
    with opened(render_dossier(content(), timestamp=MOMENT)) as pdf:
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        assert str(pdf.Root.Lang) == "fr-FR"


def test_the_same_content_gives_the_same_bytes() -> None:
    assert render_dossier(content(), timestamp=MOMENT) == render_dossier(content(), timestamp=MOMENT)


def test_a_newer_version_does_not_have_the_same_bytes() -> None:
    first = content()
    assert render_dossier(first, timestamp=MOMENT) != render_dossier(replace(first, version=2), timestamp=MOMENT)


def test_attachments_are_embedded_byte_for_byte_under_their_own_names() -> None:
    data = b"a;b\n1;2\n"
    name = "Bilan « été » d’août – 漢字.csv"
    pdf = render_dossier(content(attachments=[attachment(name, data)]), timestamp=MOMENT)
    assert files_of(pdf)[name] == data
    assert hashlib.sha256(data).hexdigest() in text_of(pdf)


def test_attachments_of_one_name_are_all_kept() -> None:
    names = ["r.csv", "2 - r.csv", "R.csv", "r.csv", "donnees.json"]
    files = [attachment(name, f"{rank}".encode()) for rank, name in enumerate(names)]
    found = files_of(render_dossier(content(attachments=files), timestamp=MOMENT))
    assert sorted(data for name, data in found.items() if name != "donnees.json") == [b"0", b"1", b"2", b"3", b"4"]


@pytest.mark.parametrize("name", ["../x.csv", "..", "a\\b.csv", "/etc/passwd", "con.csv", " ", "a\u202efdp.csv"])
def test_the_name_of_an_attachment_leads_nowhere(name: str) -> None:
    found = files_of(render_dossier(content(attachments=[attachment(name, b"ici")]), timestamp=MOMENT))
    (embedded,) = set(found) - {"donnees.json"}
    assert found[embedded] == b"ici"
    assert not set(embedded) & set("/\\\u202e")
    assert embedded.strip(". ")


def test_the_figures_are_embedded_for_software() -> None:
    found = json.loads(files_of(render_dossier(content(), timestamp=MOMENT))["donnees.json"])
    assert found["exercice"] == 2022
    assert found["chiffres"][0] == {
        "libelle": "Carnets remis",
        "valeur": 1200,
        "unite": "carnets",
        "annee_precedente": 900,
    }
    assert found["indicateurs"][0]["lignes"][2]["annee_precedente"] is None


@pytest.mark.parametrize(
    "text",
    [
        '#eval("1+1")',
        "$x^2$ *gras* _italique_ @ref <label>",
        "=== titre - liste / terme: x",
        "'; DROP TABLE x; --",
        "{{ 7*7 }} {% if %} ${7*7} \\u{202e}",
    ],
)
def test_markup_in_the_data_is_printed_as_it_was_typed(text: str) -> None:
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    pdf = render_dossier(content(partner_name=text, actions_html=f"<p>{safe}</p>"), timestamp=MOMENT)
    cover, programme = pages_of(pdf)[0], pages_of(pdf)[2]
    assert text in cover
    assert text.rstrip(";-") in programme


def test_what_no_font_draws_is_replaced_visibly() -> None:
    programme = pages_of(render_dossier(content(actions_html="<p>avant 漢🙂 après</p>"), timestamp=MOMENT))[2]
    assert "avant □□ après" in programme


def test_other_alphabets_of_the_fonts_are_kept() -> None:
    text = "Ελλάδα Україна Đặng Çağrı Łódź Œuvre €"
    assert text in pages_of(render_dossier(content(actions_html=f"<p>{text}</p>"), timestamp=MOMENT))[2]


@pytest.mark.parametrize(
    "text",
    ["\u202e renversé", "\x01\x02 contrôles \x7f", "Z\u0335\u0352\u0489", "العربية", "👨\u200d👩\u200d👧", "\u0600"],
)
def test_strange_characters_break_nothing(text: str) -> None:
    pdf = render_dossier(
        content(partner_name=text, actions_html=f"<p>{text.replace(chr(1), '')}</p>"), timestamp=MOMENT
    )
    assert pdf.startswith(b"%PDF")


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
    text = text_of(render_dossier(empty, timestamp=MOMENT))
    assert "Aucun carnet n’a été remis" in text
    assert "Aucune réponse n’a été reçue." in text
    assert "sans date de comité à ce jour" in text
