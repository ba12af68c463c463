"""The document to sign: its words, its file, its versions, and the scan that answers it."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction

from passnum.conventions import services
from passnum.conventions.document_pdf import WORDS_NAME, code_payload
from passnum.conventions.document_text import RESPONSIBILITY, digest_of, visas_of, words_of
from passnum.conventions.models import Convention, DocumentVersion
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.journal import verify_all
from tests.conventions.page_codes import expected_code, printed_code
from tests.deliverables.content_examples import files_of, opened, pages_of, text_of
from tests.scene import Scene, draft_convention

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(scene: Scene) -> Convention:
    """A convention whose articles are all written."""
    row = services.save_record(
        actor=scene.ems, convention=draft_convention(scene.alpha.partner, reference="PN-TEST", first_year=2022)
    )
    row.articles.update(text="Premier point :\n\n- une chose ;\n- une autre.")
    return row


def produced(scene: Scene, draft: Convention) -> tuple[DocumentVersion, bytes]:
    version = services.produce_version(actor=scene.ems, convention=draft)
    with version.file.open() as file:
        return version, file.read()


def sent(scene: Scene, draft: Convention) -> DocumentVersion:
    services.send_for_signature(actor=scene.ems, convention=draft, on=date(2023, 9, 18))
    return DocumentVersion.objects.get(convention=draft, sent_on__isnull=False)


def test_the_file_is_at_once_pdf_a_3a_and_pdf_ua_1(scene: Scene, draft: Convention) -> None:
    _, pdf = produced(scene, draft)
    with opened(pdf) as file:
        meta = file.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        assert str(file.Root.Lang) == "fr-FR"


def test_the_file_says_parties_parts_articles_and_who_signs(scene: Scene, draft: Convention) -> None:
    text = text_of(produced(scene, draft)[1])
    for words in (
        "représentée par Présidence EMS, Présidente",
        f"{scene.alpha.partner.name}, structure représentée par",
        "délibération nᵒ 1, en date du 25 juin 2021".replace("délibération", "Délibération"),
        "partie : moyens",
        "Article 7 : Comité de suivi",
        "une autre.",
        "Fait à Strasbourg, le",
        f"Pour {scene.alpha.partner.name}",
    ):
        assert words in text.replace("\u00a0", " ").replace("\n", " "), words


def test_the_responsibility_of_article_10_is_said_where_people_sign(scene: Scene, draft: Convention) -> None:
    last = pages_of(produced(scene, draft)[1])[-1]
    assert RESPONSIBILITY[:60] in last.replace("\u00a0", " ").replace("\n", " ")
    assert "Fait à Strasbourg" in last


def test_each_page_bears_the_code_of_its_version_and_its_number(scene: Scene, draft: Convention) -> None:
    version, pdf = produced(scene, draft)
    assert version.pages == len(pages_of(pdf)) > 1
    for page in range(1, version.pages + 1):
        code = expected_code(code_payload(version.public_id, version.text_sha256, page))
        assert printed_code(pdf, page, len(code)) == code


def test_a_code_holds_the_address_of_the_version_and_the_mark_of_its_text(scene: Scene, settings: object) -> None:
    settings.PASSNUM_BASE_URL = "https://pass.exemple.test/"  # type: ignore[attr-defined]
    payload = code_payload(scene.alpha.convention.public_id, "ab" * 32, 3)
    assert payload == (
        f"https://pass.exemple.test/espace/documents/{scene.alpha.convention.public_id}/?e=abababababababab&p=3"
    )


def test_the_words_in_the_file_have_the_digest_that_the_pages_name(scene: Scene, draft: Convention) -> None:
    version, pdf = produced(scene, draft)
    words = files_of(pdf)[WORDS_NAME]
    assert hashlib.sha256(words).hexdigest() == version.text_sha256
    assert version.mark in text_of(pdf)
    assert json.loads(words)["reference"] == "PN-TEST"


def test_the_file_kept_has_the_digest_of_the_version(scene: Scene, draft: Convention) -> None:
    version, pdf = produced(scene, draft)
    assert hashlib.sha256(pdf).hexdigest() == version.pdf_sha256


def test_the_same_text_is_the_same_version_and_another_text_is_the_next(scene: Scene, draft: Convention) -> None:
    first, _ = produced(scene, draft)
    assert produced(scene, draft)[0] == first
    article = draft.articles.get(number=4)
    services.change_article(actor=scene.ems, article=article, title="Moyens", text="Autre chose.", revision=0)
    second, _ = produced(scene, draft)
    assert (second.number, second.text_sha256 == first.text_sha256) == (2, False)


def test_a_version_is_not_produced_while_an_article_is_empty(scene: Scene, draft: Convention) -> None:
    draft.articles.filter(number=4).update(text="")
    with pytest.raises(InvalidInput, match="Texte de l’article 4"):
        services.produce_version(actor=scene.ems, convention=draft)


def test_a_version_is_not_produced_while_a_deliberation_is_missing(scene: Scene, draft: Convention) -> None:
    Convention.objects.filter(pk=draft.pk).update(ems_deliberation="XXX")
    with pytest.raises(InvalidInput, match="Délibération de l’Eurométropole"):
        services.produce_version(actor=scene.ems, convention=draft)


def test_the_preview_shows_what_misses_and_bears_no_code(scene: Scene, draft: Convention) -> None:
    draft.articles.filter(number=4).update(text="")
    pdf = services.preview(draft).pdf
    text = text_of(pdf)
    assert "Texte de l’article 4" in text
    assert "à ne pas signer" in text
    with pytest.raises(AssertionError, match="no code"):
        printed_code(pdf, 1, 41)


def test_sending_freezes_the_version_sent(scene: Scene, draft: Convention) -> None:
    version, _ = produced(scene, draft)
    assert sent(scene, draft) == version
    with pytest.raises(WrongState):
        services.produce_version(actor=scene.ems, convention=draft)


def test_sending_produces_the_version_that_was_not(scene: Scene, draft: Convention) -> None:
    assert sent(scene, draft).number == 1


def test_a_convention_whose_texts_are_elsewhere_is_sent_without_a_version(scene: Scene) -> None:
    assert not scene.alpha.convention.document_versions.exists()


def test_a_version_called_back_is_no_longer_the_one_to_sign(scene: Scene, draft: Convention) -> None:
    version = sent(scene, draft)
    services.call_back(actor=scene.ems, convention=draft, reason="Une faute")
    version.refresh_from_db()
    assert version.called_back_on == date(2023, 9, 18)
    assert services.sent_version(draft) is None


def test_the_signed_scan_is_filed_against_the_version_sent(scene: Scene, draft: Convention) -> None:
    version = sent(scene, draft)
    services.record_signature(actor=scene.ems, convention=draft, partner_signed_on=date(2023, 9, 18))
    received = services.record_receipt(
        actor=scene.ems, convention=draft, received_on=date(2023, 9, 18), signed_copy=ContentFile(b"%PDF-1.4 scan")
    )
    version.refresh_from_db()
    assert (version.scan_sha256, version.scan_received_on) == (received.signed_copy_sha256, date(2023, 9, 18))
    assert all(broken is None for _, broken in verify_all())


@pytest.mark.parametrize("change", [{"text_sha256": "0" * 64}, {"number": 9}, {"file": "autre.pdf"}])
def test_a_version_never_changes(scene: Scene, draft: Convention, change: dict[str, object]) -> None:
    produced(scene, draft)
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentVersion.objects.update(**change)


def test_a_scan_answers_only_a_version_that_was_sent(scene: Scene, draft: Convention) -> None:
    produced(scene, draft)
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentVersion.objects.update(scan_sha256="0" * 64, scan_received_on=date(2023, 9, 18))


def test_the_partner_reads_the_versions_that_were_sent_to_it(scene: Scene, draft: Convention) -> None:
    produced(scene, draft)
    assert not DocumentVersion.objects.visible_to(scene.alpha.referent).exists()
    version = sent(scene, draft)
    assert DocumentVersion.objects.visible_to(scene.alpha.referent).get() == version
    assert not DocumentVersion.objects.visible_to(scene.beta.referent).exists()


def test_a_partner_does_not_produce_versions(scene: Scene, draft: Convention) -> None:
    with pytest.raises(NotAllowed):
        services.produce_version(actor=scene.alpha.president, convention=draft)


def test_the_record_knows_the_date_of_a_deliberation_before_the_text_does(draft: Convention) -> None:
    draft.visas = "Vu le code,\nla délibération du Conseil du XXX\nl’arrêté nᵒ 4"
    draft.ems_deliberation = "délibération du Conseil de l’Eurométropole du XXX"
    printed = [visa.replace("\u00a0", " ") for visa in visas_of(draft)]
    assert printed[:3] == [
        "Vu le code",
        "l’arrêté nᵒ 4",
        "délibération du Conseil de l’Eurométropole, en date du 25 juin 2021",
    ]


def test_markup_in_an_article_is_printed_as_it_is(scene: Scene, draft: Convention) -> None:
    draft.articles.filter(number=1).update(text='#panic("x") $y$ *z* <b>é</b> 漢🙂 @a\n\n= Titre')
    text = text_of(services.preview(draft).pdf)
    assert '#panic("x") $y$ *z* <b>é</b>' in text


def test_the_digest_follows_each_word(draft: Convention) -> None:
    articles = list(draft.articles.all())
    before = digest_of(words_of(draft, articles))
    articles[0].text += " encore"
    assert digest_of(words_of(draft, articles)) != before
