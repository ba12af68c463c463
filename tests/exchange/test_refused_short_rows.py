"""Rows of short tables that are refused: places, counts, ranges, quotas; the row, the column and the remedy."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from passnum.exchange import exporting
from passnum.exchange.enums import ImportState, Kind
from passnum.partners.enums import Role
from passnum.partners.models import DistributionPlace, Membership, Partner
from tests.exchange.files import as_csv, refusals, sent, written
from tests.exchange.test_short_tables import counts
from tests.scene import Scene

pytestmark = pytest.mark.django_db

HOUSE = {"structure": "Une autre", "lieu": "Son lieu", "commune": "Bischheim"}


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"structure": "a" * 161}, "structure", "160"),
        ({"sigle": "a" * 31}, "sigle", "30"),
        ({"lieu": "a" * 161}, "lieu", "160"),
        ({"adresse": "a" * 201}, "adresse", "200"),
        ({"lieu": "", "commune": "", "adresse": "1 rue"}, "lieu", "nom du lieu"),
        ({"lieu": "", "commune": "Bischheim"}, "lieu", "nom du lieu"),
        ({"ouvert": "peut-être"}, "ouvert", "oui"),
        ({"code_postal": "67000"}, "code_postal", "code postal"),
        ({"structure": ""}, "structure", "vide"),
    ],
)
def test_a_wrong_cell_of_a_place_is_named(scene: Scene, changes: dict[str, str], column: str, words: str) -> None:
    found = refusals(sent(scene.ems, Kind.STRUCTURES, None, as_csv(Kind.STRUCTURES, [HOUSE | changes])))
    assert [(line, named, words in told) for line, named, told in found] == [(2, column, True)]
    assert not Partner.objects.filter(name="Une autre").exists()


def test_what_the_database_refuses_of_a_row_is_the_refusal_of_that_row_alone(scene: Scene) -> None:
    """Two rows that only the constraints tell apart: names that differ by nothing but their capitals, accents…"""
    rows = [HOUSE | {"structure": f"É{one}"} for one in ("cole", "COLE")]
    row = sent(scene.ems, Kind.STRUCTURES, None, as_csv(Kind.STRUCTURES, [*rows, HOUSE | {"lieu": "B"}]))
    assert row.state in (ImportState.A_CONFIRMER, ImportState.REFUSE)
    assert row.created + row.unchanged + row.refused + row.changed == 3


def test_a_place_is_closed_by_its_row_and_by_nothing_else(scene: Scene) -> None:
    place = DistributionPlace.objects.filter(partner=scene.alpha.partner).order_by("pk")[0]
    told = {"structure": scene.alpha.partner.name, "lieu": place.name, "commune": place.commune_name}
    for cell, is_open in (("", True), ("non", False), ("", False), ("oui", True)):
        written(scene.ems, sent(scene.ems, Kind.STRUCTURES, None, as_csv(Kind.STRUCTURES, [told | {"ouvert": cell}])))
        place.refresh_from_db()
        assert place.is_active is is_open


@pytest.mark.parametrize(
    ("rows", "line", "column", "words"),
    [
        ([("sexe", "Femmes", "1"), ("SEX", "femme", "2")], 3, "modalite", "déjà dans le fichier"),
        ([("total", "Carnets", "1"), ("Total", "carnets", "2")], 3, "modalite", "déjà dans le fichier"),
        ([("sexe", "Femmes", "-1")], 2, "effectif", "nombre entier"),
        ([("sexe", "Femmes", "1,5")], 2, "effectif", "nombre entier"),
        ([("sexe", "Femmes", "9999999999")], 2, "effectif", "nombre entier"),
        ([("sexe", "Femmes", "")], 2, "effectif", "vide"),
    ],
)
def test_a_wrong_count_is_named(
    scene: Scene, rows: list[tuple[str, str, str]], line: int, column: str, words: str
) -> None:
    house = scene.alpha
    scene.period(house)
    found = refusals(sent(house.referent, Kind.EFFECTIFS, house.partner, counts(*rows)))
    assert [(at, named, words in told) for at, named, told in found] == [(line, column, True)]


def test_the_counts_of_a_referent_of_two_partners_enter_the_report_of_one(scene: Scene) -> None:
    alpha, beta = scene.alpha, scene.beta
    Membership.objects.create(
        user=alpha.referent, partner=beta.partner, role=Role.REFERENT, started_on=date(2021, 6, 1)
    )
    for house, number in ((alpha, "18"), (beta, "27")):
        data = counts(("sexe", "Femmes", number))
        row = sent(alpha.referent, Kind.EFFECTIFS, house.partner, data)
        assert written(alpha.referent, row).state == ImportState.FAIT
    for house, number in ((alpha, b'"18"'), (beta, b'"27"')):
        asked: dict[str, Any] = {"actor": alpha.referent, "kind": Kind.EFFECTIFS, "partner": house.partner}
        assert number in exporting.export(**asked, extension="csv").read()
