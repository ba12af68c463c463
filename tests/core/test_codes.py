"""Barcodes and QR codes on a photo: read in the inspecting process, under its limits, and nothing of it kept."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from passnum.core.errors import InvalidInput
from passnum.core.inspection import limits
from passnum.core.uploads import read_codes
from tests.core import code_photos as photos

SERIAL = "EMS-000123"


def codes_on(content: bytes, name: str = "photo.jpg") -> list[str]:
    return read_codes(SimpleUploadedFile(name, content))


def refusal(content: bytes, name: str = "photo.jpg") -> str:
    with pytest.raises(InvalidInput) as refused:
        codes_on(content, name)
    return refused.value.message


@pytest.mark.parametrize("draw", [photos.qr, photos.code_128])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_sharp_code_is_read_whatever_the_name_of_the_file(draw: Any, format: str) -> None:
    assert codes_on(photos.as_file(draw(SERIAL), format), "image") == [SERIAL]


@pytest.mark.parametrize("draw", [photos.qr, photos.code_128])
@pytest.mark.parametrize("angle", [0, 14, 40, 100, 180, 275])
def test_a_code_on_a_photo_aslant_grainy_and_blurred_is_read(draw: Any, angle: float) -> None:
    assert codes_on(photos.as_file(photos.taken(draw(SERIAL), angle=angle), quality=80)) == [SERIAL]


def test_a_code_too_blurred_as_it_is_is_read_once_sharpened() -> None:
    assert codes_on(photos.as_file(photos.taken(photos.qr(SERIAL).resize((600, 600)), blur=8))) == [SERIAL]


def test_a_code_on_a_transparent_picture_is_read() -> None:
    drawn = photos.qr(SERIAL)
    see_through = Image.merge("LA", (drawn, drawn.point(lambda grey: 255 - grey)))
    assert codes_on(photos.as_file(see_through, "PNG"), "code.png") == [SERIAL]


def test_several_codes_are_told_each_once() -> None:
    picture = photos.beside(photos.qr(SERIAL), photos.code_128(SERIAL), photos.code_128("3760123456"))
    assert sorted(codes_on(photos.as_file(picture))) == ["3760123456", SERIAL]


def test_a_photo_without_a_code_says_nothing() -> None:
    assert codes_on(photos.as_file(photos.taken(Image.new("L", (400, 400), 90)))) == []


def test_a_photo_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    message = refusal(photos.as_file(Image.new("1", (5001, 5000)), "PNG"))
    assert "25 millions de pixels" in message
    assert "saisissez le numéro" in message


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 pas une photo", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\xff\xd8\xff\xe0"]
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    assert "ce n’est pas une photo" in refusal(content)


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_a_photo_in_the_format_of_some_phones_is_told_what_to_do(brand: bytes) -> None:
    assert "JPEG" in refusal(b"\x00\x00\x00\x18ftyp" + brand + bytes(500))


@pytest.mark.parametrize("format", ["PNG", "WEBP", "MPO"])
def test_a_photo_that_moves_is_read_on_its_first_picture(format: str) -> None:
    first = photos.qr(SERIAL).convert("RGB")
    moving = photos.as_file(first, format, save_all=True, append_images=[Image.new("RGB", first.size, "red")])
    assert codes_on(moving) == [SERIAL]


def test_a_photo_cut_in_the_middle_is_refused() -> None:
    assert "abîmée" in refusal(photos.as_file(photos.taken(photos.qr(SERIAL)))[:2000])


def test_a_photo_too_heavy_is_refused_while_it_arrives() -> None:
    assert refusal(b"\xff\xd8" + bytes(limits.MAX_BYTES)) == (
        "«\u00a0photo.jpg\u00a0» dépasse 20\u00a0Mo. Choisissez une qualité plus basse, ou saisissez le numéro."
    )


def test_an_empty_photo_is_refused_with_what_to_do_with_a_photo() -> None:
    assert refusal(b"").endswith("est vide. Reprenez la photo, ou saisissez le numéro.")


def test_nothing_of_a_photo_stays_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    codes_on(photos.as_file(photos.qr(SERIAL)))
    refusal(b"rien")
    assert list(tmp_path.iterdir()) == []
