"""`manage.py import_convention`: a convention in preparation from its text, everything or nothing."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from passnum.conventions import services
from passnum.conventions.models import Convention, ConventionArticle, Obligation
from passnum.core.journal import verify_all
from passnum.core.models import JournalEntry
from passnum.partners.models import Partner
from tests.conventions.convention_text import TEXT
from tests.scene import administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def ried() -> Partner:
    return Partner.objects.create(name="Régie du Ried", short_name="Ried")


def written(folder: Path, text: str = TEXT, encoding: str = "utf-8") -> Path:
    path = folder / "convention.txt"
    path.write_bytes(text.encode(encoding))
    return path


def imported(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_convention", str(path), *options, stdout=out)
    return out.getvalue().replace("\u00a0", " ").replace("\u202f", " ")


def refusal(path: Path, *options: str) -> str:
    with pytest.raises(CommandError) as caught:
        imported(path, *options)
    assert not Convention.objects.exists()
    return str(caught.value).replace("\u00a0", " ")


def test_the_record_and_each_article_are_created_in_preparation(ried: Partner, tmp_path: Path) -> None:
    imported(written(tmp_path))
    convention = Convention.objects.get(partner=ried)
    assert (convention.state, convention.reference, convention.ends_on) == (
        "en_preparation",
        "PN-2021-RIED",
        date(2023, 12, 31),
    )
    assert (convention.ems_representative, convention.partner_representative_title) == ("Camille ROHAN", "Directeur")
    assert convention.partner_deliberation_on == date(2021, 5, 31)
    assert convention.preamble.startswith("Les parties veulent")
    assert [article.number for article in convention.articles.all()] == [1, 2, 3]
    assert "- de vive voix." in convention.articles.get(number=3).text


def test_the_convention_gets_its_obligations_and_its_first_act(ried: Partner, tmp_path: Path) -> None:
    imported(written(tmp_path))
    assert Obligation.objects.filter(rule="OB-12").get().due_on == date(2023, 6, 30)
    assert JournalEntry.objects.get(act="importer la convention").evidence
    assert all(broken is None for _, broken in verify_all())


def test_the_command_says_what_it_found_and_what_it_could_not_place(ried: Partner, tmp_path: Path) -> None:
    text = TEXT.replace(": Moyens\n", ": Moyens\n\nUne phrase perdue.\n")
    said = imported(written(tmp_path, text))
    line = text[: text.index("Article 3")].count("\n") + 1
    assert f"Article 3 : Moyens de la structure (ligne {line}," in said
    assert "Non placé : 1 passage" in said
    assert f"ligne {line - 2} : Hors de tout article. « Une phrase perdue. »" in said
    assert "Délibération de l’Eurométropole : XXX" in said


def test_an_essay_writes_nothing_and_says_the_same(ried: Partner, tmp_path: Path) -> None:
    path = written(tmp_path)
    said = imported(path, "--dry-run")
    assert "Essai : rien n’est enregistré." in said
    assert not Convention.objects.exists()
    assert not JournalEntry.objects.exists()
    assert said.split("\n\n")[0] == imported(path).split("\n\n")[0]


def test_the_structure_can_be_named(tmp_path: Path) -> None:
    other = Partner.objects.create(name="Autre nom", short_name="AN")
    imported(written(tmp_path), "--partner", "an")
    assert Convention.objects.get().partner == other


def test_an_unknown_structure_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    Partner.objects.create(name="Autre nom")
    assert "Aucune structure ne porte le nom « Régie du Ried ». Structures connues : Autre nom." in refusal(
        written(tmp_path)
    )


def test_an_unknown_structure_can_be_created(tmp_path: Path) -> None:
    imported(written(tmp_path), "--create-partner")
    assert Partner.objects.get().representative_title == "Directeur"


def test_nothing_of_an_essay_stays_even_the_structure(tmp_path: Path) -> None:
    imported(written(tmp_path), "--create-partner", "--dry-run")
    assert not Partner.objects.exists()


def test_the_same_text_twice_is_refused(ried: Partner, tmp_path: Path) -> None:
    path = written(tmp_path)
    imported(path)
    with pytest.raises(CommandError, match="PN-2021-RIED est déjà en préparation"):
        imported(path)
    assert Convention.objects.count() == 1


def test_a_reference_that_is_taken_gets_a_rank(ried: Partner, tmp_path: Path) -> None:
    imported(written(tmp_path))
    Convention.objects.update(first_year=2020)
    imported(written(tmp_path))
    assert set(Convention.objects.values_list("reference", flat=True)) == {"PN-2021-RIED", "PN-2021-RIED-2"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Ce fichier est vide."),
        (b"%PDF-1.7\x00", "n’est pas du texte"),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (TEXT.replace("Article 2 :", "Article 1 :").encode(), "deux fois"),
        (TEXT.replace("CARNETS", "CARNETS " * 40).encode(), "Le titre a"),
        (TEXT.replace("Camille ROHAN,", "Camille " * 40 + ",").encode(), "pour l’Eurométropole"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_written(
    ried: Partner, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "convention.txt"
    path.write_bytes(content)
    assert said in refusal(path)
    assert not ConventionArticle.objects.exists()


def test_fifty_megabytes_are_refused_without_being_read(ried: Partner, tmp_path: Path) -> None:
    path = tmp_path / "convention.txt"
    with path.open("wb") as sparse:
        sparse.truncate(50_000_000)
    assert "dépasse 1 Mo" in refusal(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "n’existe pas" in refusal(tmp_path / "rien.txt")
    assert "ne peut pas être lu" in refusal(tmp_path)


def test_an_imported_convention_goes_to_signature_once_complete(ried: Partner, tmp_path: Path) -> None:
    imported(written(tmp_path))
    convention = Convention.objects.get()
    convention.ems_deliberation, convention.ems_deliberation_on = "Délibération nᵒ 3", date(2021, 6, 25)
    convention.save()
    sent = services.send_for_signature(actor=administrator(), convention=convention, on=date(2021, 6, 28))
    assert sent.state == "envoyee"
