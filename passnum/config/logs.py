"""What the processes write about themselves: lines on one machine, JSON in production, nobody's address in either."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)+")
#: Extras of the standard library's records that are not facts about the event.
_DROPPED = ("request", "user", "server_time", "_record", "_from_structlog")

Event = MutableMapping[str, Any]


def without_personal_data(_logger: Any, _method: str, event: Event) -> Event:
    """Leave out requests and users, and hide e-mail addresses wherever they stand, tracebacks included."""
    return {key: _masked(value) for key, value in event.items() if key not in _DROPPED}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return _ADDRESS.sub("[adresse masquée]", value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return _ADDRESS.sub("[adresse masquée]", str(value))


def logging_to_console(*, as_json: bool, level: str = "INFO") -> dict[str, Any]:
    """Django's LOGGING: everything to the standard error, one event per line."""
    timestamp = structlog.processors.TimeStamper(fmt="iso")
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if not as_json:
        renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "events": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [
                    structlog.stdlib.add_log_level,
                    structlog.stdlib.add_logger_name,
                    structlog.stdlib.ExtraAdder(),
                    timestamp,
                ],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    without_personal_data,
                    renderer,
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "events"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Its own handlers would print a second time, or mail what happened.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            # Wagtail's indexing, several lines for each page saved.
            "django_tasks": {"level": "WARNING"},
        },
    }
