"""Secrets in the database: readable with the keys of the settings alone."""

from __future__ import annotations

from typing import Any

import pytest

from passnum.core.secrecy import UnreadableSecret, decrypt, encrypt

TEXT = "JBSWY3DPEHPK3PXP"


def test_a_secret_comes_back_and_is_not_in_what_is_stored() -> None:
    stored = encrypt(TEXT)
    assert TEXT not in stored
    assert decrypt(stored) == TEXT


def test_the_same_secret_is_never_stored_twice_alike() -> None:
    assert encrypt(TEXT) != encrypt(TEXT)


def test_a_former_key_still_reads_and_the_new_one_encrypts(settings: Any) -> None:
    settings.PASSNUM_SECRETS_KEYS = ["ancienne"]
    stored = encrypt(TEXT)
    settings.PASSNUM_SECRETS_KEYS = ["nouvelle", "ancienne"]
    assert decrypt(stored) == TEXT
    fresh = encrypt(TEXT)
    settings.PASSNUM_SECRETS_KEYS = ["nouvelle"]
    assert decrypt(fresh) == TEXT
    with pytest.raises(UnreadableSecret):
        decrypt(stored)


def test_a_changed_secret_is_refused() -> None:
    stored = encrypt(TEXT)
    with pytest.raises(UnreadableSecret):
        decrypt(stored[:-4] + ("AAAA" if stored[-4:] != "AAAA" else "BBBB"))


def test_a_secret_kept_in_clear_by_an_earlier_version_is_read() -> None:
    assert decrypt(TEXT) == TEXT
