"""The characteristics that EMS adds, as columns of a file of attributions."""

from __future__ import annotations

from typing import Any

import pytest

from passnum.distribution.characteristic import Characteristic
from passnum.distribution.counting import miscounts
from passnum.distribution.draft import CharacteristicAnswer
from passnum.distribution.enums import ContentState
from passnum.distribution.models import Attribution, IndicatorCount
from passnum.exchange import exporting, services
from passnum.exchange.enums import ImportState, Kind
from passnum.exchange.formats import FORMATS
from tests.exchange.files import as_csv, attribution, refusals, sent, sent_rows, written
from tests.quotas.stock import brought
from tests.scene import House, Scene, signed_in

pytestmark = pytest.mark.django_db
NAME = "carac_equipement"


def published(code: str, label: str, *choices: str, version: int = 1) -> Characteristic:
    row = Characteristic.objects.create(code=code, label=label, version=version)
    for number, text in enumerate(choices, start=1):
        row.choices.create(number=number, label=text)
    Characteristic.objects.filter(pk=row.pk).update(state=ContentState.PUBLIE)
    row.refresh_from_db()
    return row


@pytest.fixture
def alpha(scene: Scene) -> House:
    brought(scene.ems, scene.alpha, 1, 5)
    return scene.alpha


@pytest.fixture
def asked(alpha: House) -> Characteristic:
    return published("equipement", "Équipement", "Aucun appareil", "Téléphone seul")


def rows(house: House, *cells: str, **changes: str) -> list[dict[str, Any]]:
    return [
        attribution(house, f"EMS-{number:06}", **{NAME: cell, **changes}) for number, cell in enumerate(cells, start=1)
    ]


def test_the_template_has_a_column_with_its_closed_list(asked: Characteristic) -> None:
    told = FORMATS[Kind.ATTRIBUTIONS].columns[-1]
    assert (told.name, told.words) == (NAME, "Équipement : Aucun appareil, Téléphone seul ; ou nr")
    assert NAME in exporting.template(kind=Kind.ATTRIBUTIONS, extension="csv").decode()


def test_a_choice_is_written_by_its_label_or_its_number_and_counted(alpha: House, asked: Characteristic) -> None:
    row = sent_rows(alpha, rows(alpha, "téléphone seul", "1", "nr", ""))
    assert written(alpha.intervenant, row).state == ImportState.FAIT
    answers = CharacteristicAnswer.objects.order_by("attribution__booklet__serial")
    assert [one.choice.number if one.choice else None for one in answers] == [2, 1, None, None]
    counts = IndicatorCount.objects.filter(dimension="carac:equipement").order_by("modality")
    assert [(one.modality, one.beneficiaries) for one in counts] == [("1:1", 1), ("1:2", 1), ("1:nr", 2)]
    assert list(miscounts()) == []


def test_a_file_without_the_column_says_nothing_of_it(alpha: House, asked: Characteristic) -> None:
    lines = as_csv(Kind.ATTRIBUTIONS, rows(alpha, "")).decode("utf-8-sig").splitlines()
    data = "\n".join(line.rpartition(";")[0] for line in lines).encode()
    written(alpha.intervenant, sent(alpha.intervenant, Kind.ATTRIBUTIONS, alpha.partner, data))
    assert Attribution.objects.count() == 1
    assert not CharacteristicAnswer.objects.exists()


def test_a_choice_of_no_list_is_refused_with_the_choices(alpha: House, asked: Characteristic) -> None:
    [(line, column, words)] = refusals(sent_rows(alpha, rows(alpha, "Ordinateur")))
    assert (line, column) == (2, NAME)
    assert "Aucun appareil, Téléphone seul" in words


def test_someone_who_objects_has_no_answer(alpha: House, asked: Characteristic) -> None:
    nothing = dict.fromkeys(["categorie", "prestation", "age", "sexe", "pcs", "francais", "handicap"], "")
    [(_, column, _)] = refusals(sent_rows(alpha, rows(alpha, "1", opposition="oui", **nothing)))
    assert column == NAME
    written(alpha.intervenant, sent_rows(alpha, rows(alpha, "", opposition="oui", **nothing)))
    assert Attribution.objects.get().objection
    assert not CharacteristicAnswer.objects.exists()


def test_a_list_that_changed_after_the_preview_is_asked_again(alpha: House, asked: Characteristic) -> None:
    row = sent_rows(alpha, rows(alpha, "1"))
    published("langue", "Langue de l’entretien", "Français", "Autre")
    page = signed_in(alpha.intervenant).get(f"/espace/echanges/imports/{row.public_id}/").content.decode()
    assert "ont changé" in page
    assert 'value="confirmer"' not in page
    done = written(alpha.intervenant, row)
    assert done.state == ImportState.REFUSE
    assert "ont changé" in done.message
    assert not Attribution.objects.exists()


def test_a_new_version_of_the_list_never_gives_another_answer_than_the_one_seen(
    alpha: House, asked: Characteristic
) -> None:
    row = sent_rows(alpha, rows(alpha, "1"))
    Characteristic.objects.filter(pk=asked.pk).update(state=ContentState.REMPLACE)
    published("equipement", "Équipement", "Téléphone seul", "Tablette", "Aucun appareil", version=2)
    done = written(alpha.intervenant, row)
    assert done.state == ImportState.REFUSE
    assert "ont changé" in done.message
    assert not Attribution.objects.exists()


def test_the_added_answers_do_not_leave_with_the_rows(alpha: House, asked: Characteristic) -> None:
    written(alpha.intervenant, sent_rows(alpha, rows(alpha, "Téléphone seul")))
    data = (
        exporting.export(actor=alpha.intervenant, kind=Kind.ATTRIBUTIONS, partner=alpha.partner, extension="csv")
        .read()
        .decode()
    )
    assert "carac_" not in data
    assert "Téléphone seul" not in data
    assert services.waiting().count() == 0
