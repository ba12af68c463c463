"""Waking a task up: after the commit, and never at the price of the request."""

from __future__ import annotations

import time
from typing import Any

import pytest
from celery import Celery, Task
from django.db import transaction

from passnum.config import broker
from tasks.wakeups import wake

#: Nothing listens on this port.
CLOSED = "redis://127.0.0.1:1/0"


def task_behind(address: str) -> Task:
    app = Celery("essai", broker=address, set_as_current=False)
    app.conf.broker_transport_options = broker.redis_options() if address == CLOSED else {}

    @app.task(name="essai.rien")
    def nothing() -> None:
        pass

    return nothing


def test_a_broker_that_does_not_answer_fails_no_request(
    django_capture_on_commit_callbacks: Any, db: None, caplog: Any
) -> None:
    start = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        wake(task_behind(CLOSED))
    assert time.monotonic() - start < 5
    assert "broker unreachable" in caplog.text


@pytest.mark.django_db
def test_nothing_leaves_before_the_commit(django_capture_on_commit_callbacks: Any) -> None:
    task = empty_queue(task_behind("memory://"))
    with django_capture_on_commit_callbacks() as callbacks:
        wake(task)
    assert waiting(task) == 0
    callbacks[0]()
    assert waiting(task) == 1


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_wakes_nothing() -> None:
    task = empty_queue(task_behind("memory://"))
    with transaction.atomic():
        wake(task)
        transaction.set_rollback(True)
    assert waiting(task) == 0


def empty_queue(task: Task) -> Task:
    """The queues of the memory broker outlive a test."""
    task.app.control.purge()
    return task


def waiting(task: Task) -> int:
    with task.app.connection() as connection, connection.channel() as channel:
        return len(channel._queue_for("celery").queue)
