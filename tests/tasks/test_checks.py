"""The check of what Redis and the time limit of tasks say together."""

import pytest
from pytest_django.fixtures import Settings

from passnum.config import broker
from tasks.checks import redis_waits_longer_than_a_task_lasts


@pytest.mark.parametrize("visibility", [1, 299, 300])
def test_a_visibility_timeout_within_the_time_limit_is_an_error(settings: Settings, visibility: int) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": visibility}
    assert [error.id for error in redis_waits_longer_than_a_task_lasts()] == ["tasks.E001"]


def test_the_options_of_production_pass(settings: Settings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = broker.redis_options()
    assert redis_waits_longer_than_a_task_lasts() == []


def test_tasks_without_a_time_limit_are_an_error(settings: Settings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.CELERY_TASK_TIME_LIMIT = None
    assert [error.id for error in redis_waits_longer_than_a_task_lasts()] == ["tasks.E001"]
