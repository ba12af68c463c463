"""Barcodes and QR codes on a photo taken with a phone: what they say. The photo itself is not kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import zxingcpp
from PIL import Image, ImageFilter

from passnum.core.inspection import limits
from passnum.core.inspection.refusal import Refused

#: What phones and browsers send; whatever the name of the file says.
_FORMATS = ("JPEG", "PNG", "WEBP")
#: How some phones keep their photos, in the first bytes of the file: photos all the same, that nothing here can read.
_UNREAD = (b"ftyphei", b"ftyphev", b"ftypmif1", b"ftypavif")
#: A booklet holds one or two codes; a table full of booklets is no photo of one.
MOST_CODES = 12
#: Longer than any serial with what may stand around it, an address for instance.
LONGEST_CODE = 300
#: Sides in pixels: the other attempts are made on no more than this, and half of a small photo shows nothing.
_LARGEST_AGAIN = 3_000
_SMALLEST_HALVED = 600

# The number of pixels is checked here, before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


def read(source: Path) -> list[str]:
    """The texts of the codes, each once; empty where none can be read. Raises Refused for what is no photo."""
    for picture in _attempts(_grey(source)):
        found = zxingcpp.read_barcodes(picture)
        texts = [code.text[:LONGEST_CODE] for code in found if code.text.strip()]
        if texts:
            return list(dict.fromkeys(texts))[:MOST_CODES]
    return []


def _grey(source: Path) -> Image.Image:
    """The photo in grey, on white where it is transparent."""
    with source.open("rb") as file:
        if file.read(16)[4:].startswith(_UNREAD):
            raise Refused(
                "les photos HEIC ou AVIF ne sont pas lues ici. Reprenez-la en JPEG (sur un iPhone, format "
                "« Le plus compatible »), ou saisissez le numéro."
            )
    try:
        with Image.open(source, formats=_FORMATS) as image:
            if image.width * image.height > limits.MAX_PIXELS:
                raise Refused(
                    "cette photo dépasse 25 millions de pixels. Choisissez une qualité plus basse, "
                    "ou saisissez le numéro."
                )
            image.load()
            if "transparency" in image.info or "A" in image.getbands():
                solid = image.convert("RGBA")
                paper = Image.new("L", solid.size, 255)
                paper.paste(solid.convert("L"), mask=solid.getchannel("A"))
                return paper
            return image.convert("L")
    except Refused:
        raise
    except MemoryError as error:
        raise Refused("cette photo est trop lourde à ouvrir. Reprenez-la, ou saisissez le numéro.") from error
    except Exception as error:  # Pillow raises many kinds for a damaged file
        raise Refused("ce n’est pas une photo, ou elle est abîmée. Reprenez-la, ou saisissez le numéro.") from error


def _attempts(photo: Image.Image) -> Iterator[Image.Image]:
    """As it is; then sharpened, which undoes some of the blur, and turned, for bars held aslant; then half as large."""
    yield photo
    sharp = _sharpened(photo.reduce(-(-max(photo.size) // _LARGEST_AGAIN)))
    yield sharp
    for angle in (30, 60):  # the reader looks along both sides by itself
        yield sharp.rotate(angle, Image.Resampling.BILINEAR, expand=True, fillcolor=128)
    if min(photo.size) >= _SMALLEST_HALVED:
        yield _sharpened(photo.reduce(2 * -(-max(photo.size) // _LARGEST_AGAIN)))


def _sharpened(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.UnsharpMask(radius=4, percent=300, threshold=0))
