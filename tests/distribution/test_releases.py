"""Figures published to all: small ones hidden, each publication protected against those before it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from passnum.core.errors import InvalidInput, NotAllowed
from passnum.distribution.models import FiguresRelease, IndicatorCount, ReleasedCell
from passnum.distribution.releasing import release_figures, released_tables
from tests.quotas.stock import first_place
from tests.scene import Scene

pytestmark = pytest.mark.django_db
YEAR = {"first": date(2022, 1, 1), "last": date(2022, 12, 31)}
HALF = {"first": date(2022, 1, 1), "last": date(2022, 6, 30)}


def counted(scene: Scene, month: int, **by_sex: int) -> None:
    """Beneficiaries of a month of 2022, by sex, as the register would have counted them."""
    rows = [("total", "total", sum(by_sex.values())), *(("sex", code, number) for code, number in by_sex.items())]
    IndicatorCount.objects.bulk_create(
        IndicatorCount(
            convention=scene.alpha.convention,
            place=first_place(scene.alpha),
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
    assert ("Femmes", 60) in dict(released_tables(row))["Sexe"]


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


def test_only_administrators_publish(scene: Scene) -> None:
    for stranger in (scene.communication, scene.alpha.referent):
        with pytest.raises(NotAllowed):
            release_figures(actor=stranger, **YEAR)


def test_the_database_keeps_what_was_published(scene: Scene) -> None:
    counted(scene, 3, femme=60, homme=40)
    release_figures(actor=scene.ems, **YEAR)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReleasedCell.objects.update(shown=None)
