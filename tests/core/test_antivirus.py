"""ClamAV, where one is configured, reads every file; a silent one lets nothing through."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from passnum.core.antivirus import AntivirusUnavailable
from passnum.core.errors import InvalidInput
from passnum.core.uploads import ATTACHMENTS, CheckedUpload, check_upload

TEXT = b"Bonjour\n" * 20_000


class Clamd:
    """Speaks as clamd does on its socket, and keeps what it was given to read."""

    def __init__(self, address: str, answer: bytes) -> None:
        self.answer, self.received = answer, b""
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(address)
        self.socket.listen(1)
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        connection, _ = self.socket.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := struct.unpack(">I", stream.read(4))[0]:
                self.received += stream.read(length)
            connection.sendall(self.answer)

    def close(self) -> None:
        self.socket.close()
        self.thread.join(5)


@pytest.fixture
def clamd(tmp_path: Path, settings: Any) -> Iterator[Callable[[bytes], Clamd]]:
    started: list[Clamd] = []
    address = tmp_path / "clamd"
    settings.PASSNUM_CLAMAV = f"unix://{address}"

    def start(answer: bytes) -> Clamd:
        started.append(Clamd(str(address), answer))
        return started[-1]

    yield start
    for server in started:
        server.close()


def sent() -> CheckedUpload:
    return check_upload(SimpleUploadedFile("notes.txt", TEXT), accept=ATTACHMENTS)


def test_a_clean_file_is_read_whole_and_accepted(clamd: Callable[[bytes], Clamd]) -> None:
    server = clamd(b"stream: OK\0")
    assert sent().size == len(TEXT)
    assert server.received == TEXT


def test_an_infected_file_is_refused(clamd: Callable[[bytes], Clamd]) -> None:
    clamd(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
    with pytest.raises(InvalidInput, match=r"notes\.txt.* l’antivirus y a trouvé un virus"):
        sent()


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK but not quite\0"])
def test_a_file_is_refused_when_the_answer_is_not_plain(clamd: Callable[[bytes], Clamd], answer: bytes) -> None:
    clamd(answer)
    with pytest.raises(AntivirusUnavailable, match="n’a pas pu lire ce fichier") as refused:
        sent()
    assert refused.value.http_status == 503


@pytest.mark.parametrize("address", ["unix:///absent/clamd.ctl", "tcp://127.0.0.1:1", "clamd", "tcp://sans-port"])
def test_a_file_is_refused_when_nobody_answers(settings: Any, address: str) -> None:
    settings.PASSNUM_CLAMAV = address
    with pytest.raises(AntivirusUnavailable, match="ne répond pas"):
        sent()
