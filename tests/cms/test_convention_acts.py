"""What the page of a convention offers to EMS, by its state and its dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from passnum.conventions import services
from passnum.conventions.models import Convention
from tests.scene import Scene, signed_in

pytestmark = pytest.mark.django_db


def page_of(scene: Scene, convention: Convention) -> str:
    url = reverse("backoffice:convention", args=[convention.public_id])
    return signed_in(scene.ems).get(url).content.decode()


def test_the_end_is_not_offered_before_the_last_day_has_passed(scene: Scene, settings: Any) -> None:
    convention = scene.alpha.convention
    settings.PASSNUM_TODAY = convention.ends_on
    assert "Constater l’échéance" not in page_of(scene, convention)
    settings.PASSNUM_TODAY = convention.ends_on + timedelta(days=1)
    assert "Constater l’échéance" in page_of(scene, convention)


def test_the_last_year_of_a_convention_that_is_over_is_still_reported_on(scene: Scene, settings: Any) -> None:
    settings.PASSNUM_TODAY = date(2024, 2, 1)
    convention = services.record_expiry(actor=scene.ems, convention=scene.alpha.convention)
    page = page_of(scene, convention)
    assert "Ouvrir une campagne" in page
    assert "Comités, membres et règle" in page
    url = reverse("backoffice:convention_act", args=[convention.public_id, "campagne"])
    signed_in(scene.ems).post(url, {"year": 2023})
    assert convention.periods.filter(year=2023).exists()
