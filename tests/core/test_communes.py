"""The 33 communes: residence is checked on the INSEE code, people search by name or postal code."""

from __future__ import annotations

import pytest

from passnum.core.communes import commune, communes, is_on_territory, search


def names(words: str) -> list[str]:
    return [found.name for found in search(words)]


def test_there_are_thirty_three_communes() -> None:
    assert len(communes()) == 33


@pytest.mark.parametrize(("insee", "name"), [("67482", "Strasbourg"), ("67204", "Hœnheim"), ("67118", "Eckbolsheim")])
def test_an_insee_code_designates_its_commune(insee: str, name: str) -> None:
    assert commune(insee).name == name


@pytest.mark.parametrize("insee", ["67000", "67800", "67180", "75056", "", "6748"])
def test_an_unknown_code_is_a_key_error(insee: str) -> None:
    with pytest.raises(KeyError):
        commune(insee)


@pytest.mark.parametrize("code", ["67000", "67100", "67200", "67300", "67400", "67540", "75056", "", " 67482"])
def test_a_postal_code_or_a_commune_elsewhere_is_not_on_the_territory(code: str) -> None:
    assert not is_on_territory(code)


@pytest.mark.parametrize(
    ("code", "by_insee", "by_postal_code"),
    [("67118", "Eckbolsheim", ["Geispolsheim"]), ("67204", "Hœnheim", ["Achenheim"])],
)
def test_a_code_that_is_both_designates_two_communes(code: str, by_insee: str, by_postal_code: list[str]) -> None:
    assert commune(code).name == by_insee
    assert names(code) == by_postal_code


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hoenheim", ["Hœnheim"]),
        ("HŒNHEIM", ["Hœnheim"]),
        ("Hoen", ["Hœnheim"]),
        ("wantzenau", ["La Wantzenau"]),
        ("illkirch graffenstaden", ["Illkirch-Graffenstaden"]),
        ("67800", ["Bischheim", "Hœnheim"]),
        ("67 800", ["Bischheim", "Hœnheim"]),
        ("67450", ["Lampertheim", "Mundolsheim"]),
        ("67200", ["Strasbourg"]),
        (" strasbourg ", ["Strasbourg"]),
        ("paris", []),
        ("99", []),
    ],
)
def test_a_commune_is_found_however_it_is_typed(words: str, found: list[str]) -> None:
    assert names(words) == found


def test_every_commune_is_found_by_its_own_name_and_by_each_of_its_postal_codes() -> None:
    for one in communes().values():
        assert one in search(one.name)
        assert all(one in search(code) for code in one.postal_codes)


def test_nothing_typed_gives_them_all() -> None:
    assert len(search("  ")) == 33
