"""What people send: the usual accepted whole, the harmful and the mistaken refused in French."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile, UploadedFile
from PIL import Image

from passnum.core.errors import InvalidInput
from passnum.core.inspection import limits
from passnum.core.uploads import ATTACHMENTS, PDF_ONLY, CheckedUpload, check_upload
from tests.core import benign_files as benign
from tests.core.benign_files import BENIGN
from tests.core.hostile_files import HOSTILE

TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "csv": "text/csv",
    "txt": "text/plain",
}


def sent(name: str, content: bytes, *, accept: frozenset[str] = ATTACHMENTS) -> CheckedUpload:
    return check_upload(SimpleUploadedFile(name, content), accept=accept)


def refusal(name: str, content: bytes, *, accept: frozenset[str] = ATTACHMENTS) -> str:
    with pytest.raises(InvalidInput) as refused:
        sent(name, content, accept=accept)
    assert refused.value.http_status == 422
    return refused.value.message


@pytest.mark.parametrize(("name", "content"), BENIGN.items(), ids=BENIGN)
def test_a_usual_file_is_accepted_whole(name: str, content: bytes) -> None:
    checked = sent(name, content)
    extension = name.rpartition(".")[2].lower()
    assert (checked.safe_name, checked.media_type) == (name, TYPES[extension])
    if extension not in {"png", "jpg", "jpeg"}:
        assert checked.file.read() == content


@pytest.mark.parametrize(("name", "make", "words"), HOSTILE, ids=[name for name, _, _ in HOSTILE])
def test_a_harmful_or_mistaken_file_is_refused(name: str, make: Callable[[], bytes], words: str) -> None:
    message = refusal(name, make())
    assert message.startswith(f"«\u00a0{name}\u00a0»")
    assert words in message
    assert message.endswith(".")


def test_the_digest_and_the_size_are_those_of_the_kept_file() -> None:
    import hashlib

    checked = sent("photo.jpg", benign.jpeg())
    data = checked.file.read()
    assert (checked.size, checked.sha256) == (len(data), hashlib.sha256(data).hexdigest())


def test_a_photograph_loses_its_place_and_its_author_and_stays_upright() -> None:
    data = sent("photo.jpg", benign.jpeg()).file.read()
    image = Image.open(io.BytesIO(data))
    assert dict(image.getexif()) == {}
    assert "Prénom".encode() not in data
    assert image.size == (20, 40)
    assert image.getpixel((10, 5)) == pytest.approx((254, 0, 0), abs=5)


def test_a_png_keeps_its_transparency_and_loses_its_comments() -> None:
    from PIL.PngImagePlugin import PngInfo

    comments = PngInfo()
    comments.add_text("Author", "Nom Prénom")
    data = sent("a.png", benign.png("P", transparency=0, pnginfo=comments)).file.read()
    image = Image.open(io.BytesIO(data))
    assert image.convert("RGBA").getpixel((0, 0))[3] == 0
    assert b"Author" not in data


def test_what_is_hidden_after_an_image_is_not_kept() -> None:
    data = sent("a.png", benign.png() + b"PK\x03\x04 hidden").file.read()
    assert b"hidden" not in data


# --- Size, name, kind -----------------------------------------------------------------------------


def test_a_file_that_somebody_has_begun_to_read_is_checked_from_its_start() -> None:
    upload = SimpleUploadedFile("a.csv", benign.csv_utf8())
    upload.read()
    assert check_upload(upload, accept=ATTACHMENTS).file.read() == benign.csv_utf8()


def test_an_empty_file_is_refused() -> None:
    assert refusal("vide.pdf", b"") == (
        "«\u00a0vide.pdf\u00a0» est vide. Vérifiez le fichier, puis joignez-le à nouveau."
    )


class Endless(UploadedFile):
    """A sender that announces ten bytes and never ends; counts what was read of it."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(b"%PDF-"), "sans fin.pdf", "application/pdf", 10)
        self.given = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while True:
            self.given += 1 << 16
            yield b"\x00" * (1 << 16)


def test_a_file_larger_than_announced_is_no_longer_read_once_too_large() -> None:
    endless = Endless()
    with pytest.raises(InvalidInput, match="dépasse 20\u00a0Mo"):
        check_upload(endless, accept=PDF_ONLY)
    assert endless.given <= limits.MAX_BYTES + (1 << 16)


