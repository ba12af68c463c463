"""The Celery application. The database is the truth; the broker only carries wake-ups."""

import os

from celery import Celery

from tasks.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passnum.config.settings.embedded")

app = Celery("passnum")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = ("tasks.dossiers", "tasks.mail", "tasks.reminders")
app.conf.beat_schedule = SCHEDULE
