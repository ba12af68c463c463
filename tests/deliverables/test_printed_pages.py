"""What is read on the pages of a dossier: order, numbers, words, and nothing outside the paper."""

from __future__ import annotations

import time

import pypdfium2
import pytest

from passnum.deliverables.content import DossierContent, IndicatorRow, IndicatorTable, KeyFigure, SurveyResult
from passnum.deliverables.rendering import render_dossier
from tests.deliverables.content_examples import MOMENT, content, pages_of, text_of


def printed(given: DossierContent) -> str:
    return text_of(render_dossier(given, timestamp=MOMENT))


def test_the_cover_says_whose_dossier_it_is_and_names_those_who_support() -> None:
    cover = pages_of(render_dossier(content(), timestamp=MOMENT))[0]
    for words in (
        "Structure d’essai",
        "exercice 2022",
        "PN-2021-ESSAI",
        "du 1er janvier 2022 au 31 décembre 2022",
        "lundi 30 octobre 2023",
        "à valider par la présidence",
        "partenariat avec l’Eurométropole de Strasbourg",
        "soutien de l’État",
        "« Démarches en ligne ? Ici on vous aide »",
    ):
        assert words in cover


def test_each_page_bears_its_number_and_the_number_of_pages() -> None:
    pages = pages_of(render_dossier(content(), timestamp=MOMENT))
    assert [f"{rank} / {len(pages)}" in page for rank, page in enumerate(pages, 1)] == [True] * len(pages)


def test_figures_are_shown_with_their_unit_last_year_and_what_they_are_a_share_of() -> None:
    figures = [KeyFigure("Réponses", 1240, "réponses", 1300, 2480, "personnes sollicitées")]
    text = printed(content(figures=figures))
    assert "1\u202f240 réponses" in text
    assert "50\u202f% de 2\u202f480 personnes sollicitées" in text
    assert "1\u202f300 en 2021 (−60)" in text


def test_booklets_are_told_in_pass_and_in_euros() -> None:
    assert "1\u202f200 carnets (12\u202f000 Pass, 120\u202f000\u202f€)" in printed(content())


def test_a_sum_that_differs_from_the_total_is_named() -> None:
    tables = [IndicatorTable("sex", "Sexe", "personnes", 100, [IndicatorRow("Femmes", 96)], False, -4)]
    text = printed(content(tables=tables))
    assert "Somme des lignes : 96, soit 4 de moins que le total des bénéficiaires (100 personnes)." in text
    assert "à lire avec prudence : Sexe." in text


@pytest.mark.parametrize("typed", [True, False])
def test_figures_typed_by_hand_are_marked_and_only_those(typed: bool) -> None:
    tables = [IndicatorTable("sex", "Sexe", "personnes", 1, [IndicatorRow("Femmes", 1)], typed)]
    assert ("saisi à la main" in printed(content(tables=tables))) is typed


def test_the_survey_says_how_many_were_asked_and_answered() -> None:
    text = printed(content())
    assert "Taux de réponse 40\u202f%" in text
    assert "Très satisfaites 20 50\u202f%" in text


def test_answers_that_do_not_add_up_are_named() -> None:
    survey = SurveyResult("Papier", None, 10, 20, 0, 0, 0, 0, "")
    text = printed(content(survey=survey))
    assert "Personnes sollicitées non renseigné" in text
    assert "soit 10 de plus que le nombre de réponses" in text


def test_a_long_table_goes_on_over_pages_with_its_head_repeated() -> None:
    rows = [IndicatorRow(f"Modalité {n}", n) for n in range(120)]
    pages = pages_of(
        render_dossier(content(tables=[IndicatorTable("t", "Liste", "personnes", 7140, rows, False)]), timestamp=MOMENT)
    )
    holding = [page for page in pages if "Modalité" in page]
    assert len(holding) > 2
    assert all("Part du total" in page for page in holding)
    assert all(f"Modalité {n} " in " ".join(holding) for n in range(120))


@pytest.mark.parametrize("word", ["a" * 3000, "https://exemple.fr/" + "chemin-" * 60])
def test_a_word_longer_than_the_line_stays_on_the_paper(word: str) -> None:
    given = content(
        partner_name=word[:200],
        actions_html=f"<p>{word}</p>",
        tables=[IndicatorTable("t", "Liste", "personnes", 1, [IndicatorRow(word[:120], 1)], False)],
    )
    with pypdfium2.PdfDocument(render_dossier(given, timestamp=MOMENT)) as document:
        for page in document:
            width, _height = page.get_size()
            text = page.get_textpage()
            rights = [text.get_charbox(index)[2] for index in range(text.count_chars())]
            assert max(rights) <= width - 24 / 25.4 * 72 + 1


def test_seven_hundred_rows_take_a_moment() -> None:
    # Other figures each time: Typst remembers what it has already set.
    taken = []
    for run in range(3):
        rows = [IndicatorRow(f"Modalité {run}.{n}", n, n) for n in range(700)]
        start = time.process_time()
        render_dossier(
            content(tables=[IndicatorTable("t", "Liste", "personnes", 244_650, rows, False)]), timestamp=MOMENT
        )
        taken.append(time.process_time() - start)
    assert min(taken) < 1
