"""The national standard in and out: exact columns, both versions, refusals in words, our own fields kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from passnum.core.errors import InvalidInput, NotAllowed
from passnum.core.models import JournalEntry
from passnum.core.tables import read_table
from passnum.network.importing import CHANGED, CREATED, REFUSED, UNCHANGED, import_places, preview_places
from passnum.network.models import MediationPlace
from passnum.network.standard import write_places
from tests.network.examples import CURRENT, HEADERS, OLD, ROW
from tests.scene import Scene


def bring(scene: Scene, text: str) -> dict[str, int]:
    return import_places(actor=scene.ems, dataset=read_table(text.encode(), "csv"))


def refusal(scene: Scene, text: str) -> str:
    lines = preview_places(actor=scene.ems, dataset=read_table(text.encode(), "csv"))
    assert [line.word for line in lines if line.details and line.word == REFUSED]
    return next(line.details[0] for line in lines if line.word == REFUSED)


def test_a_file_of_the_standard_comes_out_as_it_went_in(scene: Scene) -> None:
    bring(scene, CURRENT)
    assert write_places(MediationPlace.objects.all()).decode() == CURRENT


def test_a_file_brought_twice_changes_nothing(scene: Scene) -> None:
    assert bring(scene, CURRENT) == {CREATED: 1, CHANGED: 0, UNCHANGED: 0}
    acts = JournalEntry.objects.count()
    assert bring(scene, CURRENT) == {CREATED: 0, CHANGED: 0, UNCHANGED: 1}
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
    bring(scene, write_places(MediationPlace.objects.all()).decode())
    assert MediationPlace.objects.values(*ours).get() == ours


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("12345678900011", "123 456", "pivot"),
        ("2023-05-02", "02/05/2023", "date_maj"),
        ("48.5431", "nord", "latitude"),
        ("France Services", "Maison France", "dispositif_programmes_nationaux"),
        ("Mo-Fr 09:00-12:00,14:00-18:00; PH off", "lundi matin", "lundi matin"),
        ("+33388000001", "0388000001", "+33388000000"),
        ("https://moulin.example", "javascript:alert(1)", "javascript:alert(1)"),
        ("Atelier du Moulin", "", "nom"),
    ],
)
def test_a_wrong_cell_is_refused_in_words_that_name_it(scene: Scene, right: str, wrong: str, words: str) -> None:
    if words == "pivot":
        words = "SIRET"
    assert words in refusal(scene, CURRENT.replace(right, wrong, 1))


def test_the_same_identifier_twice_is_refused(scene: Scene) -> None:
    assert "déjà à la ligne 2" in refusal(scene, f"{CURRENT}{ROW}\r\n")


def test_one_wrong_line_and_nothing_is_written(scene: Scene) -> None:
    wrong = ROW.replace("moulin-1", "moulin-2").replace("67540", "675")
    with pytest.raises(InvalidInput, match="Ligne 3"):
        bring(scene, f"{CURRENT}{wrong}\r\n")
    assert not MediationPlace.objects.exists()


def test_a_column_foreign_to_the_standard_is_named(scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="couleur"):
        bring(scene, f"{HEADERS},couleur\r\n{ROW},rouge\r\n")


def test_only_ems_brings_places(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        import_places(actor=scene.alpha.referent, dataset=read_table(CURRENT.encode(), "csv"))
