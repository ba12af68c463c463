"""The code of a receipt: hard to guess, hard to misread, kept as a keyed hash."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passnum.distribution import receipt_code
from passnum.distribution.receipt_code import ALPHABET, Misread, check_letter, code_hashes, draw, grouped, read

drawn = st.text(alphabet=ALPHABET, min_size=14, max_size=14)


def test_a_code_has_at_least_sixty_bits() -> None:
    assert receipt_code.BITS >= 60


def test_no_letter_of_the_alphabet_looks_like_another() -> None:
    for pair in ("0O", "O0Q", "1IL", "5S", "8B", "2Z", "6G", "UV", "VW"):
        assert len(set(pair) & set(ALPHABET)) <= 1, pair


def test_codes_differ() -> None:
    assert len({draw() for _ in range(200)}) == 200


def test_a_code_is_read_whatever_its_case_and_spaces() -> None:
    code = draw()
    assert read(f"  {code.lower().replace('-', ' ')} ") == code.replace("-", "")


def test_what_people_write_for_a_look_alike_is_understood() -> None:
    code = grouped("52862222222222" + check_letter("52862222222222"))
    assert read(code.replace("5", "s").replace("8", "B").replace("6", "G").replace("2", "z", 1)) == code.replace(
        "-", ""
    )


@given(drawn, st.integers(0, 14), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_always_noticed(letters: str, place: int, other: str) -> None:
    code = letters + check_letter(letters)
    wrong = code[:place] + other + code[place + 1 :]
    if wrong != code:
        with pytest.raises(Misread):
            read(wrong)


@given(drawn)
def test_two_letters_swapped_are_always_noticed(letters: str) -> None:
    code = letters + check_letter(letters)
    for one, two in itertools.combinations(range(14), 2):
        swapped = list(code)
        swapped[one], swapped[two] = swapped[two], swapped[one]
        if "".join(swapped) != code:
            with pytest.raises(Misread):
                read("".join(swapped))


@pytest.mark.parametrize("typed", ["", "3F7KM", "0" * 15, "é" * 15, "3F7KM-XA29P-RTC4H-2"])
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    with pytest.raises(Misread):
        read(typed)


def test_the_hash_depends_on_the_key_of_the_settings(settings: Any) -> None:
    code = draw()
    settings.PASSNUM_SECRETS_KEYS = ["première"]
    (first,) = code_hashes(code)
    settings.PASSNUM_SECRETS_KEYS = ["seconde", "première"]
    second, former = code_hashes(code)
    assert first == former
    assert second != first
    assert code.replace("-", "") not in first


def test_the_qr_code_has_no_inline_style() -> None:
    svg = receipt_code.qr_svg("https://pass.example/mon-recu/#3F7KM")
    assert svg.startswith("<svg")
    assert "style=" not in svg
