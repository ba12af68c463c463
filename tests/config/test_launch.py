"""What `make run` says when it cannot start, and how its two processes start and stop."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import requests

from passnum.config import launch as launching
from passnum.config import preparation
from tests.services.servers import free_port

ROOT = Path(__file__).resolve().parents[2]


def launch(folder: Path, port: int | str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return subprocess.Popen(
        [sys.executable, "-m", "passnum.config.launch"],
        cwd=ROOT,
        env=environment | {"PASSNUM_DATA": str(folder), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def refusal(folder: Path, port: int | str) -> str:
    """The one line said instead of starting."""
    process = launch(folder, port)
    printed, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert printed == ""
    assert errors.count("\n") == 1
    return errors


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"Le port {port} n’est pas libre" in refusal(tmp_path, port)


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_a_port_that_is_none_is_said_in_one_line(tmp_path: Path, port: str) -> None:
    assert f"PORT vaut « {port} »" in refusal(tmp_path, port)


def test_a_folder_made_by_an_earlier_state_is_said_in_one_line(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as database, database:
        database.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
        database.execute("INSERT INTO django_migrations VALUES ('quotas', '0001_initial'), ('auth', '0001_other')")
    assert not preparation.is_of_another_version(tmp_path)
    with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as database, database:
        database.execute("INSERT INTO django_migrations VALUES ('quotas', '0009_gone')")
    assert "viennent d’un état antérieur" in refusal(tmp_path, free_port())


def test_an_unwritable_folder_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "fichier").touch()
    assert "ne peut pas être écrit" in refusal(tmp_path / "fichier" / "data", free_port())


def test_a_folder_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "Passnum tourne déjà" in refusal(tmp_path, free_port())


def test_what_a_killed_leader_leaves_behind_ends_with_the_run() -> None:
    leader = subprocess.Popen(
        ["sh", "-c", "sleep 8 & echo started; wait"], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert leader.stdout
    assert leader.stdout.readline() == "started\n"
    leader.kill()
    leader.wait()
    began = time.monotonic()
    launching._end({"worker": leader})
    # The end of the file comes when nobody holds it any more.
    leader.stdout.read()
    assert time.monotonic() - began < 5


def wait_for_welcome(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(lines)


@pytest.mark.slow
def test_a_run_starts_both_processes_keeps_the_data_and_stops_cleanly(tmp_path: Path) -> None:
    for turn, sign in enumerate((signal.SIGINT, signal.SIGTERM)):
        port = free_port()
        began = time.monotonic()
        process = launch(tmp_path, port)
        welcome = wait_for_welcome(process)
        assert f"http://127.0.0.1:{port}/" in welcome, process.communicate()
        assert "referent@demo.passnum.example" in welcome
        assert requests.get(f"http://127.0.0.1:{port}/sante/", timeout=20).status_code == 200
        if turn:
            assert "La démonstration est déjà chargée." in welcome
            assert time.monotonic() - began < 30
        process.send_signal(sign)
        process.communicate(timeout=20)
        assert process.returncode == 0
        with pytest.raises(requests.ConnectionError):
            requests.get(f"http://127.0.0.1:{port}/sante/", timeout=5)
        assert "Warm shutdown" in (tmp_path / "logs" / "worker.log").read_text()
