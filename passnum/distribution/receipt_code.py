"""The code on a person's receipt: short enough to copy, long enough not to be guessed, kept as a keyed hash only.

Fourteen letters drawn at random among twenty-three (63 bits) and a check letter, shown as « 3F7KM-XA29P-RTC4H ».
No letter of the alphabet looks like another one of it; what people write instead (S for 5, B for 8…) is understood.
"""

from __future__ import annotations

import io
import math
import secrets

import segno

from passnum.core.secrecy import fingerprints

#: Twenty-three symbols, a prime number: the check letter then finds every wrong symbol and every swap of two.
ALPHABET = "23456789ACDEFHJKMNPRTXY"
#: Symbols drawn at random, before the check letter.
DRAWN = 14
#: Symbols of a group, for reading aloud.
GROUP = 5
#: Strength in bits.
BITS = DRAWN * math.log2(len(ALPHABET))

_LOOK_ALIKE = str.maketrans({"S": "5", "B": "8", "Z": "2", "G": "6"})
_PURPOSE = "receipts"


class Misread(ValueError):
    """What was typed cannot be a code of ours: too short, a foreign letter, or a letter taken for another."""


def draw() -> str:
    """A new code, grouped for reading."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(DRAWN))
    return grouped(drawn + check_letter(drawn))


def check_letter(drawn: str) -> str:
    """The letter that follows the drawn ones: a weighted sum modulo 23, each place with a weight of its own."""
    total = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(drawn, start=1))
    return ALPHABET[total % len(ALPHABET)]


def grouped(code: str) -> str:
    """« 3F7KM-XA29P-RTC4H »: groups of five."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read(typed: str) -> str:
    """The fifteen symbols of what was typed, whatever its case, spaces and hyphens. Raises Misread."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_LOOK_ALIKE)
    if len(code) != DRAWN + 1 or any(letter not in ALPHABET for letter in code):
        raise Misread
    if check_letter(code[:-1]) != code[-1]:
        raise Misread
    return code


def code_hashes(typed: str) -> list[str]:
    """The keyed hashes under which a code may be stored, that of the present key first. Raises Misread."""
    return fingerprints(read(typed), purpose=_PURPOSE)


def qr_svg(text: str) -> str:
    """A QR code as an SVG element without inline style, its colours those of the page."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        scale=4,
        border=4,
        svgclass="qr",
        lineclass="qr__dots",
        omitsize=True,
    )
    return out.getvalue().decode()
