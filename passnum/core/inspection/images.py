"""Images: decoded whole, at most 25 megapixels, written anew without their metadata (place, date, device)."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps

from passnum.core.inspection import limits
from passnum.core.inspection.refusal import Refused

_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}


def inspect(source: Path, extension: str, output: Path) -> str:
    """Media type of the image, whose clean copy is written to `output`; Refused otherwise."""
    expected = _FORMATS[extension]
    try:
        with Image.open(source, formats=[expected]) as image:
            if image.width * image.height > limits.MAX_PIXELS:
                raise Refused("cette image dépasse 25 millions de pixels. Réduisez-la avant de la joindre.")
            image.load()
            clean = ImageOps.exif_transpose(image)
            clean = clean.convert("RGB") if expected == "JPEG" else clean.copy()
    except Refused:
        raise
    except Exception as error:  # Pillow raises many kinds for a damaged file
        raise Refused(f"ce n’est pas une image {expected} lisible. Enregistrez-la à nouveau.") from error
    clean.info = {}
    clean.save(output, format=expected, quality=90)
    return f"image/{expected.lower()}"
