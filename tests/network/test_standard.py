"""The national standard in and out: exact columns, both versions, refusals in words, our own fields kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from passnum.core.errors import NotAllowed
from passnum.core.models import JournalEntry
from passnum.exchange import exporting, services
from passnum.exchange.enums import ImportState, Kind
from passnum.exchange.models import TableImport
from passnum.network.models import MediationPlace
from passnum.network.standard import COLUMNS, write_places
from tests.exchange.files import refusals, sent, written
from tests.network.examples import CURRENT, HEADERS, OLD, ROW
from tests.scene import Scene


def bring(scene: Scene, text: str | bytes) -> TableImport:
    """The file, checked and written."""
    return written(scene.ems, send(scene, text))


def send(scene: Scene, text: str | bytes) -> TableImport:
    data = text.encode() if isinstance(text, str) else text
    return sent(scene.ems, Kind.MEDIATION, None, data, "lieux.csv")


def counts(row: TableImport) -> tuple[str, int, int, int]:
    return row.state, row.created, row.changed, row.unchanged


def test_a_file_of_the_standard_comes_out_as_it_went_in(scene: Scene) -> None:
    bring(scene, CURRENT)
    assert write_places(MediationPlace.objects.all()).decode() == CURRENT


def test_a_file_brought_twice_changes_nothing(scene: Scene) -> None:
    assert counts(bring(scene, CURRENT)) == (ImportState.FAIT, 1, 0, 0)
    acts = JournalEntry.objects.count()
    assert counts(bring(scene, CURRENT)) == (ImportState.FAIT, 0, 0, 1)
    assert JournalEntry.objects.count() == acts


def test_the_older_version_says_that_the_place_takes_the_pass(scene: Scene) -> None:
    bring(scene, OLD)
    place = MediationPlace.objects.get()
    assert (place.accepts_pass, place.accepts_pass_since) == (True, date(2022, 11, 8))
    assert place.frais_a_charge == ["Gratuit sous condition"]
    assert place.services == ["Maîtrise des outils numériques du quotidien", "Compréhension du monde numérique"]
    assert place.publics_specifiquement_adresses == ["Seniors"]
    assert place.prise_en_charge_specifique == ["Surdité"]


def test_a_round_trip_never_loses_what_ems_added(scene: Scene) -> None:
    bring(scene, OLD)
    ours: dict[str, Any] = {
        "qualified_by": "Hubik",
        "qualified_since": date(2022, 1, 1),
        "network_joined_on": date(2022, 2, 1),
        "remaining_charge": "aucun",
        "languages": ["ar", "tr"],
        "accessibility": ["fauteuil"],
        "accepts_pass": True,
        "accepts_pass_since": date(2022, 11, 8),
        "is_active": False,
    }
    MediationPlace.objects.update(**ours)
    bring(scene, CURRENT)
    bring(scene, write_places(MediationPlace.objects.all()))
    assert MediationPlace.objects.values(*ours).get() == ours


@pytest.mark.parametrize(
    ("right", "wrong", "column", "words"),
    [
        ("12345678900011", "123 456", "pivot", "SIRET"),
        ("2023-05-02", "02/05/2023", "date_maj", "AAAA-MM-JJ"),
        ("48.5431", "nord", "latitude", "48.58"),
        ("France Services", "Maison France", "dispositif_programmes_nationaux", "Maison France"),
        ("Mo-Fr 09:00-12:00,14:00-18:00; PH off", "lundi matin", "horaires", "lundi matin"),
        ("+33388000001", "0388000001", "telephone", "+33388000000"),
        ("https://moulin.example", "javascript:alert(1)", "site_web", "javascript:alert(1)"),
        ("Atelier du Moulin", "", "nom", "vide"),
    ],
)
def test_a_wrong_cell_is_refused_in_words_that_name_it(
    scene: Scene, right: str, wrong: str, column: str, words: str
) -> None:
    found = refusals(send(scene, CURRENT.replace(right, wrong, 1)))
    assert [(line, name) for line, name, _ in found] == [(2, column)]
    assert words in found[0][2]


def test_a_refused_telephone_is_shown_as_it_was_written(scene: Scene) -> None:
    row = send(scene, CURRENT.replace("+33388000001", "0388000001", 1))
    assert row.problems.get().value == "0388000001"


def test_a_wrong_word_of_the_older_version_is_named_under_its_own_column(scene: Scene) -> None:
    found = refusals(send(scene, OLD.replace("Surdité", "Extraterrestres")))
    assert [(line, name) for line, name, _ in found] == [(2, "publics_accueillis")]
    assert "Extraterrestres" in found[0][2]


def test_the_same_identifier_twice_is_refused(scene: Scene) -> None:
    found = refusals(send(scene, f"{CURRENT}{ROW}\r\n"))
    assert [(line, name) for line, name, _ in found] == [(3, "id")]
    assert "déjà à la ligne 2" in found[0][2].replace("\xa0", " ")


def test_one_wrong_line_and_nothing_is_written(scene: Scene) -> None:
    wrong = ROW.replace("moulin-1", "moulin-2").replace("67540", "675")
    found = refusals(send(scene, f"{CURRENT}{wrong}\r\n"))
    assert [(line, name) for line, name, _ in found] == [(3, "code_postal")]
    assert not MediationPlace.objects.exists()


def test_a_column_foreign_to_the_standard_is_named(scene: Scene) -> None:
    assert "couleur" in send(scene, f"{HEADERS},couleur\r\n{ROW},rouge\r\n").message


def test_a_column_that_the_file_has_not_changes_nothing_and_an_empty_cell_empties(scene: Scene) -> None:
    bring(scene, CURRENT)
    short = "id,pivot,nom,commune,code_postal,adresse,date_maj,telephone\n"
    row = send(scene, f"{short}moulin-1,12345678900011,Atelier du Moulin,Ostwald,67540,4 rue du Moulin,2023-05-02,\n")
    [line] = services.sample(row, first=0, size=100)
    assert [cell for _, cell, changes in line.cells if changes] == ["4 rue du Moulin", ""]
    written(scene.ems, row)
    place = MediationPlace.objects.get()
    assert (place.adresse, place.telephone, place.services[:1]) == (
        "4 rue du Moulin",
        "",
        ["Maîtrise des outils numériques du quotidien"],
    )


def test_a_place_changed_between_preview_and_confirmation_is_not_created_twice(scene: Scene) -> None:
    first, second = send(scene, CURRENT), send(scene, CURRENT)
    written(scene.ems, first)
    assert counts(written(scene.ems, second)) == (ImportState.FAIT, 0, 0, 1)
    assert MediationPlace.objects.count() == 1


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_a_spreadsheet_of_places_comes_back_unchanged(scene: Scene, extension: str) -> None:
    bring(scene, CURRENT)
    data = exporting.export(actor=scene.ems, kind=Kind.MEDIATION, partner=None, extension=extension).read()
    row = sent(scene.ems, Kind.MEDIATION, None, data, f"lieux.{extension}")
    assert (row.message, list(row.problems.values_list("column", "message"))) == ("", [])
    assert (row.created, row.changed, row.unchanged) == (0, 0, 1)


def test_the_template_explains_each_column_of_the_standard_and_can_be_sent(scene: Scene) -> None:
    data = exporting.template(kind=Kind.MEDIATION, extension="xlsx")
    row = sent(scene.ems, Kind.MEDIATION, None, data, "modele.xlsx")
    assert (row.columns, row.created) == (COLUMNS, 1)


def test_only_ems_brings_places(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        sent(scene.alpha.referent, Kind.MEDIATION, None, CURRENT.encode())
