"""A convention read from plain text: what is found, what is remarked on, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passnum.conventions.reading import Reading, read_convention
from passnum.core.errors import InvalidInput
from tests.conventions.convention_text import ARTICLES, HEADING, PREAMBLE, SIGNATURE, TEXT, VISAS


def read(text: str) -> Reading:
    return read_convention(text.encode())


def why(text: str) -> str:
    """The remarks of a text, one a line, with their line numbers."""
    return "\n".join(f"{remark.line} {remark.why}" for remark in read(text).remarks)


def line_of(words: str, text: str = TEXT) -> int:
    """The number of the line that holds these words."""
    return text[: text.index(words)].count("\n") + 1


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidInput) as caught:
        read_convention(data)
    return caught.value.message.replace("\u00a0", " ")


def test_the_title_is_told_from_its_exercices() -> None:
    found = read(TEXT)
    assert (found.title, found.first_year, found.last_year) == (
        "CONVENTION DE PARTENARIAT POUR DES CARNETS D’ESSAI",
        2021,
        2023,
    )


def test_the_two_parties_are_known_with_who_represents_them() -> None:
    parties = read(TEXT).parties
    assert (parties.ems.name, parties.ems.representative, parties.ems.quality) == (
        "Eurométropole de Strasbourg",
        "Camille ROHAN",
        "Présidente",
    )
    assert (parties.structure.name, parties.structure.representative, parties.structure.quality) == (
        "Régie du Ried",
        "Dominique KELLER",
        "Directeur",
    )


def test_visas_and_preamble_are_kept_whole() -> None:
    found = read(TEXT)
    assert found.visas.split("\n")[0] == "le code des essais,"
    assert len(found.visas.split("\n")) == 3
    assert found.preamble == "Les parties veulent essayer ensemble.\n\nElles le disent ici."


def test_a_deliberation_of_xxx_has_no_date_and_is_remarked_on() -> None:
    found = read(TEXT)
    assert found.ems_deliberation is not None
    assert found.ems_deliberation.on is None
    assert "XXX" in found.ems_deliberation.reference
    assert f"{line_of('du XXX')} Date de la délibération manquante (« XXX »)." in why(TEXT)


@pytest.mark.parametrize("written", ["31/05/2021", "31 mai 2021"])
def test_a_deliberation_has_its_date(written: str) -> None:
    found = read(TEXT.replace("31/05/2021", written)).partner_deliberation
    assert found is not None
    assert found.on == date(2021, 5, 31)
    assert found.reference == "délibération du conseil d'administration de la Régie du Ried"


def test_an_impossible_date_is_no_date() -> None:
    found = read(TEXT.replace("31/05/2021", "31/02/2021")).partner_deliberation
    assert found is not None
    assert found.on is None


def test_the_text_is_cut_by_part_and_article() -> None:
    found = read(TEXT)
    assert found.parts == {1: "Objet", 2: "Moyens"}
    assert [(a.number, a.part, a.title) for a in found.articles] == [
        (1, 1, "Objet de la convention"),
        (2, 1, "Vie de la convention"),
        (3, 2, "Moyens de la structure"),
    ]
    assert found.articles[2].text.startswith("Prévenir les équipes\n\nLa structure prévient ses équipes :\n\n- par")


def test_the_signature_block_says_who_signs_and_that_the_date_is_empty() -> None:
    block = read(TEXT).signature
    assert block is not None
    assert (block.place, block.on) == ("Strasbourg", None)
    assert [(s.on_behalf, s.quality, s.name) for s in block.signatories] == [
        ("l'Eurométropole de Strasbourg", "Présidente", "Camille ROHAN"),
        ("la structure", "Directeur", "Dominique KELLER"),
    ]
    assert "Date de signature vide." in why(TEXT)


def test_a_date_of_signature_is_read() -> None:
    block = read(TEXT.replace("Fait à Strasbourg, le", "Fait à Strasbourg, le 1er juillet 2021")).signature
    assert block is not None
    assert block.on == date(2021, 7, 1)


def test_a_signatory_who_is_not_the_named_representative_is_remarked_on() -> None:
    assert "Signataire différent" in why(TEXT.replace("\nDominique KELLER", "\nAlex WEBER"))


def test_nothing_else_is_remarked_on_in_a_plain_convention() -> None:
    assert [remark.why for remark in read(TEXT).remarks] == [
        "Date de la délibération manquante (« XXX »).",
        "Date de signature vide.",
    ]


def test_a_missing_article_is_named() -> None:
    assert "L’article 2 manque." in why(TEXT.replace("Article 2 : Vie de la convention", ""))


def test_articles_out_of_order_are_put_at_their_number() -> None:
    text = (
        TEXT.replace("Article 1 :", "Article 9 :")
        .replace("Article 3 :", "Article 1 :")
        .replace("Article 9", "Article 3")
    )
    assert [article.number for article in read(text).articles] == [1, 2, 3]
    assert "L’article 2 vient après l’article 3 : rangé à son numéro." in why(text)


def test_an_article_told_twice_is_refused_with_both_lines() -> None:
    message = refusal(TEXT.replace("Article 2 :", "Article 1 :").encode())
    lines = f"lignes {line_of('Article 1')} et {line_of('Article 2')}."
    assert f"L’article 1 est deux fois dans le texte, {lines}" in message


def test_a_part_without_article_is_remarked_on() -> None:
    assert "La partie 3 n’a aucun article." in why(TEXT.replace("2ème partie", "3ème partie : Vide\n\n2ème partie"))


def test_a_fifth_part_is_refused_with_its_line() -> None:
    assert f"Ligne {line_of('2ème partie')}" in refusal(TEXT.replace("2ème partie", "5ème partie").encode())


@pytest.mark.parametrize("written", ["2e partie", "2ᵉ PARTIE", "Deuxième partie", "DEUXIÈME PARTIE"])
def test_parts_are_known_however_they_are_numbered(written: str) -> None:
    assert read(TEXT.replace("2ème partie", written)).articles[2].part == 2


def test_what_stands_in_no_article_is_told_with_its_line() -> None:
    text = TEXT.replace("2ème partie : Moyens\n", "2ème partie : Moyens\n\nUne phrase perdue.\n")
    lost = [remark for remark in read(text).remarks if remark.unplaced]
    assert [(remark.line, remark.text) for remark in lost] == [
        (line_of("Une phrase perdue.", text), "Une phrase perdue.")
    ]


def test_what_looks_like_an_article_and_is_not_one_is_told() -> None:
    assert "Ressemble à un titre d’article" in why(TEXT.replace("Prévenir les équipes", "Article trois bis : équipes"))


def test_a_paragraph_cut_in_two_is_told() -> None:
    assert "suite d’un paragraphe coupé" in why(TEXT.replace("essaient ensemble", "essaient\n\nensemble"))


def test_an_end_that_is_not_the_last_exercice_is_told() -> None:
    assert "ne finit pas avec le dernier exercice (2023)" in why(TEXT.replace("décembre 2023", "décembre 2024"))


def test_a_text_without_its_frame_is_read_and_says_what_misses() -> None:
    found = read("Convention Exercices 2022-2022\n" + ARTICLES)
    assert len(found.articles) == 3
    assert found.parties.structure.name == ""
    assert [remark.why for remark in found.remarks if remark.line is None and "passage" in remark.why] == [
        "Aucun passage « établie entre » dans le texte.",
        "Aucun passage « Vu » dans le texte.",
        "Aucun passage « Préambule » dans le texte.",
        "Aucun passage « Fait à » dans le texte.",
    ]


def test_a_third_party_and_a_line_that_names_no_party_are_told() -> None:
    more = "- Le Port, représenté par sa Présidente, Madame Lou BRAUN,\n- quelqu’un d’autre\n"
    unplaced = [
        remark.text
        for remark in read(HEADING + more + VISAS + PREAMBLE + ARTICLES + SIGNATURE).remarks
        if remark.unplaced
    ]
    assert len(unplaced) == 2


def test_the_lines_of_windows_read_the_same() -> None:
    assert read_convention(TEXT.replace("\n", "\r\n").encode()) == read(TEXT)


def test_a_byte_order_mark_changes_nothing() -> None:
    assert read_convention(b"\xef\xbb\xbf" + TEXT.encode()) == read(TEXT)


def test_windows_1252_is_refused_with_the_line() -> None:
    data = TEXT.encode("cp1252")
    assert "n’est pas en UTF-8 (ligne 2), mais sans doute en Windows-1252" in refusal(data)


@pytest.mark.parametrize("data", [b"", b"  \n\t\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refusal(data) == "Ce fichier est vide."


@pytest.mark.parametrize("data", [b"%PDF-1.7\x00\x01", TEXT.encode("utf-16"), b"PK\x03\x04"])
def test_what_is_not_text_is_refused(data: bytes) -> None:
    assert "n’est pas du texte" in refusal(data)


def test_too_large_a_file_is_refused() -> None:
    assert "dépasse 1 Mo" in refusal(b"a" * 1_000_001)


def test_a_text_without_article_is_refused() -> None:
    assert "Aucun article n’a été reconnu" in refusal((HEADING + VISAS).encode())


@pytest.mark.parametrize("years", ["", "Exercices 2023-2021", "Exercices 1021-1023"])
def test_impossible_exercices_are_refused(years: str) -> None:
    assert "xercices" in refusal(TEXT.replace("Exercices 2021-2023", years).encode())


def test_a_number_beyond_reason_is_refused() -> None:
    assert f"Ligne {line_of('Article 2')}" in refusal(TEXT.replace("Article 2 :", "Article 99999 :").encode())


@given(st.text(max_size=300))
def test_any_other_text_is_read_or_refused_in_french(noise: str) -> None:
    for text in (noise, HEADING + noise + ARTICLES, HEADING + ARTICLES + noise + SIGNATURE):
        try:
            read(text)
        except (InvalidInput, UnicodeEncodeError):
            continue
