"""The serial of a booklet from a photo of its code: whatever stands around it, and among several codes."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import UploadedFile
from django.db.models import F, Value
from django.db.models.functions import Replace

from passnum.core.errors import InvalidInput
from passnum.core.uploads import read_codes
from passnum.quotas.ledger import BookletQuerySet

#: What a serial is made of; anything else in a code stands between words.
_WORD = re.compile(r"[A-Z0-9-]*[A-Z0-9][A-Z0-9-]*")
#: Words of a code looked at: an address or a sentence around the serial has fewer.
_MOST_WORDS = 12
_MOST_TOLD = 5
_LONGEST_TOLD = 40


def serial_on_photo(rows: BookletQuerySet, photo: UploadedFile[bytes] | None, *, awaited: str) -> str:
    """The serial, among `rows` (already `visible_to`), that a code on the photo holds.

    `awaited` says in a refusal what the rows are: « un carnet à remettre dans ce lieu ». Raises InvalidInput on
    `serial`; a serial of another partner gets the same words as one that does not exist.
    """
    if photo is None:
        raise _refused("Prenez d’abord le code du carnet en photo, ou saisissez le numéro.")
    codes = read_codes(photo)
    if not codes:
        raise _refused("Aucun code lisible : rapprochez-vous, ou saisissez le numéro.")
    found = list(dict.fromkeys(serial for code in codes if (serial := _serial_in(code, rows))))
    if not found:
        none = "Ce n’est pas" if len(codes) == 1 else "Aucun n’est"
        raise _refused(
            f"{_told('Code lu', 'Codes lus', codes)}. {none} {awaited} : vérifiez le carnet, ou saisissez le numéro."
        )
    if len(found) > 1:
        raise _refused(
            f"{_told('Carnet', 'Carnets', found)} : n’en prenez qu’un seul en photo, ou saisissez le numéro."
        )
    return found[0]


def _serial_in(code: str, rows: BookletQuerySet) -> str | None:
    """The serial that the code holds, alone, with spaces in it or words around it; the longest one when in doubt."""
    wanted = _possible_serials(code)
    named = rows.annotate(bare=Replace(F("serial"), Value("-"), Value(""))).filter(bare__in=wanted)
    return max(named.values_list("serial", flat=True), key=len, default=None)


def _possible_serials(code: str) -> set[str]:
    """Every run of whole words of the code, without spaces nor dashes: EMS000123 among those of « N° EMS 000123 »."""
    words = [word.replace("-", "") for word in _WORD.findall(code.upper())[:_MOST_WORDS]]
    return {"".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}


def _told(one: str, several: str, texts: list[str]) -> str:
    """« Codes lus : A, B »: shortened, and without what cannot be shown."""
    shown = ["".join(letter if letter.isprintable() else " " for letter in text).strip() for text in texts[:_MOST_TOLD]]
    short = [text if len(text) <= _LONGEST_TOLD else f"{text[: _LONGEST_TOLD - 1]}…" for text in shown]
    return f"{one if len(texts) == 1 else several} : {', '.join(short)}{'…' if len(texts) > _MOST_TOLD else ''}"


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, field="serial")
