"""The codes printed on the pages, looked at as a reader's camera would."""

from __future__ import annotations

import pypdfium2
import segno

#: Where a code is on the page, in millimetres: left, top, right, bottom.
_CORNER = (160, 250, 190, 297)
_SCALE = 8


def printed_code(pdf: bytes, page: int, size: int) -> list[list[bool]]:
    """The dark modules of the code of that page (from 1), as a square of `size` modules."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[page - 1].render(scale=_SCALE).to_pil().convert("L")
    document.close()
    dots = _SCALE * 72 / 25.4
    corner = picture.crop(tuple(round(side * dots) for side in _CORNER)).point(lambda grey: 255 if grey < 128 else 0)
    box = corner.getbbox()
    assert box is not None, "no code on this page"
    code = corner.crop(box)
    step = code.width / size
    return [
        [code.getpixel((round((x + 0.5) * step), round((y + 0.5) * step))) > 0 for x in range(size)]
        for y in range(size)
    ]


def expected_code(payload: str) -> list[list[bool]]:
    """The dark modules that a code of these words has."""
    return [[bool(module) for module in row] for row in segno.make(payload, error="m", micro=False).matrix]
