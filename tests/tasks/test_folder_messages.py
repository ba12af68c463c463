"""The demonstration's broker: no message is ever seen half written."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

import tasks.celery  # noqa: F401 - names the transport of folders


def channel(folder: Path) -> Any:
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder / "control"}
    return Connection("filesystem://", transport_options=options).channel()


def test_a_message_that_cannot_be_written_leaves_nothing_to_take(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="not JSON serializable"):
        channel(tmp_path)._put("celery", {"body": object})
    with pytest.raises(Empty):
        channel(tmp_path)._get("celery")


def test_messages_taken_while_others_are_written_are_whole(tmp_path: Path) -> None:
    writing, taking, found = channel(tmp_path), channel(tmp_path), []
    writer = threading.Thread(target=lambda: [writing._put("celery", {"body": "x" * 50_000}) for _ in range(60)])
    writer.start()
    while writer.is_alive() or list(tmp_path.glob("*.msg")):
        try:
            found.append(json.dumps(taking._get("celery")))
        except Empty:
            continue
    writer.join()
    assert len(found) == 60
    assert {len(one) for one in found} == {len(json.dumps({"body": "x" * 50_000}))}
