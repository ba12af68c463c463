"""An invented production: its variables, and `python -m tests.config.production_environment <command>` to use them."""

from __future__ import annotations

import os
import sys

VARIABLES = {
    "DJANGO_SETTINGS_MODULE": "passnum.config.settings.production",
    "SECRET_KEY": "invented-for-the-checks-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
    "PASSNUM_SECRETS_KEYS": "invented-too-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "pass.example",
    "PASSNUM_BASE_URL": "https://pass.example",
    "DATABASE_URL": "postgresql://passnum:invented@127.0.0.1:1/passnum",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://passnum:invented@127.0.0.1:1",
    "DEFAULT_FROM_EMAIL": "Pass numérique <pass@pass.example>",
    "PASSNUM_DATA": "/nonexistent/passnum",
}


def main() -> None:
    os.environ.update(VARIABLES)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", *sys.argv[1:]])


if __name__ == "__main__":
    main()
