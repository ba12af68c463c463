"""The demonstration on one machine: SQLite, file-system broker, mails on disk, the clock of September 2023."""

import os
from datetime import date
from pathlib import Path
from typing import Any

from passnum.config import broker, environment
from passnum.config.logs import logging_to_console

from .base import *  # noqa: F403
from .base import BASE_DIR, STORAGES

DATA_DIR = Path(os.environ.get("PASSNUM_DATA", BASE_DIR / "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]


def _secret_key() -> str:
    """A key made once per data folder: the demonstration has no secret in its sources."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key

        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = _secret_key()

PASSNUM_SECRETS_KEYS = [SECRET_KEY]

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "db.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # 16 MB of pages by connection: an import of 100,000 rows does not read again what it has just written.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-16384;",
        },
    }
}

MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STORAGES["private"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": DATA_DIR / "private", "base_url": None},
}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mails"
if _mail := environment.optional("EMAIL_URL"):
    globals().update(environment.smtp(_mail))

# Shared by the processes of the web server, so that the limits on attempts count them all.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DATA_DIR / "cache"}
}

LOGGING = logging_to_console(as_json=False, level=environment.optional("LOG_LEVEL", "INFO"))

CELERY_BROKER_URL = "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = broker.folder_options(DATA_DIR / "broker")

PASSNUM_TODAY = date.fromisoformat(os.environ.get("PASSNUM_TODAY", "2023-09-18"))
PASSNUM_BASE_URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
WAGTAILADMIN_BASE_URL = PASSNUM_BASE_URL
PASSNUM_REQUIRE_SECOND_FACTOR = False
#: One reads, tries, is called away: a whole afternoon.
PASSNUM_IDLE_SECONDS = 4 * 3600
#: Security keys work without encryption on http://localhost, and nowhere else.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
PASSNUM_DEVELOPMENT_PAGES = True
PASSNUM_DEMO_ALLOWED = True
