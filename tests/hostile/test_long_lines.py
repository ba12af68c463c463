"""Texts of conventions made to keep the reader busy: each is read, or refused in words, within seconds."""

from __future__ import annotations

import contextlib
import time

import pytest

from passnum.conventions.reading import read_convention
from passnum.core.errors import InvalidInput
from tests.conventions.convention_text import TEXT

LONG = 9_800
LINES = {
    "commas before the years": ("Exercices 2021", "," * LONG + "x Exercices 2021"),
    "spaces before the years": ("Exercices 2021", " " * LONG + "x Exercices 2021"),
    "commas in a visa": ("en date du", ", " * LONG + "en date du"),
    "a title that never ends": ("Article 1 :", "Article " + "a" * LONG + "\nArticle 1 :"),
    "spaces in a last day": ("31 décembre 2023.", "31" + " " * LONG + "x"),
    "spaces before a quality": ("représentée par", "représentée par " + "x" * LONG + " " * LONG),
}


@pytest.mark.parametrize("name", list(LINES))
def test_a_long_line_is_read_or_refused_within_seconds(name: str) -> None:
    text = TEXT
    known, put = LINES[name]
    assert known in text
    started = time.monotonic()
    with contextlib.suppress(InvalidInput):
        read_convention(text.replace(known, put).encode())
    assert time.monotonic() - started < 5


def test_a_line_without_end_is_refused_with_its_number() -> None:
    with pytest.raises(InvalidInput, match=r"Ligne 1\s: .* au plus par ligne"):
        read_convention(b"a" * 50_000 + b"\n" + TEXT.encode())
