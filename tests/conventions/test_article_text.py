"""The plain text of an article cut into paragraphs, lists and small headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passnum.conventions.article_text import Block, blocks_of_text


def shape(text: str) -> list[tuple[str, object]]:
    """Kind of each block, and its words or the number of its items."""
    return [
        (block["kind"], len(block["items"]) if "items" in block else "".join(run["text"] for run in block["runs"]))
        for block in blocks_of_text(text)
    ]


def words(blocks: list[Block]) -> str:
    found = ""
    for block in blocks:
        found += "".join(run["text"] for run in block.get("runs", []))
        found += "".join(words(item) for item in block.get("items", []))
    return found


def test_blank_lines_part_paragraphs_and_other_lines_go_on() -> None:
    assert shape("Un texte\nqui continue.\n\nUn autre.") == [
        ("paragraph", "Un texte qui continue."),
        ("paragraph", "Un autre."),
    ]


def test_a_short_line_alone_without_end_is_a_small_heading() -> None:
    assert shape("Prévenir les équipes (RGPD)\n\nLa structure prévient.") == [
        ("heading", "Prévenir les équipes (RGPD)"),
        ("paragraph", "La structure prévient."),
    ]


def test_the_last_line_is_never_a_heading() -> None:
    assert shape("Un mot de la fin") == [("paragraph", "Un mot de la fin")]


@pytest.mark.parametrize("mark", ["-", "–", "•", "*"])
def test_lines_with_a_dash_are_one_list_even_parted_by_blank_lines(mark: str) -> None:
    assert shape(f"Voici :\n\n{mark} un ;\n{mark} deux ;\n\n{mark} trois.") == [
        ("paragraph", "Voici\u00a0:"),
        ("bullets", 3),
    ]


def test_numbered_lines_are_a_numbered_list() -> None:
    assert shape("1. Lire\n2. Comprendre")[0] == ("numbers", 2)


def test_what_follows_an_item_on_the_next_line_belongs_to_it() -> None:
    (block,) = blocks_of_text("- un\n  suite\n- deux")
    assert words(block["items"][0]) == "un suite"


def test_arrows_announce_small_headings() -> None:
    assert shape("➤ Indicateurs\n\n- un")[0] == ("heading", "Indicateurs")


def test_addresses_become_links_and_no_other_scheme_does() -> None:
    (block,) = blocks_of_text("Voir <https://exemple.test/a> ou javascript:alert(1).")
    assert [run.get("href") for run in block["runs"]] == [None, "https://exemple.test/a", None]


def test_no_text_has_no_block() -> None:
    assert blocks_of_text(" \n\n ") == []


@given(st.text(alphabet="abÀ-–•1.) \n➤<>:https/", max_size=200))
def test_no_word_is_ever_lost(text: str) -> None:
    letters = [c for c in text if c in "abÀ"]
    assert [c for c in words(blocks_of_text(text)) if c in "abÀ"] == letters
