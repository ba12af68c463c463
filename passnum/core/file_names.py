"""Names of the files that people send, made harmless and kept readable. Pure functions."""

from __future__ import annotations

import re
import unicodedata

from passnum.core.inspection.limits import MAX_NAME, MAX_NAME_BYTES

_RESERVED = re.compile(r"^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.I)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_EXTENSION = re.compile(r"[0-9A-Za-z]{1,10}")
#: Separators that are no plain space, and letters that show nothing: the rest of what is invisible is of category C.
_INVISIBLE = {"Zl", "Zp"}
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u034f\ufe0f"


def safe_name(name: str) -> str:
    """The name without path, control or direction-changing characters, short enough for every disk, still readable.

    At most MAX_NAME characters and MAX_NAME_BYTES bytes in UTF-8; « fichier » where nothing readable is left.
    """
    text = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    text = "".join(c for c in text if _is_visible(c))
    text = " ".join(_FORBIDDEN.sub("_", text).split()).rstrip(" .")
    stem, dot, extension = text.rpartition(".")
    if not dot or not _EXTENSION.fullmatch(extension):
        stem, extension = text, ""
    stem = stem.strip(" .") or "fichier"
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    tail = f".{extension}" if extension else ""
    return _shortened(stem, MAX_NAME - len(tail), MAX_NAME_BYTES - len(tail)) + tail


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] != "C" and category not in _INVISIBLE and character not in _BLANK_LETTERS


def _shortened(stem: str, characters: int, octets: int) -> str:
    """The beginning of the name that fits, never cut inside a character."""
    return stem[:characters].encode()[:octets].decode(errors="ignore").rstrip(" .")
