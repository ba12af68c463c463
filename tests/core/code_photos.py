"""Photos of codes as a phone takes them, drawn for the tests."""

from __future__ import annotations

import io
from typing import Any

import segno
import zxingcpp
from PIL import Image, ImageFilter


def qr(text: str) -> Image.Image:
    """A sharp QR code."""
    drawn = io.BytesIO()
    segno.make(text, micro=False).save(drawn, kind="png", scale=8)
    return Image.open(drawn).convert("L")


def code_128(text: str) -> Image.Image:
    """A sharp Code 128, its quiet zones around it."""
    bars = memoryview(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_image(scale=4))
    drawn = Image.frombytes("L", (bars.shape[1], bars.shape[0]), bars.tobytes())
    paper = Image.new("L", (drawn.width + 80, drawn.height + 80), 255)
    paper.paste(drawn, (40, 40))
    return paper


def taken(code: Image.Image, *, angle: float = 14, blur: float = 2) -> Image.Image:
    """The code on a booklet, aslant, grainy and a little blurred, on a table."""
    booklet = Image.new("L", (code.width + 200, code.height + 300), 235)
    booklet.paste(code, (100, 200))
    aslant = booklet.rotate(angle, expand=True, fillcolor=120)
    table = Image.new("L", (aslant.width + 400, aslant.height + 500), 120)
    table.paste(aslant, (200, 250))
    grain = Image.effect_noise(table.size, 25)
    return Image.blend(table, grain, 0.15).filter(ImageFilter.GaussianBlur(blur))


def beside(*codes: Image.Image) -> Image.Image:
    """Several codes on one photo."""
    paper = Image.new("L", (max(code.width for code in codes), sum(code.height + 60 for code in codes)), 255)
    top = 0
    for code in codes:
        paper.paste(code, (0, top))
        top += code.height + 60
    return paper


def as_file(picture: Image.Image, format: str = "JPEG", **options: Any) -> bytes:
    """The bytes that a phone would send."""
    kept = io.BytesIO()
    picture.save(kept, format=format, **options)
    return kept.getvalue()
