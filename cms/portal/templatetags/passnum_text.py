"""Filters that write dates, numbers and amounts in French: `passnum.core.french` for templates.

A missing value gives an empty string for dates and « non renseigné » for numbers.
"""

from datetime import date, datetime

from django import template
from django.utils.safestring import mark_safe

from cms.portal.states import look_of
from passnum.core import clock, french

register = template.Library()


@register.filter
def long_date(value: date | None) -> str:
    """« vendredi 30 juin 2023 »."""
    return french.long_date(value) if value else ""


@register.filter
def day_and_month(value: date | None) -> str:
    """« 30 juin 2023 », where the weekday does not matter (the bounds of a period)."""
    return french.day_and_month(value) if value else ""


@register.filter
def long_moment(value: datetime | None) -> str:
    """« vendredi 30 juin 2023 à 14 h 32 »."""
    return french.long_moment(value) if value else ""


@register.filter
def clock_time(value: datetime | None) -> str:
    """« 14 h 32 »."""
    return french.clock_time(value) if value else ""


@register.filter
def number(value: float | None) -> str:
    """« 1 200 »; text that is ready already passes through."""
    return value if isinstance(value, str) else french.number(value)


@register.filter
def euros(value: float | None) -> str:
    """« 12 000 € »."""
    return french.euros(value)


@register.filter
def booklets(value: int | None) -> str:
    """« 120 carnets (1 200 Pass, 12 000 €) »."""
    return french.booklets(value)


@register.filter
def pass_and_euros(value: int | None) -> str:
    """« 1 200 Pass, 12 000 € »: a number of booklets, in its two other units."""
    return "" if value is None else french.pass_and_euros(value)


@register.filter
def counted(value: float | None, nouns: str) -> str:
    """`{{ n|counted:"journal,journaux" }}`: the noun agrees with the number; the plural is optional."""
    singular, _, plural = nouns.partition(",")
    return french.counted(value, singular, plural or None)


@register.filter
def percent_of(part: float | None, whole: float | None) -> str:
    """« 42 % » of the whole."""
    return french.percent(part, whole)


@register.filter
def days_left(value: date | None) -> str:
    """« dans 12 jours », by the business clock."""
    return french.days_left(value, clock.today()) if value else ""


@register.filter
def days_since(value: date | None) -> str:
    """« depuis 3 jours », by the business clock."""
    return french.days_since(value, clock.today()) if value else ""


@register.filter
def typeset(value: object) -> str:
    """The text with its French no-break spaces. HTML that vouches for itself stays HTML, its tags untouched."""
    if hasattr(value, "__html__"):  # a safe string, or the rich text of a page
        return mark_safe(french.typeset_html(value.__html__()))  # it was safe, only spaces of its text change
    return french.typeset("" if value is None else str(value))


@register.filter
def file_size(octets: int | None) -> str:
    """« 1,2 Mo »."""
    return "" if octets is None else french.file_size(octets)


@register.filter
def short_hash(sha256: str) -> str:
    """The first twelve characters of a SHA-256: enough to compare by eye."""
    return (sha256 or "")[:12]


@register.filter
def state_label(state: str) -> str:
    """The word of a state of a deliverable, a dossier or a convention; any other text as it is."""
    return look_of(state).label if state else ""