def test_of_two_hundred_megabytes_no_more_is_kept_than_shows_that_they_are_too_many(rf: Any) -> None:
    request = rf.post("/", {"file": io.BytesIO(b"%PDF-" + b"\x00" * (200 << 20))})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kept = request.FILES["file"]
    assert limits.MAX_BYTES < kept.size <= limits.MAX_BYTES + (1 << 16) + 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8_000
    kept._name = "gros.pdf"
    with pytest.raises(InvalidInput, match="dépasse 20"):
        check_upload(kept, accept=PDF_ONLY)


def test_a_file_just_at_the_limit_arrives_whole(rf: Any) -> None:
    request = rf.post("/", {"file": io.BytesIO(b"x" * limits.MAX_BYTES), "other": io.BytesIO(b"y")})
    assert (request.FILES["file"].size, request.FILES["other"].size) == (limits.MAX_BYTES, 1)


def test_a_file_of_thirty_megabytes_is_refused() -> None:
    assert "dépasse 20\u00a0Mo" in refusal("gros.pdf", b"%PDF-" + b"\x00" * (30 * 1024 * 1024))


def test_a_large_file_does_not_go_through_the_memory() -> None:
    upload = TemporaryUploadedFile("grand.txt", "text/plain", 0, None)
    for _ in range(300):
        upload.write(b"abcdefghij\n" * 6000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    checked = check_upload(upload, accept=ATTACHMENTS)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert checked.size == 300 * 66_000
    assert grown < 8_000


@pytest.mark.parametrize("name", ["a.svg", "a.exe", "a.html", "a.pdf.exe", "a", "a.gif", "a.docm", "fdp.\u202eexe", ""])
def test_a_kind_that_is_not_asked_for_is_refused_with_those_that_are(name: str) -> None:
    upload = SimpleUploadedFile("a", benign.pdf())
    upload._name = name  # as a careless caller could leave it: Django's own parser cleans a part of it
    with pytest.raises(InvalidInput) as refused:
        check_upload(upload, accept=PDF_ONLY)
    assert "n’est pas d’un type accepté. Formats possibles\u00a0: PDF." in refused.value.message


def test_the_name_of_the_file_is_cleaned() -> None:
    checked = sent("..\\..\\évaluation\u202efdp\x00.pdf", benign.pdf())
    assert checked.safe_name == "évaluationfdp.pdf"


# --- The inspecting process -----------------------------------------------------------------------


def test_a_small_file_is_checked_quickly() -> None:
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        sent("a.pdf", BENIGN["liens.pdf"])
        taken.append(time.perf_counter() - start)
    assert min(taken) < 1


def test_a_file_whose_check_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WALL_SECONDS", 0.01)
    assert "n’a pas pu être vérifié\u00a0: il est refusé" in refusal("a.pdf", benign.pdf())


def test_a_file_is_refused_when_the_check_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/absent/python")
    assert "n’a pas pu être vérifié" in refusal("a.pdf", benign.pdf())


def test_a_file_is_refused_when_the_check_dies(settings: Any, tmp_path: Any) -> None:
    package = tmp_path / "passnum" / "core" / "inspection"
    package.mkdir(parents=True)
    (package / "__main__.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    settings.BASE_DIR = tmp_path
    assert "n’a pas pu être vérifié" in refusal("a.pdf", benign.pdf())


def test_the_check_knows_nothing_secret(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "passnum" / "core" / "inspection"
    package.mkdir(parents=True)
    (package / "__main__.py").write_text("import os, json\nprint(json.dumps({'refused': ' '.join(os.environ)}))\n")
    settings.BASE_DIR = tmp_path
    monkeypatch.setenv("DJANGO_SECRET_KEY", "secret")
    assert "SECRET" not in refusal("a.pdf", benign.pdf())


def test_the_check_may_not_take_more_memory_nor_time_than_its_limits() -> None:
    code = (
        "import resource as r; from passnum.core.inspection.__main__ import _confine; _confine();"
        "print(r.getrlimit(r.RLIMIT_CPU), r.getrlimit(r.RLIMIT_FSIZE)[1]); bytearray(600 << 20)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == f"({limits.CPU_SECONDS}, {limits.CPU_SECONDS}) {limits.MAX_WRITTEN_BYTES}\n"
    assert "MemoryError" in done.stderr


def test_nothing_is_left_on_the_disk(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sent("a.pdf", benign.pdf()).file.close()
    refusal("b.pdf", b"<html>")
    assert list(tmp_path.iterdir()) == []
