"""How Celery reaches its broker, and Django its cache: Redis in production, folders on one machine."""

from pathlib import Path
from typing import Any

#: Seconds after which Redis hands a task that was not acknowledged to another worker: above the time limit of a task.
VISIBILITY_TIMEOUT = 900


def redis_options() -> dict[str, Any]:
    """Transport options of Redis: a killed worker's task is back within seconds, a dead server is noticed at once."""
    return {
        "visibility_timeout": VISIBILITY_TIMEOUT,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
        # A request that wakes a task up does not wait for a server that is gone: the sweep finds the row.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
    }


def redis_cache(address: str) -> dict[str, Any]:
    """The cache in Redis: a server that is away, or does not answer in time, is a cache that holds nothing."""
    return {
        "BACKEND": "passnum.core.redis_cache.RedisCacheThatMayBeAway",
        "LOCATION": address,
        "KEY_PREFIX": "passnum",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }


def folder_options(folder: Path) -> dict[str, Any]:
    """Transport options of the file system; makes the folders, which Celery expects to find."""
    messages, control = folder / "messages", folder / "control"
    for path in (messages, control):
        path.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(control),
        "store_processed": False,
        # Seconds between two looks at the folder: a compilation starts, and the worker stops, without a wait.
        "polling_interval": 0.2,
    }
