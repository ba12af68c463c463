"""Text with sober formatting: what a référent writes, cleaned on the way in and never trusted again."""

from __future__ import annotations

import html
import re

import nh3

from passnum.core.errors import InvalidInput

#: Paragraphs, lists, small headings, emphasis, links. No colour, no image, no table, no style.
ALLOWED_TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "h3", "a"})
#: Longest text, in characters without the tags.
MAX_CHARACTERS = 20_000

_BLOCK_END = re.compile(r"</(?:p|li|h3|ul|ol)>|<br\s*/?>")
_TAG = re.compile(r"<[^>]*>")


def clean_rich_text(value: str) -> str:
    """The same text with nothing but sober formatting. Raises InvalidInput when it is too long."""
    cleaned = nh3.clean(
        value.replace("\x00", ""),
        tags=set(ALLOWED_TAGS),
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    ).strip()
    length = len(plain_text(cleaned))
    if length > MAX_CHARACTERS:
        raise InvalidInput(
            f"Ce texte compte {length} caractères : le maximum est {MAX_CHARACTERS}. "
            "Gardez l’essentiel et joignez le reste en pièce jointe."
        )
    return "" if is_blank(cleaned) else cleaned


def plain_text(value: str) -> str:
    """The words alone, one line per paragraph or item."""
    text = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", value)))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def is_blank(value: str) -> bool:
    """Whether the text holds no word at all."""
    return not plain_text(value).strip()
