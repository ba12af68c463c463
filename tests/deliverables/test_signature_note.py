"""The note for the signature book: always one page, whatever it must hold."""

from __future__ import annotations

from passnum.deliverables.comparison import Notable
from passnum.deliverables.rendering import render_signature_note
from tests.deliverables.content_examples import MOMENT, content, opened, pages_of, text_of

LINK = "https://passnum.exemple.fr/espace/dossiers/6f1c8b0e-8f2e-4f0b-9a57-0d6f5e1a2b3c/"
DIGEST = "0123456789abcdef" * 4


def test_it_says_what_is_asked_by_when_why_and_of_which_file() -> None:
    note = render_signature_note(content(), timestamp=MOMENT, sha256=DIGEST, link=LINK, risks=["En retard."])
    (page,) = pages_of(note)
    for words in (
        "valider le dossier annuel 2022",
        "Au plus tard le lundi 30 octobre 2023.",
        "L’article 6 de la convention demande cette validation.",
        "1\u202f200 carnets",
        "En retard.",
        DIGEST,
        "Décision de la présidence",
    ):
        assert words in page
    assert LINK in page.replace(" ", "")


def test_it_stays_on_one_page_however_much_there_is_to_say() -> None:
    long = "Établissement public intercommunal d’accompagnement aux démarches " * 4
    changes = [Notable(long[:150], "18 %", "31 %")] * 40
    crowded = content(
        partner_name=long[:200],
        convention_title=long[:255],
        representative_title="R" * 120,
        due_explanation=long[:300],
    )
    note = render_signature_note(
        crowded, timestamp=MOMENT, sha256=DIGEST, link=LINK + "x" * 300, changes=changes, risks=[long] * 30
    )
    with opened(note) as pdf:
        assert len(pdf.pages) == 1
    text = text_of(note)
    assert "et 34 autres changements, à lire en ligne" in text
    assert "et 26 autres points, à lire en ligne" in text
    assert "Décision de la présidence" in text


def test_it_is_accessible_and_always_the_same() -> None:
    note = render_signature_note(content(), timestamp=MOMENT, sha256=DIGEST, link=LINK)
    with opened(note) as pdf:
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
    assert note == render_signature_note(content(), timestamp=MOMENT, sha256=DIGEST, link=LINK)
