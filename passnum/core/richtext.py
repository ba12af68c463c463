"""Text with sober formatting: what a référent writes, cleaned on the way in and never trusted again."""

from __future__ import annotations

import html
import re
import unicodedata

import nh3

from passnum.core.errors import InvalidInput
from passnum.core.french import number

#: Paragraphs, lists, small headings, emphasis, links. No colour, no image, no table, no style.
ALLOWED_TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "h3", "a"})
#: Longest text, in characters without the tags.
MAX_CHARACTERS = 20_000
#: Longest source, tags and all: what office programs add to a paste is far below, what exhausts a parser above.
MAX_SOURCE = 200_000
#: Tags inside tags: a list in a list in a list, with emphasis, is under twenty.
MAX_DEPTH = 30

_BLOCK_EDGE = re.compile(r"</?(?:p|li|h3|ul|ol)>|<br\s*/?>")
_TAG = re.compile(r"<[^>]*>")
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!?]")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s]+", re.I)
_EMPTY = re.compile(r"<(p|h3|li|strong|em)>(?:\s|&nbsp;|<br>)*</\1>")
_LINK_TO_NOTHING = re.compile(r'<a rel="noopener noreferrer">(.*?)</a>', re.S)
#: What other editors write, in the words of this one.
_SAME = {"b": "strong", "i": "em", "div": "p", "tr": "p", "blockquote": "p", "pre": "p", "section": "p"} | {
    f"h{level}": "h3" for level in (1, 2, 4, 5, 6)
}
_OTHER_TAG = re.compile(rf"<(/?)({'|'.join(_SAME)})(?=[\s/>])", re.I)
_CELL_END = re.compile(r"</t[dh]\s*>", re.I)
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_INVISIBLE = re.compile(rf"[{_CONTROLS}\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff{_DIRECTIONS}]")


def clean_rich_text(value: str) -> str:
    """The same text with nothing but sober formatting, in one form whatever wrote it; empty when it says nothing.

    Text without any tag becomes paragraphs. Raises InvalidInput when it is too long or too deeply nested.
    """
    if len(value) > MAX_SOURCE:
        raise InvalidInput(_too_long(len(value), MAX_SOURCE, "mise en forme comprise"))
    if not _LOOKS_LIKE_HTML.search(value):
        value = _paragraphs(value)
    cleaned = _INVISIBLE.sub("", _sober(_in_our_words(value)))
    cleaned = unicodedata.normalize("NFC", _without_empty(_LINK_TO_NOTHING.sub(r"\1", cleaned))).strip()
    if _depth(cleaned) > MAX_DEPTH:
        raise InvalidInput("Ce texte a trop de listes les unes dans les autres : recopiez-le plus simplement.")
    length = len(plain_text(cleaned))
    if length > MAX_CHARACTERS:
        raise InvalidInput(_too_long(length, MAX_CHARACTERS, "espaces compris"))
    return "" if is_blank(cleaned) else cleaned


def plain_text(value: str) -> str:
    """The words alone of a cleaned text, one line per paragraph or item."""
    text = html.unescape(_TAG.sub("", _BLOCK_EDGE.sub("\n", value)))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def is_blank(value: str) -> bool:
    """Whether the text holds no word at all: spaces and letters that show nothing do not count."""
    return not any(unicodedata.category(character)[0] not in "CZ" for character in plain_text(value))


def _too_long(length: int, most: int, what: str) -> str:
    return (
        f"Ce texte compte {number(length)} caractères, {what} : le maximum est {number(most)}. "
        "Gardez l’essentiel et joignez le reste en pièce jointe."
    )


def _paragraphs(value: str) -> str:
    """What is typed in a plain field: an empty line ends a paragraph."""
    blocks = re.split(r"\n\s*\n", html.escape(html.unescape(value), quote=False).replace("\r\n", "\n").strip())
    return "".join(f"<p>{block.replace(chr(10), '<br>')}</p>" for block in blocks if block.strip())


def _in_our_words(value: str) -> str:
    value = _CELL_END.sub(" ", _INVISIBLE.sub("", value))
    return _OTHER_TAG.sub(lambda found: f"<{found[1]}{_SAME[found[2].lower()]}", value)


def _sober(value: str) -> str:
    return nh3.clean(
        value,
        tags=set(ALLOWED_TAGS),
        attributes={"a": {"href"}},
        attribute_filter=lambda _tag, name, link: link if name != "href" or _LINK.fullmatch(link.strip()) else None,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def _without_empty(value: str) -> str:
    """Without the paragraphs and emphases that hold nothing, nor those that only held such."""
    for _ in range(MAX_DEPTH):
        value, removed = _EMPTY.subn("", value)
        if not removed:
            break
    return value


def _depth(value: str) -> int:
    """How many tags are open at once, at most, in a cleaned text."""
    deepest = open_tags = 0
    for tag in _TAG.findall(value):
        if tag.startswith("</"):
            open_tags -= 1
        elif tag != "<br>":
            open_tags += 1
            deepest = max(deepest, open_tags)
    return deepest
