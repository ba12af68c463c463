"""From the content of a dossier to its PDF: PDF/A-3a and PDF/UA-1 at once, same content, same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

import segno

from passnum.core.file_names import safe_name
from passnum.core.typesetting import typeset
from passnum.deliverables.comparison import Notable
from passnum.deliverables.content import DossierContent
from passnum.deliverables.open_data import open_data
from passnum.deliverables.printed import attachment_values, dossier_values, note_values

#: The figures of the dossier, embedded for software.
OPEN_DATA_NAME = "donnees.json"


def render_dossier(content: DossierContent, *, timestamp: datetime) -> bytes:
    """The compiled dossier as PDF bytes. `timestamp` is the document's own date: it comes from the data.

    Attachments are embedded under their own names; the second of a name gets a rank in front.
    Raises RenderingFailed, with a message for the people concerned.
    """
    names = _embedded_names([attachment.name for attachment in content.attachments])
    values = dossier_values(content)
    values["attachments"] = [attachment_values(a, name) for a, name in zip(content.attachments, names, strict=True)]
    embedded = [
        {
            "name": name,
            "path": f"pieces/{number}",
            "media_type": attachment.media_type,
            "description": attachment.description,
        }
        for number, (attachment, name) in enumerate(zip(content.attachments, names, strict=True), start=1)
    ]
    files = {entry["path"]: a.data for entry, a in zip(embedded, content.attachments, strict=True)}
    files[OPEN_DATA_NAME] = json.dumps(open_data(content), ensure_ascii=False, indent=1, sort_keys=True).encode()
    return typeset("dossiers/dossier.typ", values, timestamp=timestamp, given={"embedded": embedded}, files=files)


def render_signature_note(
    content: DossierContent,
    *,
    timestamp: datetime,
    sha256: str,
    link: str,
    changes: Sequence[Notable] = (),
    risks: Sequence[str] = (),
) -> bytes:
    """The one-page note for the signature book: what is asked, by when and why, figures, digest, QR code of `link`.

    Raises RenderingFailed.
    """
    drawing = segno.make(link, error="m").svg_inline(border=0, dark="#1d2433")
    given = {"sha256": sha256, "link": link, "qr_svg": drawing}
    return typeset("dossiers/note.typ", note_values(content, changes, risks), timestamp=timestamp, given=given)


def _embedded_names(names: Sequence[str]) -> list[str]:
    """The files' own names, each once: viewers lose the second of two attachments that bear the same name."""
    taken = {OPEN_DATA_NAME.casefold()}
    found = []
    for name in map(safe_name, names):
        unique, rank = name, 1
        while unique.casefold() in taken:
            rank += 1
            unique = f"{rank} - {name}"
        taken.add(unique.casefold())
        found.append(unique)
    return found
