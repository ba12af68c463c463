"""The Celery application. The database is the truth; the broker only carries wake-ups."""

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import worker_ready
from kombu.transport import TRANSPORT_ALIASES

from tasks.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passnum.config.settings.embedded")

#: Every process that sends or takes a message passes here first.
TRANSPORT_ALIASES["filesystem"] = "tasks.folder_messages:Transport"

app = Celery("passnum")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = (
    "tasks.committee",
    "tasks.dossiers",
    "tasks.exchange",
    "tasks.endings",
    "tasks.mail",
    "tasks.retention",
    "tasks.reminders",
)
app.conf.beat_schedule = SCHEDULE


@worker_ready.connect
def _tell_the_launcher(**_: Any) -> None:
    """`make run` waits for this file before it says that all is ready."""
    if path := os.environ.get("PASSNUM_WORKER_READY"):
        Path(path).touch()
