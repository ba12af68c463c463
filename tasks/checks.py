"""Checks of the settings of the background work, run with Django's own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

#: Of kombu: what Redis waits when nothing is set, in seconds.
_DEFAULT_VISIBILITY = 3600


@register()
def redis_waits_longer_than_a_task_lasts(**_: Any) -> list[CheckMessage]:
    """Redis hands out a task again after the visibility timeout: shorter than the time limit, it would run twice."""
    if not str(getattr(settings, "CELERY_BROKER_URL", "")).startswith(("redis", "sentinel")):
        return []
    options = getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {})
    visibility = options.get("visibility_timeout", _DEFAULT_VISIBILITY)
    limit = getattr(settings, "CELERY_TASK_TIME_LIMIT", None)
    if limit is not None and visibility > limit:
        return []
    return [
        Error(
            f"visibility_timeout ({visibility} s) ne dépasse pas CELERY_TASK_TIME_LIMIT ({limit} s) : "
            "une tâche longue serait jouée deux fois.",
            hint="Augmentez visibility_timeout dans CELERY_BROKER_TRANSPORT_OPTIONS.",
            id="tasks.E001",
        )
    ]
