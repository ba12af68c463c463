"""Sober HTML cut into what the layout prints."""

from __future__ import annotations

from typing import Any

from passnum.deliverables.richtext_blocks import blocks_of


def paragraph(text: str) -> dict[str, Any]:
    return {"kind": "paragraph", "runs": [{"text": text}]}


def test_paragraphs_and_lists_become_blocks_and_runs() -> None:
    assert blocks_of("<p>Un <strong>mot</strong></p><ul><li>a</li><li><p>b</p></li></ul>") == [
        {"kind": "paragraph", "runs": [{"text": "Un "}, {"text": "mot", "strong": True}]},
        {"kind": "bullets", "items": [[paragraph("a")], [paragraph("b")]]},
    ]


def test_a_list_in_a_list_stays_inside_its_item() -> None:
    (block,) = blocks_of("<ol><li>un<ul><li>dedans</li></ul></li><li>deux</li></ol>")
    assert block["items"] == [
        [paragraph("un"), {"kind": "bullets", "items": [[paragraph("dedans")]]}],
        [paragraph("deux")],
    ]


def test_words_are_not_joined_where_only_a_space_parts_them() -> None:
    (block,) = blocks_of("<p><strong>un</strong>\n<em>deux</em>\u00a0<em>trois</em></p>")
    assert "".join(run["text"] for run in block["runs"]) == "un deux\u00a0trois"


def test_paragraphs_of_one_item_stay_apart() -> None:
    (block,) = blocks_of("<ul><li><p>un</p><p>deux</p></li></ul>")
    assert block["items"] == [[paragraph("un"), paragraph("deux")]]


def test_only_addresses_of_the_web_and_of_mail_become_links() -> None:
    blocks = blocks_of('<p><a href="https://a.fr/">a</a><a href="file:///etc/passwd">b</a></p>')
    assert blocks[0]["runs"] == [{"text": "a", "href": "https://a.fr/"}, {"text": "b"}]


def test_french_spaces_are_set_where_none_were_typed() -> None:
    assert blocks_of("<p>« Oui » : très bien !</p>") == [paragraph("«\u00a0Oui\u00a0»\u00a0: très bien\u00a0!")]


def test_no_text_makes_no_block() -> None:
    assert blocks_of("") == blocks_of("<p> </p>") == blocks_of("<ul></ul>") == []
