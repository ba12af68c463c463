"""XML parts of spreadsheets read in pieces: what is kept at once is bounded, whatever the file holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

PIECE = 1 << 16
#: What may come between two elements that are awaited, in bytes of XML: a tree of so many is kept at once.
MOST_PENDING = 4 << 20


class TooMuch(ValueError):
    """More XML between two awaited elements than any true file has."""


def events(
    part: IO[bytes], tags: tuple[str, ...], *, starts: bool = False, most: int = MOST_PENDING
) -> Iterator[tuple[str, Any]]:
    """The elements of these tags as they end (and as they start, if `starts`): their event, and themselves.

    An element is emptied after it was given at its end. No entity is resolved, nothing is fetched. Raises TooMuch, or
    lxml.etree.XMLSyntaxError for a part that is not well formed or ends too early.
    """
    wanted = ("start", "end") if starts else ("end",)
    parser = etree.XMLPullParser(events=wanted, tag=tags, resolve_entities=False, no_network=True)
    pending = 0
    while piece := part.read(PIECE):
        parser.feed(piece)
        pending += len(piece)
        for event, element in parser.read_events():
            yield event, element
            if event == "end":
                _forget(element)
                pending = 0
        if pending > most:
            raise TooMuch
    parser.close()


def _forget(element: Any) -> None:
    """Leave the element and those before it behind."""
    element.clear(keep_tail=False)
    while element.getprevious() is not None:
        del element.getparent()[0]
