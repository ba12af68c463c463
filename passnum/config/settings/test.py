"""Settings of the tests: fast hashing, mails in memory, the real clock (frozen by each test that needs it)."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("PASSNUM_DATA", tempfile.mkdtemp(prefix="passnum-test-"))

from .embedded import *  # noqa: F403
from .embedded import DATA_DIR, DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSNUM_TODAY = None
DATABASES["default"]["TEST"] = {"NAME": Path(DATA_DIR) / "test.sqlite3"}
