"""Secrets kept in the database, readable only with the key of the settings (`PASSNUM_SECRETS_KEYS`)."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

#: Before what is encrypted, so that a text kept in clear by an earlier version is still read.
_MARK = "fernet:"


class UnreadableSecret(Exception):
    """Encrypted with a key that is no longer in the settings."""


def encrypt(text: str) -> str:
    """The text as it may be stored: authenticated encryption with the first key."""
    return _MARK + _cipher().encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """The text again, whichever of the keys encrypted it; raises UnreadableSecret when none did."""
    if not stored.startswith(_MARK):
        return stored
    try:
        return _cipher().decrypt(stored.removeprefix(_MARK)).decode()
    except InvalidToken as error:
        raise UnreadableSecret("Un secret est chiffré avec une clé absente de PASSNUM_SECRETS_KEYS.") from error


def fingerprints(text: str, *, purpose: str) -> list[str]:
    """Keyed hashes (HMAC-SHA-256, hexadecimal) of a text that is never stored itself, one per key, the first first.

    Stored under the first key and looked for under all of them: a key can be replaced without losing what it hashed.
    Without the settings nobody can try texts against the stored hashes. `purpose` keeps two uses apart.
    """
    return [
        hmac.new(f"passnum {purpose}:{key}".encode(), text.encode(), hashlib.sha256).hexdigest()
        for key in settings.PASSNUM_SECRETS_KEYS
    ]


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in settings.PASSNUM_SECRETS_KEYS])


def _derived(key: str) -> bytes:
    """32 bytes for Fernet. The keys are long and drawn at random: no slow derivation is needed."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"passnum secrets:" + key.encode()).digest())
