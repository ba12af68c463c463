"""The HTML version of a mail, made from its text: one wording, two looks; no picture, no link of its own.

The text begins with the act and its address on one line (« Lire et valider le dossier : https://… »), then paragraphs.
"""

import re
from dataclasses import dataclass, field

from django.template.loader import render_to_string

_ACTION = re.compile(r"^(?P<act>.+?)\s*:\s*(?P<url>https?://\S+)\s*$")
_LIST_MARK = "- "


@dataclass(frozen=True)
class Block:
    """Lines of a paragraph, or items of a list."""

    lines: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)


def _blocks(text: str) -> list[Block]:
    """The pieces of the text, in order: a blank line, or a change between prose and list, begins a new one."""
    blocks: list[Block] = []
    current: Block | None = None
    for line in text.splitlines():
        if not line.strip():
            current = None
            continue
        listed = line.startswith(_LIST_MARK)
        if current is None or bool(current.items) != listed:
            current = Block()
            blocks.append(current)
        (current.items if listed else current.lines).append(line.removeprefix(_LIST_MARK))
    return blocks


def html_version(*, subject: str, text: str) -> str:
    """A whole HTML document; what people wrote in the text is escaped."""
    first, _, rest = text.strip().partition("\n")
    action = _ACTION.match(first)
    blocks = _blocks(rest if action else text)
    context = {"subject": subject, "action": action.groupdict() if action else None, "blocks": blocks}
    return render_to_string("mail/base.html", context)
