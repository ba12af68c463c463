"""What every test shares: groups by folder, their order, and databases emptied in spite of the triggers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

pytest_plugins = ["tests.services.servers", "tests.services.databases", "tests.services.stack"]

HERE = Path(__file__).parent
#: Folders under tests/ whose tests stay together on one process: its servers start once.
GROUPS = ("services", "browser")
#: The browser last: its event loop stays in the process, and no database is asked for beside one.
ORDER = ("services", "slow", "browser")


def pytest_itemcollected(item: pytest.Item) -> None:
    for group in GROUPS:
        if group in item.path.relative_to(HERE).parts:
            item.add_marker(getattr(pytest.mark, group))
            item.add_marker(pytest.mark.xdist_group(group))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first: what is broken shows within seconds."""
    items.sort(
        key=lambda item: max((ORDER.index(m.name) + 1 for m in item.iter_markers() if m.name in ORDER), default=0)
    )


@contextmanager
def _lifted_triggers(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers that keep rows, which would also keep them from the end of a test."""
    from passnum.core.triggers import registry

    with connection.cursor() as cursor:
        for trigger in registry.values():
            for statement in trigger.drop[connection.vendor]:
                cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for trigger in registry.values():
                for statement in trigger.create[connection.vendor]:
                    cursor.execute(statement)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The database of the tests, and a copy of the rows that its migrations wrote."""
    with django_db_blocker.unblock():
        connection = connections["default"]
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Limits on the number of tries are counted in the cache: one test does not use up those of the next."""
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _emptied_databases() -> Iterator[None]:
    """After a test with real transactions: rows gone in spite of the triggers, those of the migrations back."""
    emptying = TransactionTestCase._fixture_teardown

    def teardown(case: Any) -> None:
        connection = connections["default"]
        case.serialized_rollback = True
        with _lifted_triggers(connection):
            emptying(case)
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture
def scene(db: None, settings: Any, tmp_path: Path) -> Any:
    """EMS and two partners on 18 September 2023, with files of their own; see tests/scene.py."""
    from tests.scene import TODAY, make_scene

    settings.PASSNUM_TODAY = TODAY
    settings.PASSNUM_REQUIRE_SECOND_FACTOR = False
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path / "private", "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"private": private}
    return make_scene()
