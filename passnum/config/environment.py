"""Reading the environment: what is missing or wrong is said in one French line, naming the variable."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import ParseResult, parse_qsl, unquote, urlparse

from django.core.exceptions import ImproperlyConfigured

_YES = {"1", "oui", "true", "yes"}
_NO = {"", "0", "non", "false", "no"}


def required(name: str, purpose: str) -> str:
    """The value of a variable that must be set; raises ImproperlyConfigured naming it and its purpose."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"La variable d’environnement {name} manque : {purpose}. Voir docs/production.md.")
    return value


def optional(name: str, default: str = "") -> str:
    """The value of a variable, or the default when it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """A variable that says yes or no (1, oui, true, yes, 0, non, false, no)."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in _YES:
        return True
    if value.strip().lower() in _NO:
        return False
    raise ImproperlyConfigured(f"La variable d’environnement {name} vaut « {value} » : mettez 1 ou 0.")


def number(name: str, default: int) -> int:
    """A variable that holds a whole number, zero or more."""
    value = optional(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"La variable d’environnement {name} vaut « {value} » : mettez un nombre entier.")
    return int(value)


def listed(value: str) -> list[str]:
    """Values separated by commas, without blanks."""
    return [item.strip() for item in value.split(",") if item.strip()]


def postgresql(url: str) -> dict[str, Any]:
    """Django's description of a database from `postgresql://user:password@host:port/name?option=value`."""
    parts = _parsed("DATABASE_URL", url, {"postgres", "postgresql"})
    options = dict(parse_qsl(parts.query))
    # A local socket is a folder given as an option: postgresql://user@/name?host=/run/postgresql
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def smtp(url: str) -> dict[str, Any]:
    """Django's settings of the mail server from `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://` (TLS) addresses."""
    parts = _parsed("EMAIL_URL", url, {"smtp", "smtp+tls", "smtps"})
    default_port = {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or default_port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def s3(bucket: str, *, host: str) -> dict[str, dict[str, Any]]:
    """Django's storages in one bucket: pictures of the site under `media/`, private files under `private/`.

    Neither is readable from outside: Passnum serves both, so pictures keep the site's own address. The credentials
    are read by boto3 from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
    """
    common = {
        "bucket_name": bucket,
        "endpoint_url": optional("S3_ENDPOINT_URL") or None,
        "region_name": optional("S3_REGION") or None,
        "default_acl": None,
        "file_overwrite": False,
        "signature_version": "s3v4",
    }
    backend = "storages.backends.s3.S3Storage"
    return {
        "default": {"BACKEND": backend, "OPTIONS": common | {"location": "media", "custom_domain": host}},
        "private": {"BACKEND": backend, "OPTIONS": common | {"location": "private", "querystring_auth": True}},
    }


def _parsed(name: str, url: str, schemes: set[str]) -> ParseResult:
    """The parts of an address; never repeats it in an error, for it may hold a password."""
    expected = ", ".join(sorted(f"{scheme}://" for scheme in schemes))
    try:
        parts = urlparse(url)
        valid = parts.scheme in schemes and (parts.port or 1) > 0
    except ValueError:
        valid = False
    if not valid:
        raise ImproperlyConfigured(f"L’adresse donnée par {name} ne se lit pas : elle doit commencer par {expected}.")
    return parts
