"""`make run`: prepare the data folder, start the web server and the worker, say where to look, stop both cleanly.

The two run in sessions of their own: a Ctrl-C in the terminal reaches this process only, which then asks each leader
to end. Signalling the whole group instead would kill the job in hand.
"""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

from passnum.config import preparation

HOST = "127.0.0.1"
#: Seconds left to the web server and the worker to end what they are doing.
GRACE = 12
START = 60


class Refusal(Exception):
    """What prevents the start, in one line."""


class Stopped(Exception):
    """Someone asked for the end."""


def main() -> int:
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        folder, port = _data_folder(), _port()
        lock = _only_one(folder)
        with lock:
            if preparation.is_of_another_version(folder):
                raise Refusal(
                    f"Les données de {folder} viennent d’un état antérieur de Passnum : supprimez ce dossier, "
                    "ou choisissez-en un autre par PASSNUM_DATA."
                )
            with _quietly():
                preparation.prepare(folder, _say)
            _start(processes, folder, port)
            _say(preparation.welcome(f"http://{HOST}:{port}", folder))
            return _watch(processes, folder)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 - the terminal is its screen
        return 1
    except Stopped:
        return 0
    finally:
        _end(processes)


@contextmanager
def _quietly() -> Iterator[None]:
    """The preparation tells the terminal what goes wrong only; the two processes write everything to their files."""
    level = os.environ.get("LOG_LEVEL")
    os.environ["LOG_LEVEL"] = "WARNING"
    try:
        yield
    finally:
        del os.environ["LOG_LEVEL"]
        if level:
            os.environ["LOG_LEVEL"] = level


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the terminal is its screen


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    # A second Ctrl-C must not interrupt the stopping.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Stopped


def _data_folder() -> Path:
    """The data folder, made and tried; raises Refusal."""
    folder = Path(os.environ.get("PASSNUM_DATA") or "var").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial = folder / ".essai"
        trial.write_bytes(b"")
        trial.unlink()
    except OSError:
        raise Refusal(
            f"Le dossier de données {folder} ne peut pas être écrit : "
            "choisissez-en un autre, par exemple « make run PASSNUM_DATA=$HOME/passnum »."
        ) from None
    os.environ["PASSNUM_DATA"] = str(folder)
    return folder


def _port() -> int:
    """The port, free a moment ago; raises Refusal."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise Refusal(f"PORT vaut « {text} » : mettez un nombre entre 1 et 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            why = "est réservé à l’administration" if error.errno == errno.EACCES else "n’est pas libre"
            raise Refusal(
                f"Le port {text} {why} : choisissez-en un autre, par exemple « make run PORT={int(text) % 65535 + 1} »."
            ) from None
    os.environ["PORT"] = text
    return int(text)


def _only_one(folder: Path) -> IO[str]:
    """A lock on the data folder, held as long as the file is open; raises Refusal."""
    lock = (folder / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise Refusal(f"Passnum tourne déjà avec le dossier {folder} : arrêtez-le, ou changez PASSNUM_DATA.") from None
    return lock


def _start(processes: dict[str, subprocess.Popen[bytes]], folder: Path, port: int) -> None:
    """Start both and wait until the web server answers and the worker is there; raises Refusal."""
    (folder / "logs").mkdir(exist_ok=True)
    ready = folder / "worker.ready"
    ready.unlink(missing_ok=True)
    web = ["gunicorn", "--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4", "--graceful-timeout", "5"]
    worker = ["celery", "-A", "tasks", "worker", "-B", "-s", str(folder / "beat"), "-c", "2", "-l", "INFO"]
    commands = {"web": [*web, "--no-control-socket", "passnum.config.wsgi"], "worker": worker}
    for name, command in commands.items():
        with (folder / "logs" / f"{name}.log").open("wb") as log:
            processes[name] = subprocess.Popen(  # noqa: S603 - fixed commands
                [sys.executable, "-m", *command], stdout=log, stderr=log, start_new_session=True,
                env=os.environ | {"PASSNUM_WORKER_READY": str(ready)},
            )  # fmt: skip
    end = time.monotonic() + START
    while not (ready.exists() and _answers(port)):
        _check(processes, folder)
        if time.monotonic() > end:
            raise Refusal(f"Passnum ne répond pas après {START} secondes : voir le dossier {folder / 'logs'}.")
        time.sleep(0.2)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/compte/login/", timeout=10):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _check(processes: dict[str, subprocess.Popen[bytes]], folder: Path) -> None:
    names = {"web": "Le serveur web", "worker": "Le travail de fond"}
    for name, process in processes.items():
        if process.poll() is not None:
            raise Refusal(f"{names[name]} s’est arrêté : voir {folder / 'logs' / f'{name}.log'}.")


def _watch(processes: dict[str, subprocess.Popen[bytes]], folder: Path) -> NoReturn:
    """Wait for the end; raises Stopped when asked to end, Refusal when one of the two ends by itself."""
    while True:
        _check(processes, folder)
        time.sleep(0.5)


def _end(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """SIGTERM to the leaders only, together; what does not end in time is killed with its children."""
    running = [process for process in processes.values() if process.poll() is None]
    for process in processes.values():
        if process not in running:
            _kill_what_it_leaves(process)
    if running:
        _say("\nArrêt de Passnum…")
    for process in running:
        process.terminate()
    end = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if running:
        _say("Passnum est arrêté ; les données sont gardées.")


def _kill_what_it_leaves(leader: subprocess.Popen[bytes]) -> None:
    """A leader that was killed cannot stop its children: the beat of a worker would go on without end."""
    with suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
