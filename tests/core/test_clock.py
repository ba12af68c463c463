"""The business clock: the demonstration's day, or the real one in Strasbourg."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from passnum.core import clock


def test_the_day_is_that_of_the_setting(settings: Any) -> None:
    settings.PASSNUM_TODAY = date(2023, 9, 18)
    assert clock.today() == date(2023, 9, 18)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2023, 6, 30, 21, 59, tzinfo=UTC), date(2023, 6, 30)),
        (datetime(2023, 6, 30, 22, 0, tzinfo=UTC), date(2023, 7, 1)),
        (datetime(2023, 12, 31, 22, 59, tzinfo=UTC), date(2023, 12, 31)),
        (datetime(2023, 12, 31, 23, 0, tzinfo=UTC), date(2024, 1, 1)),
    ],
)
def test_without_a_setting_the_day_changes_at_midnight_in_strasbourg(
    settings: Any, moment: datetime, day: date
) -> None:
    settings.PASSNUM_TODAY = None
    with time_machine.travel(moment, tick=False):
        assert clock.today() == day
        assert clock.now() == moment


def test_the_demonstration_has_the_time_of_the_real_day(settings: Any) -> None:
    settings.PASSNUM_TODAY = date(2023, 9, 18)
    with time_machine.travel(datetime(2026, 1, 15, 13, 32, tzinfo=UTC), tick=False):
        assert clock.now().isoformat() == "2023-09-18T14:32:00+02:00"


@pytest.mark.parametrize("day", [date(2023, 3, 26), date(2023, 10, 29)])
def test_the_nights_when_the_hour_changes_still_have_a_moment_of_that_day(settings: Any, day: date) -> None:
    settings.PASSNUM_TODAY = day
    with time_machine.travel(datetime(2026, 1, 15, 1, 30, tzinfo=UTC), tick=False):
        moment = clock.now()
    assert timezone.localdate(moment) == day
    assert moment.astimezone(UTC).date() == day


def test_another_day_is_lived_for_a_block_only(settings: Any) -> None:
    settings.PASSNUM_TODAY = date(2023, 9, 18)
    with clock.on_day(date(2021, 5, 31)):
        with clock.on_day(date(2022, 1, 1)):
            assert clock.today() == date(2022, 1, 1)
        assert clock.today() == date(2021, 5, 31)
    assert clock.today() == date(2023, 9, 18)


def test_another_day_ends_with_an_error_too(settings: Any) -> None:
    settings.PASSNUM_TODAY = date(2023, 9, 18)
    with pytest.raises(ZeroDivisionError), clock.on_day(date(2021, 5, 31)):
        _ = 1 / 0
    assert clock.today() == date(2023, 9, 18)
