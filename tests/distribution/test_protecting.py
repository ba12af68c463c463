"""Figures of a partner or a place with the small ones hidden: not told by the programme's, nor by its neighbours'."""

from __future__ import annotations

from datetime import date

import pytest

from passnum.distribution.indicator_table import lines
from passnum.distribution.models import IndicatorCount
from passnum.distribution.protecting import protect
from passnum.distribution.reading import read_indicators
from passnum.distribution.scope import Scope
from passnum.partners.models import DistributionPlace
from tests.quotas.stock import first_place
from tests.scene import House, Scene

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2022, 1, 1), date(2022, 12, 31)


def counted(house: House, place: DistributionPlace | None = None, **by_sex: int) -> None:
    rows = [("total", "total", sum(by_sex.values())), *(("sex", code, number) for code, number in by_sex.items())]
    rows += [(name, "nr", sum(by_sex.values())) for name in ("category", "outcome", "age_band", "pcs")]
    IndicatorCount.objects.bulk_create(
        IndicatorCount(
            convention=house.convention,
            place=place or first_place(house),
            month=date(2022, 3, 1),
            dimension=dimension,
            modality=modality,
            beneficiaries=number,
        )
        for dimension, modality, number in rows
    )


def second_place(house: House, name: str = "Autre") -> DistributionPlace:
    return DistributionPlace.objects.create(
        partner=house.partner, name=name, postal_code="67000", commune_insee="67482", commune_name="Strasbourg"
    )


def sex_of(scope: Scope) -> dict[str, int | None]:
    found = read_indicators(scope, first=FIRST, last=LAST)
    return protect(scope, found, under=5)["sex"].cells


def test_the_programme_less_one_partner_does_not_tell_a_small_number_of_the_other(scene: Scene) -> None:
    counted(scene.alpha, femme=60, homme=40, nr=20)
    counted(scene.beta, femme=3, homme=40, nr=30)
    assert sex_of(Scope()) == {"femme": 63, "homme": 80, "nr": 50}
    assert sex_of(Scope(partner=scene.beta.partner))["femme"] is None
    assert sex_of(Scope(partner=scene.alpha.partner))["femme"] is None


def test_a_partner_less_its_places_does_not_tell_a_small_number_of_the_last(scene: Scene) -> None:
    other = second_place(scene.alpha)
    counted(scene.alpha, femme=60, homme=40, nr=20)
    counted(scene.alpha, other, femme=3, homme=40, nr=30)
    assert sex_of(Scope(partner=scene.alpha.partner)) == {"femme": 63, "homme": 80, "nr": 50}
    assert sex_of(Scope(place=other))["femme"] is None
    assert sex_of(Scope(place=first_place(scene.alpha)))["femme"] is None


def test_what_is_hidden_with_a_place_of_few_persons_hides_no_more_of_the_others(scene: Scene) -> None:
    shown, few, company, last = (first_place(scene.alpha), *(second_place(scene.alpha, name) for name in "ABC"))
    counted(scene.alpha, shown, femme=12, homme=12, nr=8)
    counted(scene.alpha, few, femme=1, homme=1, nr=1)
    counted(scene.alpha, company, femme=3, homme=3, nr=1)
    counted(scene.alpha, last, femme=1, homme=8, nr=1)
    assert sex_of(Scope(place=few)) == sex_of(Scope(place=company)) == {"femme": None, "homme": None, "nr": None}
    assert sex_of(Scope(place=shown)) == {"femme": None, "homme": 12, "nr": None}


def test_a_partner_of_few_persons_is_hidden_with_another(scene: Scene) -> None:
    counted(scene.alpha, femme=60, homme=40, nr=20)
    counted(scene.beta, femme=2, homme=1, nr=1)
    for house in (scene.alpha, scene.beta):
        scope = Scope(partner=house.partner)
        found = read_indicators(scope, first=FIRST, last=LAST)
        shown = protect(scope, found, under=5)
        assert {table.total for table in shown.values()} == {None}
        assert {str(row[4]) for row in lines(found, shown)} == {"masqué"}
