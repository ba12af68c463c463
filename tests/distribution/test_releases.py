"""Figures published to all: small ones hidden, each publication protected against those before it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from passnum.core.errors import InvalidInput, NotAllowed
from passnum.distribution.models import FiguresRelease, IndicatorCount, ReleasedCell
from passnum.distribution.protecting import shown_rows
from passnum.distribution.releasing import preview_release, release_figures, released_tables
from tests.distribution.attributions import handed
from tests.quotas.stock import brought, first_place
from tests.scene import House, Scene

pytestmark = pytest.mark.django_db
YEAR = {"first": date(2022, 1, 1), "last": date(2022, 12, 31)}
HALF = {"first": date(2022, 1, 1), "last": date(2022, 6, 30)}


def counted(scene: Scene, month: int, house: House | None = None, **by_sex: int) -> None:
    """Beneficiaries of a month of 2022, by sex, as the register would have counted them."""
    house = house or scene.alpha
    rows = [("total", "total", sum(by_sex.values())), *(("sex", code, number) for code, number in by_sex.items())]
    IndicatorCount.objects.bulk_create(
        IndicatorCount(
            convention=house.convention,
            place=first_place(house),
            month=date(2022, month, 1),
            dimension=dimension,
            modality=modality,
            beneficiaries=number,
        )
        for dimension, modality, number in rows
    )


def shown(row: FiguresRelease) -> dict[str, int | None]:
    return dict(row.cells.filter(dimension="sex").values_list("modality", "shown"))


def test_small_figures_are_hidden_in_what_is_published(scene: Scene) -> None:
    counted(scene, 3, femme=60, homme=40, nr=4)
    row = release_figures(actor=scene.ems, **YEAR)
    assert shown(row) == {"femme": 60, "homme": None, "nr": None}
    ((rows, total),) = [(rows, total) for title, rows, total in released_tables(row) if title == "Sexe"]
    assert ("Femmes", 60) in rows
    assert total == 104


def test_a_publication_is_protected_against_the_one_before(scene: Scene) -> None:
    counted(scene, 3, femme=60, homme=40, nr=20)
    assert shown(release_figures(actor=scene.ems, **HALF)) == {"femme": 60, "homme": 40, "nr": 20}
    counted(scene, 9, femme=3, homme=50, nr=30)
    later = shown(release_figures(actor=scene.ems, **YEAR))
    assert later["femme"] is None
    assert list(later.values()).count(None) == 2


def test_a_period_is_published_once_and_when_it_is_over(scene: Scene) -> None:
    counted(scene, 3, femme=60, homme=40)
    release_figures(actor=scene.ems, **YEAR)
    with pytest.raises(InvalidInput, match="déjà publiés"):
        release_figures(actor=scene.ems, **YEAR)
    with pytest.raises(InvalidInput, match="finie"):
        release_figures(actor=scene.ems, first=date(2023, 1, 1), last=date(2023, 9, 18))


@pytest.mark.parametrize("by_sex", [{}, {"femme": 4, "homme": 5}])
def test_figures_that_nobody_could_read_are_not_published(scene: Scene, by_sex: dict[str, int]) -> None:
    counted(scene, 3, **by_sex)
    with pytest.raises(InvalidInput, match="Aucun chiffre ne serait lisible"):
        release_figures(actor=scene.ems, **YEAR)
    assert not FiguresRelease.objects.exists()


def test_figures_hidden_because_of_those_published_say_so(scene: Scene) -> None:
    counted(scene, 3, femme=60, homme=40)
    release_figures(actor=scene.ems, **HALF)
    counted(scene, 9, femme=3, homme=4)
    with pytest.raises(InvalidInput, match="jours avec une période déjà publiée"):
        release_figures(actor=scene.ems, **YEAR)
    counted(scene, 12, femme=3, homme=4)
    with pytest.raises(InvalidInput, match="trop peu de personnes sur cette période"):
        release_figures(actor=scene.ems, first=date(2022, 7, 1), last=date(2022, 12, 31))


def test_only_administrators_publish(scene: Scene) -> None:
    for stranger in (scene.communication, scene.alpha.referent):
        with pytest.raises(NotAllowed):
            release_figures(actor=stranger, **YEAR)


def test_the_database_keeps_what_was_published(scene: Scene) -> None:
    counted(scene, 3, femme=60, homme=40)
    release_figures(actor=scene.ems, **YEAR)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReleasedCell.objects.update(shown=None)


def test_the_last_quarter_is_not_the_year_less_three_others(scene: Scene) -> None:
    quarters = [{"first": date(2022, month, 1), "last": date(2022, month + 2, 30)} for month in (1, 4, 7)]
    quarters[0]["last"] = date(2022, 3, 31)
    for month in (2, 5, 8):
        counted(scene, month, femme=20, homme=30, nr=30)
        release_figures(actor=scene.ems, **quarters[month // 3])
    counted(scene, 11, femme=5, homme=40, nr=40)
    last = release_figures(actor=scene.ems, first=date(2022, 10, 1), last=date(2022, 12, 31))
    assert shown(last)["femme"] is None
    assert shown(release_figures(actor=scene.ems, **YEAR))["femme"] is None


def test_a_partner_does_not_compute_the_figures_of_the_others_with_its_own(scene: Scene) -> None:
    counted(scene, 3, femme=60, homme=40, nr=20)
    counted(scene, 3, house=scene.beta, femme=3, homme=30, nr=30)
    figures = shown(release_figures(actor=scene.ems, **YEAR))
    assert figures["femme"] is None
    assert list(figures.values()).count(None) == 2


def test_communes_are_listed_in_an_order_that_tells_nothing(scene: Scene) -> None:
    counted(scene, 3, femme=60, homme=40)
    for insee, number in (("67482", 60), ("67447", 4), ("67043", 36)):
        IndicatorCount.objects.create(
            convention=scene.alpha.convention,
            place=first_place(scene.alpha),
            month=date(2022, 3, 1),
            dimension="commune",
            modality=insee,
            beneficiaries=number,
        )
    row = release_figures(actor=scene.ems, **YEAR)
    labels = list(row.cells.filter(dimension="commune").values_list("label", flat=True))
    assert labels == ["Bischheim", "Schiltigheim", "Strasbourg"]


def test_where_nothing_is_shown_neither_are_the_communes_nor_the_total(scene: Scene) -> None:
    """The only beneficiary of the year."""
    brought(scene.ems, scene.alpha, 1, 2)
    handed(scene.alpha, on=date(2022, 3, 1))
    found, tables = preview_release(**YEAR)
    assert {table.total for table in tables.values()} == {None}
    assert shown_rows(found.table("commune"), tables["commune"]) == []


def test_a_correction_between_two_publications_is_not_told_by_their_difference(scene: Scene) -> None:
    counted(scene, 3, femme=60, homme=40, nr=20)
    release_figures(actor=scene.ems, **HALF)
    rows = IndicatorCount.objects.filter(dimension="sex")
    rows.filter(modality="femme").update(beneficiaries=59)
    rows.filter(modality="nr").update(beneficiaries=21)
    _, tables = preview_release(first=HALF["first"], last=date(2022, 7, 1))
    assert (tables["sex"].cells["femme"], tables["sex"].cells["nr"]) == (None, None)
