"""Dates, numbers and amounts in written French, for screens, mails and documents alike. Pure functions."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from passnum.core.scheme import booklets_to_euros, booklets_to_pass

#: Between the groups of a number and before a unit sign.
NARROW_SPACE = "\u202f"
#: Between a number and the word it counts.
NO_BREAK_SPACE = "\u00a0"
#: Shown where a number was not given: an unknown stays an unknown.
UNKNOWN = "non renseigné"

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
#: A text may begin or end at a tag: « <strong>oui</strong> » has its spaces too.
_OPENING = re.compile(r"« +(?=\S|$)")
_BEFORE_SIGN = re.compile(r"(?<!\s) +(?=»|[:;!?](?:\s|$)|(?<=\d )Mo\b)")
_BEFORE_UNIT = re.compile(r"(?<=\d) +(?=[€%](?!\w))")
_TAG = re.compile(r"(<[^>]*>)")
_FILE_UNITS = ("octet", "ko", "Mo", "Go")
_FILE_STEP = 1000


def typeset(text: str) -> str:
    """The text with no-break spaces where French wants them: inside « », before : ; ! ? and before €, % and Mo."""
    text = _BEFORE_UNIT.sub(NARROW_SPACE, _OPENING.sub(f"«{NO_BREAK_SPACE}", text))
    return _BEFORE_SIGN.sub(NO_BREAK_SPACE, text)


def typeset_html(html: str) -> str:
    """`typeset` on the text of an HTML fragment; what is inside the tags is left alone."""
    return "".join(part if part.startswith("<") else typeset(part) for part in _TAG.split(html))


def day_and_month(day: date) -> str:
    """« 30 juin 2023 », « 1er juin 2023 ». A moment is read in the local time zone."""
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    number_of_day = "1er" if day.day == 1 else str(day.day)
    return f"{number_of_day} {MONTHS[day.month - 1]} {day.year}"


def long_date(day: date) -> str:
    """« vendredi 30 juin 2023 ». A moment is read in the local time zone."""
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    return f"{_WEEKDAYS[day.weekday()]} {day_and_month(day)}"


def clock_time(moment: datetime) -> str:
    """« 14 h 32 », in the local time zone."""
    if timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return f"{moment.hour}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{moment.minute:02d}"


def long_moment(moment: datetime) -> str:
    """« vendredi 30 juin 2023 à 14 h 32 », in the local time zone."""
    return f"{long_date(moment)} à {clock_time(moment)}"


def number(value: float | Decimal | None, digits: int | None = None) -> str:
    """« 1 200 », « 3,5 »; `digits` fixes the decimals. None is « non renseigné »."""
    if value is None:
        return UNKNOWN
    if digits is None:
        digits = 0 if value == int(value) else 1
    text = f"{value:,.{digits}f}"
    return text.replace("-", "−").replace(",", NARROW_SPACE).replace(".", ",")


def euros(value: float | Decimal | None) -> str:
    """« 12 000 € », with cents only where there are some."""
    if value is None:
        return UNKNOWN
    return f"{number(value, 0 if value == int(value) else 2)}{NARROW_SPACE}€"


def counted(value: float | None, singular: str, plural: str | None = None) -> str:
    """« 1 carnet », « 1 200 carnets »: the plural begins at two in French, and adds an s unless given."""
    if value is None:
        return UNKNOWN
    word = singular if abs(value) < 2 else plural or f"{singular}s"
    return f"{number(value)}{NO_BREAK_SPACE}{word}"


def pass_and_euros(value: int) -> str:
    """« 1 200 Pass, 12 000 € » for 120 booklets: what stands beside a number of booklets."""
    return f"{number(booklets_to_pass(value))}{NO_BREAK_SPACE}Pass, {euros(booklets_to_euros(value))}"


def booklets(value: int | None) -> str:
    """« 120 carnets (1 200 Pass, 12 000 €) »: both units at once, against errors by ten (art. 4)."""
    return UNKNOWN if value is None else f"{counted(value, 'carnet')} ({pass_and_euros(value)})"


def percent(part: float | None, whole: float | None) -> str:
    """« 42 % » of a whole; « — » where there is no whole to divide by."""
    if part is None or not whole:
        return "—"
    return f"{number(round(100 * part / whole))}{NARROW_SPACE}%"


def days_left(due_on: date, today: date) -> str:
    """« dans 12 jours », « demain », « aujourd’hui », « en retard de 3 jours »."""
    days = (due_on - today) // timedelta(days=1)
    if days < 0:
        return f"en retard de {counted(-days, 'jour')}"
    return {0: "aujourd’hui", 1: "demain"}.get(days, f"dans {counted(days, 'jour')}")


def days_since(day: date, today: date) -> str:
    """« depuis aujourd’hui », « depuis hier », « depuis 3 jours »."""
    days = (today - day) // timedelta(days=1)
    if days <= 0:
        return "depuis aujourd’hui"
    return "depuis hier" if days == 1 else f"depuis {counted(days, 'jour')}"


def file_size(octets: int) -> str:
    """« 850 octets », « 12 ko », « 1,2 Mo » (decimal units)."""
    if octets < _FILE_STEP:
        return counted(octets, _FILE_UNITS[0])
    size, unit = float(octets), 0
    while round(size) >= _FILE_STEP and unit < len(_FILE_UNITS) - 1:
        size, unit = size / _FILE_STEP, unit + 1
    size = round(size, 1 if unit > 1 else 0)
    return f"{number(size)}{NO_BREAK_SPACE}{_FILE_UNITS[unit]}"
