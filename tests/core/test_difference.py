"""The difference of two texts loses no word of either."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from passnum.core.difference import Piece, difference

TEXTS = st.text(alphabet="ab \n«é", max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_are_found_again(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "in") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "out") == after


def test_only_the_words_that_change_are_told() -> None:
    assert difference("un comité par an", "deux comités par an") == [
        Piece("out", "un"),
        Piece("in", "deux"),
        Piece("same", " "),
        Piece("out", "comité"),
        Piece("in", "comités"),
        Piece("same", " par an"),
    ]
