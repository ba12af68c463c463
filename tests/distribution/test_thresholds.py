"""The thresholds under which figures are hidden: settings, five at least, and each publication keeps its own."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django.fixtures import Settings

from passnum.core.errors import InvalidInput
from passnum.distribution.checks import figures_of_few_persons_stay_hidden
from passnum.distribution.protecting import protect
from passnum.distribution.reading import read_indicators
from passnum.distribution.releasing import release_figures
from passnum.distribution.scope import Scope
from passnum.distribution.thresholds import internal_threshold, published_threshold
from tests.distribution.test_releases import HALF, YEAR, counted, shown
from tests.scene import Scene

pytestmark = pytest.mark.django_db
NAMES = ["PASSNUM_PUBLISHED_THRESHOLD", "PASSNUM_INTERNAL_THRESHOLD"]


def test_eleven_in_what_is_published_and_five_in_reports_of_ems_unless_set_otherwise() -> None:
    assert (published_threshold(), internal_threshold()) == (11, 5)
    assert figures_of_few_persons_stay_hidden() == []


@pytest.mark.parametrize("name", NAMES)
def test_a_threshold_under_five_is_refused_by_a_check_and_raised_to_five(settings: Settings, name: str) -> None:
    setattr(settings, name, 4)
    (error,) = figures_of_few_persons_stay_hidden()
    assert error.id == "distribution.E001"
    assert f"{name} vaut 4" in error.msg
    assert 5 in (published_threshold(), internal_threshold())
    setattr(settings, name, 5)
    assert figures_of_few_persons_stay_hidden() == []


def test_a_publication_is_made_and_kept_with_the_threshold_of_its_day(scene: Scene, settings: Settings) -> None:
    counted(scene, 3, femme=60, homme=40, nr=8)
    settings.PASSNUM_PUBLISHED_THRESHOLD = 8
    row = release_figures(actor=scene.ems, **HALF)
    assert (row.threshold, shown(row)["nr"]) == (8, 8)
    settings.PASSNUM_PUBLISHED_THRESHOLD = 20
    row.refresh_from_db()
    assert (row.threshold, shown(row)["nr"]) == (8, 8)


def test_a_publication_made_at_eleven_stays_protected_at_eleven_when_the_setting_is_lowered(
    scene: Scene, settings: Settings
) -> None:
    counted(scene, 3, femme=60, homme=40, nr=20)
    counted(scene, 9, femme=7, homme=50, nr=30)
    before = release_figures(actor=scene.ems, **YEAR)
    assert shown(before) == {"femme": 67, "homme": 90, "nr": 50}
    settings.PASSNUM_PUBLISHED_THRESHOLD = 5
    row = release_figures(actor=scene.ems, **HALF)
    assert row.threshold == 11
    assert shown(row)["femme"] is None


def test_a_lowered_setting_applies_where_nothing_was_published(scene: Scene, settings: Settings) -> None:
    counted(scene, 3, femme=60, homme=40, nr=20)
    release_figures(actor=scene.ems, **HALF)
    settings.PASSNUM_PUBLISHED_THRESHOLD = 5
    counted(scene, 9, femme=7, homme=50, nr=30)
    row = release_figures(actor=scene.ems, first=date(2022, 7, 1), last=date(2022, 12, 31))
    assert (row.threshold, shown(row)) == (5, {"femme": 7, "homme": 50, "nr": 30})


def test_a_raised_setting_does_not_hide_all_beside_what_was_published_lower(scene: Scene, settings: Settings) -> None:
    counted(scene, 3, femme=60, homme=40, nr=15)
    assert shown(release_figures(actor=scene.ems, **HALF))["nr"] == 15
    settings.PASSNUM_PUBLISHED_THRESHOLD = 20
    counted(scene, 9, femme=40, homme=50, nr=30)
    assert shown(release_figures(actor=scene.ems, **YEAR)) == {"femme": 100, "homme": 90, "nr": 45}


def test_reports_of_ems_follow_their_own_setting(scene: Scene, settings: Settings) -> None:
    counted(scene, 3, femme=60, homme=40, nr=8)
    found = read_indicators(Scope(), first=YEAR["first"], last=YEAR["last"])
    assert protect(Scope(), found, under=internal_threshold())["sex"].cells["nr"] == 8
    settings.PASSNUM_INTERNAL_THRESHOLD = 9
    assert protect(Scope(), found, under=internal_threshold())["sex"].cells["nr"] is None


def test_a_threshold_above_everybody_publishes_nothing(scene: Scene, settings: Settings) -> None:
    counted(scene, 3, femme=60, homme=40)
    settings.PASSNUM_PUBLISHED_THRESHOLD = 500
    with pytest.raises(InvalidInput, match="Aucun chiffre ne serait lisible"):
        release_figures(actor=scene.ems, **YEAR)
