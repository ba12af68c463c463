"""What the domain's tests show on SQLite holds on PostgreSQL too: constraints, triggers, locks, the whole circuit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.databases import PostgresDatabases
from tests.services.servers import Redis

TESTS = Path(__file__).resolve().parents[1]
#: Played elsewhere, or without a database.
OTHERS = {"browser", "services", "config", "cms", "screenshots", "__pycache__"}


@pytest.mark.timeout(2400)
def test_the_tests_of_the_domain_pass_on_postgresql(postgres_databases: PostgresDatabases, redis_server: Redis) -> None:
    folders = [f"tests/{folder.name}" for folder in TESTS.iterdir() if folder.is_dir() and folder.name not in OTHERS]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PASSNUM_"))}
    environment |= {"DATABASE_URL": postgres_databases.create(), "REDIS_URL": redis_server.new_database()}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *sorted(folders), "-m", "not slow", "-p", "no:cacheprovider"],
        cwd=TESTS.parent,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-6000:]
    assert " passed" in done.stdout
