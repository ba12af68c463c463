"""The demonstration: a finished period that can be published and forecast, a register without a fault."""

from __future__ import annotations

from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command

from passnum.core import clock
from passnum.demo import loading
from passnum.demo.finished_people import draw_people
from passnum.demo.finished_period import PUBLISHED, load_finished_period
from passnum.distribution.models import FiguresRelease
from passnum.distribution.releasing import released_tables
from passnum.quotas.enums import QuotaBasis
from passnum.quotas.models import Delivery, Quota
from passnum.quotas.outlook import outlooks_of
from passnum.quotas.services import QuotaValues, set_quota
from tests.scene import Scene


@pytest.fixture
def spring(scene: Scene) -> Scene:
    """The house alpha has lived the finished period."""
    values = QuotaValues(scene.alpha.convention, 2023, 100, QuotaBasis.PERSONNES, 1200, "Rapport d’activité")
    set_quota(actor=scene.ems, values=values)
    people = {"eurometropole": scene.ems, "referent.alpha": scene.alpha.referent}
    load_finished_period(scene.alpha.convention, people | {"intervenant.alpha": scene.alpha.intervenant}, "alpha")
    return scene


def test_the_figures_published_are_read_in_part_and_their_small_cells_hidden(spring: Scene) -> None:
    release = FiguresRelease.objects.get(first_day=PUBLISHED[0], last_day=PUBLISHED[1])
    for title, rows, total in released_tables(release):
        assert any(number for _, number in rows), title
        assert total == 66
    assert release.cells.filter(shown=None).exists()


def test_a_pace_is_told_and_what_it_will_lack(spring: Scene) -> None:
    (outlook,) = outlooks_of(Quota.objects.filter(convention=spring.alpha.convention, year=2023), clock.today())
    assert outlook.forecast.pace is not None
    assert outlook.forecast.lacking


def test_the_same_persons_are_drawn_each_time() -> None:
    assert list(draw_people()) == list(draw_people())


@pytest.mark.slow
def test_slips_are_numbered_in_the_order_of_their_days_and_the_ledger_holds(db: None) -> None:
    loading.load()
    slips = Delivery.objects.order_by("number").values_list("sent_on", flat=True)
    assert all(before <= after for before, after in pairwise(slips))
    told = StringIO()
    call_command("check_ledger", stdout=told)
    assert "Registre exact" in told.getvalue()
