"""The whole of Passnum as real processes: a web server, a Celery worker with its beat, a database, a broker."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
import requests
from django.conf import settings

from tests.services.databases import PostgresDatabases
from tests.services.servers import Redis, free_port
from tests.services.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
Engine = Literal["sqlite", "postgresql"]
SETTINGS = {"sqlite": "passnum.config.settings.embedded", "postgresql": "passnum.config.settings.test"}
#: What the processes must not learn from the run of the tests.
_OWN = ("PASSNUM_", "PYTEST_", "DJANGO_", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "PORT")


@dataclass
class Stack:
    """One running Passnum. `folder` holds its data and its logs (web.log, worker.log)."""

    engine: Engine
    folder: Path
    port: int
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def visitor(self) -> Visitor:
        """A new person at a distance."""
        return Visitor(self.url)

    def manage(self, *arguments: str) -> str:
        """Run `manage.py`; returns what it printed, raises AssertionError with its errors."""
        return self._python("manage.py", *arguments)

    def run(self, code: str) -> Any:
        """Run Python code inside this Passnum's Django; returns what it gave to `answer(…)`, through JSON.

        The code runs in a process of its own against the stack's database: `answer(Dossier.objects.count())`.
        """
        opening = "import django; django.setup(); import json\ndef answer(value): print('=>' + json.dumps(value))\n"
        lines = self._python("-c", opening + code).splitlines()
        return next((json.loads(line[2:]) for line in reversed(lines) if line.startswith("=>")), None)

    def log(self, name: str) -> str:
        """What the process « web » or « worker » has written so far."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def start_web(self) -> None:
        self._start(
            "web", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--threads", "4", "--graceful-timeout", "2",
            "--no-control-socket", "passnum.config.wsgi",
        )  # fmt: skip
        self.wait_until(self._answers, "the web server does not answer", log="web")

    def start_worker(self, *, beat: bool = True) -> None:
        """Start the worker and wait until it takes work; `beat=False` leaves out the periodic sweeps."""
        already = self.log("worker").count(" ready.")
        beating = ("-B", "-s", str(self.folder / "beat")) if beat else ()
        self._start("worker", "celery", "-A", "tasks", "worker", "-c", "1", "-l", "INFO", *beating)
        self.wait_until(lambda: self.log("worker").count(" ready.") > already, "the worker is not ready", log="worker")

    def stop_worker(self) -> None:
        """End the worker as an administrator does: it finishes what it is doing."""
        self._stop("worker")

    def kill_worker(self) -> None:
        """SIGKILL to the worker and all its children: nothing is finished, nothing is given back."""
        process = self.processes.pop("worker")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def wait_until(self, happens: Callable[[], Any], what: str, *, seconds: float = 120, log: str = "") -> Any:
        """The first true value of `happens`; raises AssertionError naming what did not happen, with the log's end."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if value := happens():
                return value
            time.sleep(0.2)
        raise AssertionError(f"{what} after {seconds} s\n{self.log(log)[-3000:] if log else ''}")

    def stop(self) -> None:
        for name in list(self.processes):
            self._stop(name)

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/compte/login/", timeout=10, allow_redirects=False).status_code < 500
        except (requests.ConnectionError, requests.Timeout):
            # Not there yet, or so busy starting that the first page takes long.
            return False

    def _start(self, name: str, module: str, *arguments: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def _stop(self, name: str) -> None:
        """SIGTERM to the leader only; the whole group is killed if it takes too long."""
        process = self.processes.pop(name, None)
        if process is None:
            return
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)

    def _python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, f"{arguments[:2]} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout


LiveStack = Callable[..., Stack]


@dataclass
class StackFactory:
    """Makes stacks from a prepared database, migrated once per run (and once with the demonstration)."""

    folder: Path
    redis: Callable[[], Redis]
    databases: Callable[[], PostgresDatabases]
    prepared: dict[tuple[Engine, bool], Stack] = field(default_factory=dict)
    made: list[Stack] = field(default_factory=list)

    def make(self, engine: Engine = "sqlite", *, demo: bool = True, web: bool = True, worker: bool = True,
             beat: bool = True, **environment: str) -> Stack:  # fmt: skip
        """A running Passnum of its own: `engine` « sqlite » with folders as broker, « postgresql » with Redis.

        `demo` loads the demonstration; `environment` adds variables (EMAIL_URL, PASSNUM_TODAY…).
        """
        model = self._model(engine, demo)
        stack = self._new(engine, copied_from=model)
        stack.environment |= environment
        self.made.append(stack)
        if web:
            stack.start_web()
        if worker:
            stack.start_worker(beat=beat)
        return stack

    def stop(self, stacks: list[Stack]) -> None:
        for stack in stacks:
            stack.stop()
            self.made.remove(stack)

    def _model(self, engine: Engine, demo: bool) -> Stack:
        """The prepared stack to copy; that of SQLite, which is only files, serves every process of pytest-xdist."""
        if (engine, demo) not in self.prepared:
            if engine == "sqlite":
                self.prepared[engine, demo] = self._shared(demo)
            else:
                self.prepared[engine, demo] = self._prepare(engine, demo)
        return self.prepared[engine, demo]

    def _shared(self, demo: bool) -> Stack:
        """Made by the first process that needs it, found by the others."""
        if demo:
            self._model("sqlite", demo=False)
        shared = Path(settings.DATA_DIR) / f"model-{'demo' if demo else 'empty'}"
        with shared.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not shared.exists():
                shutil.move(self._prepare("sqlite", demo).folder, shared)
        return Stack("sqlite", shared, 0, {})

    def _prepare(self, engine: Engine, demo: bool) -> Stack:
        model = self._new(engine, copied_from=self._model(engine, demo=False) if demo else None)
        if demo:
            model.manage("load_demo")
            return model
        model.manage("migrate", "--verbosity", "0")
        if engine == "sqlite":
            model.manage("collectstatic", "--noinput", "--verbosity", "0")
        return model

    def _new(self, engine: Engine, *, copied_from: Stack | None) -> Stack:
        folder, port = self.folder / uuid.uuid4().hex[:12], free_port()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
        environment |= {
            "DJANGO_SETTINGS_MODULE": SETTINGS[engine],
            "PASSNUM_DATA": str(folder),
            "PORT": str(port),
            "PASSNUM_TODAY": "2023-09-18",
            "PYTHONUNBUFFERED": "1",
        }
        if copied_from:
            shutil.copytree(copied_from.folder, folder, ignore=shutil.ignore_patterns("*.log", "static"))
            if (copied_from.folder / "static").exists():
                (folder / "static").symlink_to((copied_from.folder / "static").resolve())
        else:
            folder.mkdir()
        if engine == "postgresql":
            source = copied_from.environment["DATABASE_URL"] if copied_from else None
            environment["DATABASE_URL"] = self.databases().create(source)
            environment["REDIS_URL"] = self.redis().new_database()
        return Stack(engine, folder, port, environment)


@pytest.fixture(scope="session")
def stack_factory(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[StackFactory]:
    """Makes stacks that may outlive one test: stop them with `.stop([stack])`, or they end with the run."""
    factory = StackFactory(
        tmp_path_factory.mktemp("stacks"),
        redis=lambda: request.getfixturevalue("redis_server"),
        databases=lambda: request.getfixturevalue("postgres_databases"),
    )
    yield factory
    factory.stop(list(factory.made))


@pytest.fixture
def live_stack(stack_factory: StackFactory) -> Iterator[LiveStack]:
    """`live_stack("postgresql")` starts a whole Passnum for this test; see `StackFactory.make`."""
    before = list(stack_factory.made)
    yield stack_factory.make
    stack_factory.stop([stack for stack in stack_factory.made if stack not in before])
