"""Images: decoded whole, at most 25 megapixels, written anew without their metadata (place, date, device)."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from passnum.core.inspection import limits
from passnum.core.inspection.refusal import Refused

_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}
#: Ways to hold pixels that are written again as they are; the others become plain colours.
_KEPT = {"PNG": {"1", "L", "LA", "RGB", "RGBA", "I;16"}, "JPEG": {"L", "RGB"}}

# The number of pixels is checked here, before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


def inspect(source: Path, extension: str, output: Path) -> str:
    """Media type of the image, whose clean copy is written to `output`; Refused otherwise."""
    expected = _FORMATS[extension]
    try:
        with Image.open(source, formats=[expected]) as image:
            if image.width * image.height > limits.MAX_PIXELS:
                raise Refused("cette image dépasse 25 millions de pixels. Réduisez-la avant de la joindre.")
            image.load()
            clean = _cleaned(image, expected)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # Pillow raises many kinds for a damaged file
        raise Refused(
            f"ce n’est pas une image {expected}, ou elle est abîmée. Enregistrez-la à nouveau dans ce format."
        ) from error
    clean.save(output, format=expected, quality=90)
    return f"image/{expected.lower()}"


def _cleaned(image: Image.Image, expected: str) -> Image.Image:
    """The pixels alone: upright, in sRGB, with their transparency, without anything said about them."""
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    if upright.mode not in _KEPT[expected] or "transparency" in upright.info:
        see_through = expected == "PNG" and (upright.mode in {"PA", "RGBa"} or "transparency" in upright.info)
        upright = upright.convert("RGBA" if see_through else "RGB")
    elif upright is image:
        upright = image.copy()
    upright.info = {}
    return _in_srgb(upright, profile) if profile and upright.mode in {"RGB", "RGBA"} else upright


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours as its camera meant them; as they are when the profile cannot be used."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), inPlace=True)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    image.info = {}
    return image
