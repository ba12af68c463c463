"""Serial numbers of booklets as people write them: « EMS-000101 à EMS-000150, EMS-000200 ». Pure functions.

Ranges exist only in forms and slips; the ledger knows one booklet per row.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from passnum.core import scheme
from passnum.core.errors import InvalidInput

#: More than the whole programme can only be a slip of the pen.
MOST_AT_ONCE = scheme.PROGRAMME_BOOKLET_CAP
#: Of more numbers than this, nobody guesses what each one means.
MOST_GUESSED = 5
#: A shorter end says too little of a serial.
FEWEST_TYPED = 2
_SERIAL = re.compile(r"^(?=.*[0-9])[A-Z0-9-]{1,24}\Z")
_PARTS = re.compile(r"^(.*?)([0-9]+)\Z")
#: Between the two ends of a range; runs of spaces are one space by then.
_RANGE = re.compile(r" ?(?:…|\.\.+|→| (?:[AÀ]|AU|JUSQU.[AÀ]U?|TO) | [-–—]+ ) ?")
#: « EMS-000101-EMS-000150 »: the same beginning twice, a dash between, is a range too.
_TIGHT = re.compile(r"^([A-Z]+-?)([0-9]{2,})[-–—](?=\1[0-9]+\Z)")
#: « 000101-000150 », « EMS-000101-000150 »: one number with a dash in it, or a range? Nobody guesses.
_UNSURE = re.compile(r"^((?:[A-Z]+-?)?)([0-9]{3,})[-–—]([0-9]{3,})\Z")
_BETWEEN = re.compile(r"[,;\n\r]+")
#: Two groups this long, a space between, are perhaps two numbers; shorter ones are one number read in groups.
_WHOLE = re.compile(r"[0-9]{4,}")
#: Hyphens of word processors, and the wide letters and figures of some keyboards.
_PLAIN = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2212"} | {
    wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)
}


def clean_serial(typed: str) -> str:
    """One serial as the ledger writes it: upper case, without spaces. Raises InvalidInput."""
    serial = re.sub(r"\s+", "", typed).translate(_PLAIN).upper().replace("–", "-").replace("—", "-")
    if not _SERIAL.match(serial):
        shown = typed.strip()[:40]
        raise InvalidInput(
            f"« {shown} » n’est pas un numéro de carnet : des lettres, des chiffres et des tirets, 24 au plus.",
            field="serials",
        )
    return serial


def bare_serial(typed: str) -> str:
    """What is left of a serial without its separators, as somebody reads it out: « ems 230-012 » is EMS230012."""
    return re.sub(r"[\s–—_./-]", "", typed.translate(_PLAIN)).upper()


def meant_in_full(typed: Iterable[str], known: Iterable[str]) -> list[tuple[str, str]]:
    """Each number typed without its prefix with the only known serial that ends so; the others are left out."""
    wanted = {bare: one for one in typed if len(bare := bare_serial(one)) >= FEWEST_TYPED}
    ends: dict[str, list[str]] = {bare: [] for bare in wanted}
    lengths = {len(bare) for bare in wanted}
    for serial in known:
        whole = bare_serial(serial)
        for length in lengths:
            if len(whole) >= length and whole[-length:] in ends:
                ends[whole[-length:]].append(serial)
    return [(one, ends[bare][0]) for bare, one in wanted.items() if len(ends[bare]) == 1]


def told_in_full(pairs: Iterable[tuple[str, str]]) -> str:
    """What may have been meant by what was typed (typed, whole serial), to be written so: a few; empty for no pair."""
    told = ", ".join(f"{whole} pour {typed}" for typed, whole in list(pairs)[:MOST_GUESSED])
    return f"Écrivez-les en entier : {told} ?" if told else ""


def parse_ranges(text: str, *, most: int = MOST_AT_ONCE) -> list[str]:
    """The serials, in the order written. Raises InvalidInput for a reversed, overlapping, mixed or oversized range."""
    serials: list[str] = []
    # Pasted from some systems, « à » is an « a » followed by its accent.
    text = unicodedata.normalize("NFC", text).translate(_PLAIN)
    for written in _BETWEEN.split(text):
        part = " ".join(written.split())
        if not part:
            continue
        spaced = _TIGHT.sub(r"\1\2 - ", part.upper())
        serials += _one_range(part, _RANGE.split(spaced), most)
        if len(serials) > most:
            raise InvalidInput(
                f"Plus de {most} carnets d’un coup : le programme entier en compte {scheme.PROGRAMME_BOOKLET_CAP}. "
                "Vérifiez les numéros.",
                field="serials",
            )
    if not serials:
        raise InvalidInput(
            "Indiquez au moins un numéro de carnet, par exemple « EMS-000101 à EMS-000150 ».", field="serials"
        )
    twice = sorted(serial for serial, times in Counter(serials).items() if times > 1)
    if twice:
        raise InvalidInput(f"Écrits deux fois : {name_some(twice)}. Corrigez les plages.", field="serials")
    return serials


def _one_range(written: str, ends: list[str], most: int) -> list[str]:
    if len(ends) > 2 or not all(ends):
        raise InvalidInput(f"« {written[:60]} » : une plage a un premier et un dernier numéro.", field="serials")
    if len(ends) == 1:
        _refuse_unsure(ends[0])
    for one in ends:
        _refuse_several(one)
    first, last = clean_serial(ends[0]), clean_serial(ends[-1])
    if first == last:
        return [first]
    start, end = _PARTS.match(first), _PARTS.match(last)
    if not start or not end or start[1] != end[1] or len(start[2]) != len(end[2]):
        raise InvalidInput(
            f"« {first} à {last} » : les deux numéros d’une plage ont le même début et autant de chiffres.",
            field="serials",
        )
    low, high = int(start[2]), int(end[2])
    if high < low:
        raise InvalidInput(
            f"« {first} à {last} » : la plage est à l’envers, écrivez {last} à {first}.", field="serials"
        )
    if high - low >= most:
        raise InvalidInput(
            f"« {first} à {last} » : {high - low + 1} carnets, plus que les {most} possibles. Vérifiez les numéros.",
            field="serials",
        )
    return [f"{start[1]}{number:0{len(start[2])}d}" for number in range(low, high + 1)]


def _refuse_unsure(written: str) -> None:
    unsure = _UNSURE.match(written)
    if unsure and len(unsure[2]) == len(unsure[3]) and unsure[2] < unsure[3]:
        first, last = (unsure[1] + end for end in unsure.groups()[1:])
        raise InvalidInput(
            f"« {written} » : une plage, ou un seul numéro ? Pour une plage, écrivez « {first} à {last} » ; "
            f"pour un seul numéro, « {written} à {written} ».",
            field="serials",
        )


def _refuse_several(written: str) -> None:
    """« EMS-000101 EMS-000102 », from the cells of a table: run together they would be one number that nobody has."""
    groups = written.split()
    numbered = [rank for rank, group in enumerate(groups) if re.search("[0-9]", group)]
    later = groups[numbered[0] + 1 :] if numbered else []
    if any(re.search("[A-Z]", group) for group in later) or sum(bool(_WHOLE.search(group)) for group in groups) > 1:
        raise InvalidInput(
            f"« {written[:60]} » : un seul numéro, ou plusieurs ? Séparez plusieurs numéros par des virgules ou des "
            "retours à la ligne ; écrivez un seul numéro sans espace ; pour une plage, « premier à dernier ».",
            field="serials",
        )


def ranges_of(serials: Iterable[str]) -> list[tuple[str, str]]:
    """The serials as ranges, sorted, by their first and last: [("EMS-000101", "EMS-000150")]."""
    rows = sorted(set(serials))
    if not rows:
        return []
    groups = [[rows[0], rows[0]]]
    for before, after in pairwise(rows):
        if _follows(before, after):
            groups[-1][1] = after
        else:
            groups.append([after, after])
    return [(first, last) for first, last in groups]


def format_ranges(serials: Iterable[str]) -> list[str]:
    """The serials as ranges, sorted: ["EMS-000101 à EMS-000150", "EMS-000200"]."""
    return [first if first == last else f"{first} à {last}" for first, last in ranges_of(serials)]


def _follows(before: str, after: str) -> bool:
    one, two = _PARTS.match(before), _PARTS.match(after)
    return bool(one and two and one[1] == two[1] and len(one[2]) == len(two[2]) and int(two[2]) == int(one[2]) + 1)


def name_some(serials: Iterable[str], *, most: int = 5) -> str:
    """A few ranges by name, and how many others: for a message."""
    ranges = format_ranges(serials)
    shown = ", ".join(ranges[:most])
    rest = len(ranges) - most
    return shown if rest <= 0 else f"{shown} et {rest} autre{'s' if rest > 1 else ''}"
