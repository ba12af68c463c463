"""The record of a convention: contacts, data protection, control of legality, files, versions of the articles."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from passnum.conventions import services
from passnum.conventions.completeness import missing_elements
from passnum.conventions.enums import ContactRole, Side
from passnum.conventions.models import ArticleVersion, Convention, ConventionArticle, ConventionContact, ConventionFile
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.models import JournalEntry
from passnum.core.uploads import ATTACHMENTS, CheckedUpload, check_upload
from tests.scene import Scene, draft_convention

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(scene: Scene) -> Convention:
    return services.save_record(
        actor=scene.ems, convention=draft_convention(scene.alpha.partner, reference="PN-TEST", first_year=2022)
    )


def article(convention: Convention, number: int = 4) -> ConventionArticle:
    return convention.articles.get(number=number)


def contact(convention: Convention, **changes: object) -> ConventionContact:
    values = {"side": Side.EMS, "role": ContactRole.DONNEES, "name": "Lou BRAUN", "email": "dpo@exemple.test"}
    return ConventionContact(convention=convention, **(values | changes))


def missing(convention: Convention) -> list[str]:
    return [item.what for item in missing_elements(Convention.objects.get(pk=convention.pk))]


def checked(words: str = "a;b\n") -> CheckedUpload:
    return check_upload(SimpleUploadedFile("pièce.csv", words.encode()), accept=ATTACHMENTS)


def test_a_change_keeps_what_the_article_said(scene: Scene, draft: Convention) -> None:
    row = article(draft)
    services.change_article(actor=scene.ems, article=row, title="Moyens", text="Un\r\n\r\nDeux ", revision=0)
    services.change_article(actor=scene.ems, article=row, title="Moyens", text="Trois", revision=1)
    assert article(draft).text == "Trois"
    assert list(row.versions.values_list("number", "title", "text", "replaced_by")) == [
        (1, row.title, "", scene.ems.pk),
        (2, "Moyens", "Un\n\nDeux", scene.ems.pk),
    ]
    assert JournalEntry.objects.filter(act="modifier l’article 4").count() == 2


def test_nothing_changed_is_no_version(scene: Scene, draft: Convention) -> None:
    row = article(draft)
    services.change_article(actor=scene.ems, article=row, title=row.title, text="", revision=0)
    assert not ArticleVersion.objects.exists()


def test_two_people_who_write_at_once_do_not_lose_a_text(scene: Scene, draft: Convention) -> None:
    row = article(draft)
    services.change_article(actor=scene.ems, article=row, title="Moyens", text="Un", revision=0)
    with pytest.raises(WrongState, match="modifié pendant"):
        services.change_article(actor=scene.ems, article=row, title="Moyens", text="Deux", revision=0)


def test_the_text_is_closed_once_sent(scene: Scene) -> None:
    with pytest.raises(WrongState, match="avenant"):
        services.change_article(
            actor=scene.ems, article=article(scene.alpha.convention), title="Moyens", text="Un", revision=0
        )


@pytest.mark.parametrize(("title", "text"), [("", "Un"), ("a" * 161, "Un"), ("Moyens", "a" * 60_001)])
def test_an_impossible_article_is_refused(scene: Scene, draft: Convention, title: str, text: str) -> None:
    with pytest.raises(InvalidInput):
        services.change_article(actor=scene.ems, article=article(draft), title=title, text=text, revision=0)


def test_a_former_text_is_never_changed_nor_deleted(scene: Scene, draft: Convention) -> None:
    services.change_article(actor=scene.ems, article=article(draft), title="Moyens", text="Un", revision=0)
    for attempt in (lambda: ArticleVersion.objects.update(text="faux"), lambda: ArticleVersion.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_an_article_that_misses_is_named_then_added(scene: Scene, draft: Convention) -> None:
    article(draft, 5).delete()
    assert "Article 5" in missing(draft)
    services.add_article(actor=scene.ems, convention=draft, number=5, part=2, title="Engagements", text="Un")
    assert "Article 5" not in missing(draft)
    with pytest.raises(InvalidInput, match="existe déjà"):
        services.add_article(actor=scene.ems, convention=draft, number=5, part=2, title="Engagements", text="Un")


def test_empty_articles_are_named(scene: Scene, draft: Convention) -> None:
    assert "Texte des articles" in missing(draft)
    draft.articles.exclude(number__in=[4, 6]).update(text="Écrit")
    assert [what for what in missing(draft) if what.startswith("Texte")] == [
        "Texte de l’article 4",
        "Texte de l’article 6",
    ]


def test_the_control_of_legality_is_asked_for_until_it_is_recorded(scene: Scene, draft: Convention) -> None:
    what = "Transmission au contrôle de légalité de la délibération de l’Eurométropole"
    assert what in missing(draft)
    services.record_transmission(actor=scene.ems, convention=draft, side=Side.EMS, on=date(2021, 7, 1))
    assert what not in missing(draft)


@pytest.mark.parametrize("on", [date(2021, 6, 1), date(2030, 1, 1)])
def test_a_transmission_before_the_deliberation_or_in_the_future_is_refused(
    scene: Scene, draft: Convention, on: date
) -> None:
    with pytest.raises(InvalidInput):
        services.record_transmission(actor=scene.ems, convention=draft, side=Side.EMS, on=on)


def test_a_transmission_before_the_deliberation_is_refused_by_the_database(draft: Convention) -> None:
    draft.ems_deliberation_transmitted_on = date(2021, 1, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        draft.save()


def test_data_protection_is_complete_with_its_controller_its_arrangement_and_two_contacts(
    scene: Scene, draft: Convention
) -> None:
    assert any(what.startswith("Protection des données : responsable de traitement,") for what in missing(draft))
    services.save_data_protection(actor=scene.ems, convention=draft, controller="chacune", arrangement="Annexe 1")
    services.save_contact(actor=scene.ems, contact=contact(draft))
    assert "Protection des données : contact de la structure" in missing(draft)
    services.save_contact(actor=scene.ems, contact=contact(draft, side=Side.STRUCTURE, name="Dom"))
    assert not [what for what in missing(draft) if what.startswith("Protection")]


def test_a_contact_can_be_reached(scene: Scene, draft: Convention) -> None:
    with pytest.raises(InvalidInput, match="adresse électronique ou un numéro"):
        services.save_contact(actor=scene.ems, contact=contact(draft, email=""))


def test_a_contact_that_is_removed_is_erased(scene: Scene, draft: Convention) -> None:
    row = services.save_contact(actor=scene.ems, contact=contact(draft))
    services.remove_contact(actor=scene.ems, contact=row)
    assert not ConventionContact.objects.exists()


def test_a_file_is_kept_with_its_digest_and_joined_once(scene: Scene, draft: Convention) -> None:
    kept = services.add_file(actor=scene.ems, convention=draft, checked=checked(), label="Annexe", shared=False)
    assert kept.file.open().read() == b"a;b\n"
    assert JournalEntry.objects.get(act="joindre une pièce").evidence == kept.sha256
    with pytest.raises(InvalidInput, match="déjà joint"):
        services.add_file(actor=scene.ems, convention=draft, checked=checked(), label="Annexe", shared=False)


def test_the_partner_reads_the_files_that_are_shared_with_it(scene: Scene, draft: Convention) -> None:
    for words, shared in (("a", True), ("b", False)):
        services.add_file(actor=scene.ems, convention=draft, checked=checked(words), label=words, shared=shared)
    readable = ConventionFile.objects.visible_to(scene.alpha.referent)
    assert [row.label for row in readable] == ["a"]
    assert not ConventionFile.objects.visible_to(scene.beta.referent).exists()
    services.withdraw_file(actor=scene.ems, file=readable.get(), reason="Erreur")
    assert not readable.all().exists()
    assert ConventionFile.objects.visible_to(scene.ems).count() == 2


def test_a_file_is_withdrawn_once_and_with_a_reason(scene: Scene, draft: Convention) -> None:
    kept = services.add_file(actor=scene.ems, convention=draft, checked=checked(), label="Annexe", shared=False)
    with pytest.raises(InvalidInput):
        services.withdraw_file(actor=scene.ems, file=kept, reason=" ")
    services.withdraw_file(actor=scene.ems, file=kept, reason="Erreur")
    with pytest.raises(WrongState):
        services.withdraw_file(actor=scene.ems, file=kept, reason="Erreur")


def test_the_record_is_ems_administrators_alone(scene: Scene, draft: Convention) -> None:
    actor = scene.alpha.president
    with pytest.raises(NotAllowed):
        services.change_article(actor=actor, article=article(draft), title="a", text="b", revision=0)
    with pytest.raises(NotAllowed):
        services.save_contact(actor=actor, contact=contact(draft))
    with pytest.raises(NotAllowed):
        services.record_transmission(actor=actor, convention=draft, side=Side.EMS, on=date(2021, 7, 1))
