"""ClamAV's answer on a file, where one is configured (setting PASSNUM_CLAMAV): no answer, no file."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from passnum.core.errors import PassnumError

#: For the whole exchange, in seconds; ClamAV takes one or two for a large document.
SECONDS = 20
_PIECE = 1 << 16


class AntivirusUnavailable(PassnumError):
    """ClamAV is configured and does not answer: what it should have read is refused."""

    http_status = 503


def is_infected(source: Path, address: str) -> bool:
    """Whether ClamAV names a virus in the file. `address` is « unix:///run/clamd.ctl » or « tcp://host:3310 ».

    Raises AntivirusUnavailable when it cannot be asked or does not answer plainly.
    """
    try:
        answer = _ask(source, address)
    except (OSError, ValueError) as error:
        raise AntivirusUnavailable(
            "L’antivirus ne répond pas : le fichier n’a pas été pris. Réessayez dans quelques minutes."
        ) from error
    if answer.endswith(b" FOUND"):
        return True
    if answer != b"stream: OK":
        raise AntivirusUnavailable(
            "L’antivirus n’a pas pu lire ce fichier : il n’a pas été pris. Joignez-en une version plus simple, en PDF."
        )
    return False


def _ask(source: Path, address: str) -> bytes:
    """One exchange: the file in pieces, each after its length in four bytes, and an empty one to end."""
    with _connected(address) as clamav, source.open("rb") as file:
        clamav.sendall(b"zINSTREAM\0")
        while piece := file.read(_PIECE):
            clamav.sendall(struct.pack(">I", len(piece)) + piece)
        clamav.sendall(struct.pack(">I", 0))
        answer = b""
        while piece := clamav.recv(4096):
            answer += piece
    return answer.rstrip(b"\0\n")


def _connected(address: str) -> socket.socket:
    scheme, _, place = address.partition("://")
    if scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        connection.connect(place)
        return connection
    if scheme != "tcp":
        raise ValueError(address)
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
