"""Digests of files, read in pieces so that a large file never sits whole in memory."""

from __future__ import annotations

import hashlib
from typing import IO

from django.core.files.base import File


def sha256_of(file: File[bytes] | IO[bytes]) -> str:
    """SHA-256 in hexadecimal of the whole file; the position is put back at the start."""
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(1 << 16):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
