"""Settings of the tests: fast hashing, the real clock (frozen by each test that needs it).

SQLite and folders by default; a real PostgreSQL, Redis and SMTP where DATABASE_URL, REDIS_URL and EMAIL_URL are set.
"""

import atexit
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

if not os.environ.get("PASSNUM_DATA"):
    # Inherited by the processes of pytest-xdist; removed by the one that made it.
    os.environ["PASSNUM_DATA"] = tempfile.mkdtemp(prefix="passnum-test-")
    atexit.register(shutil.rmtree, os.environ["PASSNUM_DATA"], ignore_errors=True)

from passnum.config import broker, environment

from .embedded import *  # noqa: F403
from .embedded import CACHES, DATA_DIR, DATABASES, STATIC_ROOT, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(exist_ok=True)
PASSNUM_TODAY = date.fromisoformat(os.environ["PASSNUM_TODAY"]) if os.environ.get("PASSNUM_TODAY") else None

if _database := environment.optional("DATABASE_URL"):
    DATABASES["default"] = environment.postgresql(_database) | {"CONN_MAX_AGE": 0}
else:
    DATABASES["default"]["TEST"] = {"NAME": Path(DATA_DIR) / "test.sqlite3"}

if _redis := environment.optional("REDIS_URL"):
    CELERY_BROKER_URL = _redis
    CELERY_BROKER_TRANSPORT_OPTIONS = broker.redis_options()
    CACHES["default"] = broker.redis_cache(_redis)
else:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
