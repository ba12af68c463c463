"""Waking a task up after the commit. The row is already there: a broker that does not answer only delays the work."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def wake(task: Any, *args: Any) -> None:
    """Send the task once the transaction is committed; never fails the request, the sweep finds the rest."""
    transaction.on_commit(partial(_send, task, args))


def _send(task: Any, args: tuple[Any, ...]) -> None:
    try:
        task.apply_async(args=args, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("broker unreachable, the sweep will do it", extra={"task": task.name, "error": str(error)})
