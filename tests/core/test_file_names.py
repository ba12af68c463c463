"""Names of files: harmless on every disk and screen, and still those that people chose."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passnum.core.file_names import safe_name
from passnum.core.inspection.limits import MAX_NAME, MAX_NAME_BYTES


@pytest.mark.parametrize(
    "name",
    [
        "Enquête de satisfaction 2022 – Hœnheim (n° 2).pdf",
        "L’été à l’Étage, bilan n+1.docx",
        "Straßburg & Kehl.xlsx",
        "رسالة.pdf",
        "2023-09-18_rapport.final.v2.pdf",
    ],
)
def test_a_readable_name_is_kept(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("C:\\Mes documents\\bilan.pdf", "bilan.pdf"),
        ("/", "fichier"),
        ("..", "fichier"),
        ("", "fichier"),
        (" . . .pdf", "fichier.pdf"),
        (".htaccess", "fichier.htaccess"),
        ("a\x00.pdf", "a.pdf"),
        ("a.pdf\x00.exe", "a.pdf.exe"),
        ("a\r\nContent-Type: x.pdf", "aContent-Type_ x.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("a\u2066b\u2069.pdf", "ab.pdf"),
        ("a\u200b\ufeffb.pdf", "ab.pdf"),
        ("a\u2028b.pdf", "ab.pdf"),
        ("\u3164.pdf", "fichier.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("com1.tar.pdf", "_com1.tar.pdf"),
        ("conférence.pdf", "conférence.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("a   b\t.pdf", "a b.pdf"),
        ("bilan .pdf. ", "bilan.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("a.p\u202edf", "a.pdf"),
        ("sans extension", "sans extension"),
        ("phrase. Et la suite", "phrase. Et la suite"),
        ("\ud800.pdf", "fichier.pdf"),
    ],
)
def test_a_harmful_name_is_made_harmless(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_is_shortened_and_keeps_its_extension() -> None:
    found = safe_name("é" * 300 + ".pdf")
    assert found.endswith("é.pdf")
    assert len(found.encode()) <= MAX_NAME_BYTES
    assert safe_name("a" * 300 + ".pdf") == "a" * 116 + ".pdf"


NAUGHTY = st.text(st.one_of(st.characters(), st.sampled_from("./\\\x00\u202e\u200b éCONaux<>:|\ud83d😀")), max_size=400)


@given(NAUGHTY)
def test_whatever_the_name_it_is_short_visible_and_one_name_only(name: str) -> None:
    found = safe_name(name)
    assert 0 < len(found) <= MAX_NAME
    assert len(found.encode()) <= MAX_NAME_BYTES
    assert not set(found) & set('<>:"/\\|?*')
    assert not [c for c in found if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}]
    assert not found.startswith((".", " "))
    assert not found.endswith((".", " "))


@given(NAUGHTY)
def test_cleaning_a_clean_name_changes_nothing(name: str) -> None:
    assert safe_name(safe_name(name)) == safe_name(name)
