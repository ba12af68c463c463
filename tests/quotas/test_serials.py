"""Serial numbers as people write them."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passnum.core.errors import InvalidInput
from passnum.quotas.serials import bare_serial, format_ranges, meant_in_full, name_some, parse_ranges, told_in_full


@pytest.mark.parametrize(
    ("written", "serials"),
    [
        ("EMS-000101", ["EMS-000101"]),
        ("ems-000101 à ems-000103", ["EMS-000101", "EMS-000102", "EMS-000103"]),
        ("EMS-09 A EMS-11; EMS-20", ["EMS-09", "EMS-10", "EMS-11", "EMS-20"]),
        ("EMS-1 - EMS-3\nEMS-7,\n", ["EMS-1", "EMS-2", "EMS-3", "EMS-7"]),
        ("67001..67003", ["67001", "67002", "67003"]),
        ("EMS-1 – EMS-2", ["EMS-1", "EMS-2"]),
        ("EMS-10-EMS-12", ["EMS-10", "EMS-11", "EMS-12"]),
        ("EMS-10-12", ["EMS-10-12"]),
        ("EMS-1 au EMS-2", ["EMS-1", "EMS-2"]),
        ("EMS-1 jusqu’au EMS-2", ["EMS-1", "EMS-2"]),
        ("EMS\u20111\u00a0à\u00a0EMS\u20112", ["EMS-1", "EMS-2"]),
        ("ＥＭＳ－０１ à ＥＭＳ－０２", ["EMS-01", "EMS-02"]),
        ("ems 000 101\u2009", ["EMS000101"]),
    ],
)
def test_ranges_are_read(written: str, serials: list[str]) -> None:
    assert parse_ranges(written) == serials


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "au moins un numéro"),
        (" ; ,", "au moins un numéro"),
        ("EMS-10 à EMS-01", "à l’envers, écrivez EMS-01 à EMS-10"),
        ("EMS-01 à EMS-05, EMS-04 à EMS-09", "Écrits deux fois.: EMS-04 à EMS-05"),
        ("EMS-01 à CEA-05", "le même début"),
        ("EMS-1 à EMS-10", "autant de chiffres"),
        ("EMS-000001 à EMS-999999", "999999 carnets"),
        ("EMS-0001 à EMS-2000, EMS-3001 à EMS-5000", "Plus de 3000"),
        ("EMS-1 à EMS-2 à EMS-3", "un premier et un dernier"),
        ("DROP TABLE;", "pas un numéro"),
        ("EMS-1\x00", "pas un numéro"),
        ("A" * 25, "24 au plus"),
        ("ÉMS-1", "pas un numéro"),
        ("EMS-\u0661", "pas un numéro"),
        ("\u202eEMS-1", "pas un numéro"),
        ("1 à 1000000000", "autant de chiffres"),
        ("0000000001 à 1000000000", "1000000000 carnets"),
        ("…", "un premier et un dernier"),
        ("EMS-000101, ..., EMS-000110", "un premier et un dernier"),
        ("EMS-000101 → ", "un premier et un dernier"),
        ("EMS-000101 EMS-000102", "virgules"),
        ("EMS-000101\tEMS-000102", "virgules"),
        ("000101 000150", "virgules"),
        ("EMS-000101 et EMS-000102", "virgules"),
        ("EMS-000101 à EMS-000102 EMS-000103", "virgules"),
        ("000101-000150", "Pour une plage, écrivez «\xa0000101 à 000150"),
        ("ems-240061-240062", "Pour une plage, écrivez «\xa0EMS-240061 à EMS-240062"),
        ("EMS240061–240062", "Pour une plage, écrivez «\xa0EMS240061 à EMS240062"),
    ],
)
def test_what_is_no_range_is_refused_with_its_remedy(written: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        parse_ranges(written)


@given(st.sets(st.integers(0, 9999), min_size=1, max_size=300))
def test_what_is_written_as_ranges_is_read_back(numbers: set[int]) -> None:
    serials = sorted(f"EMS-{number:04d}" for number in numbers)
    assert sorted(parse_ranges(", ".join(format_ranges(serials)))) == serials


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_in_french(text: str) -> None:
    with suppress(InvalidInput):
        assert parse_ranges(text)


@pytest.mark.parametrize(
    "text", ["A" + " " * 99_998 + "B", "\u3000" * 100_000, "." * 100_000, "… " * 50_000, "à " * 50_000, "-" * 100_000]
)
def test_the_longest_text_of_a_form_is_read_at_once(text: str) -> None:
    """A hundred thousand spaces must not cost a hundred thousand times a hundred thousand steps."""
    began = time.process_time()
    with suppress(InvalidInput):
        parse_ranges(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "typed", ["ems 000-123", "EMS\u2011000\u2011123", "ＥＭＳ０００１２３", "Ems_000/123", "EMS–000–123"]
)
def test_a_serial_read_on_one_booklet_is_understood_without_its_separators(typed: str) -> None:
    assert bare_serial(typed) == "EMS000123"


def test_a_number_without_its_prefix_is_known_by_the_only_serial_that_ends_so() -> None:
    known = ["EMS-000012", "EMS-000112", "EMS-000020", "CEA-000020"]
    assert meant_in_full(["0012", "12", "000020", "ems 20", "2", "999"], known) == [("0012", "EMS-000012")]
    assert told_in_full([("0012", "EMS-000012")]) == "Écrivez-les en entier : EMS-000012 pour 0012 ?"
    assert told_in_full([]) == ""


def test_a_message_names_a_few_and_counts_the_others() -> None:
    assert name_some(["A-1", "A-3", "A-5", "A-7"], most=2) == "A-1, A-3 et 2 autres"
    assert name_some(["A-1", "A-3", "A-5"], most=2) == "A-1, A-3 et 1 autre"
    assert name_some(["A-1", "A-3"], most=2) == "A-1, A-3"


def test_a_number_that_looks_like_a_range_is_written_twice_to_be_one() -> None:
    assert parse_ranges("0101-0150 à 0101-0150") == ["0101-0150"]
    assert parse_ranges("2022-0150") == ["2022-0150"]
    assert parse_ranges("EMS-2022-0150") == ["EMS-2022-0150"]
    assert parse_ranges("EMS-0101-0150 à EMS-0101-0150") == ["EMS-0101-0150"]


def test_an_accent_apart_from_its_letter_still_makes_a_range() -> None:
    assert parse_ranges("EMS-01 a\u0300 EMS-02") == ["EMS-01", "EMS-02"]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("gap", [" " * 100_000, "\t" * 100_000, "\u00a0" * 100_000])
def test_a_long_gap_is_read_as_quickly_as_a_short_one(gap: str) -> None:
    assert parse_ranges(f"EMS-1{gap}0") == ["EMS-10"]
    assert parse_ranges(f"EMS-1{gap}à{gap}EMS-2") == ["EMS-1", "EMS-2"]
