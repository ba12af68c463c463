"""From the content of a dossier to its PDF: PDF/A-3a and PDF/UA-1 at once, same content, same bytes."""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import segno
import typst
from django.conf import settings

from passnum.core.errors import PassnumError
from passnum.core.file_names import safe_name
from passnum.deliverables.comparison import Notable
from passnum.deliverables.content import DossierContent
from passnum.deliverables.fonts import FAMILIES, fonts
from passnum.deliverables.glyphs import displayable, refused_in
from passnum.deliverables.open_data import open_data
from passnum.deliverables.printed import attachment_values, dossier_values, note_values

log = logging.getLogger(__name__)

STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
#: The figures of the dossier, embedded for software.
OPEN_DATA_NAME = "donnees.json"
_FAILED = (
    "La mise en page a échoué. Relancez la compilation ; si l’échec revient, "
    "prévenez l’Eurométropole avec l’heure de l’essai."
)


class RenderingFailed(PassnumError):
    """The layout could not be made."""


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
    return _typeset("dossier.typ", values, {"embedded": embedded}, timestamp, files)


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
    return _typeset("note.typ", note_values(content, changes, risks), given, timestamp, {})


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


def _typeset(
    template: str, printed: dict[str, Any], given: dict[str, Any], timestamp: datetime, files: Mapping[str, bytes]
) -> bytes:
    """Run a layout in a folder of its own, which holds the layouts and the files to embed, and nothing else.

    `printed` is made displayable; `given` reaches the layout as it is.
    """
    source = Path(settings.BASE_DIR) / "templates" / "dossiers"
    with tempfile.TemporaryDirectory(prefix="passnum-") as folder:
        root = Path(folder)
        for path in source.glob("*.typ"):
            shutil.copy(path, root / path.name)
        for name, content in files.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_bytes(content)
        return _compiled(root, template, printed, given, timestamp)


def _compiled(root: Path, template: str, printed: dict[str, Any], given: dict[str, Any], timestamp: datetime) -> bytes:
    """Compile, again without the characters that cannot be drawn where they stand, as long as some are named."""
    refused: frozenset[str] = frozenset()
    while True:
        data = {**displayable(printed, refused), **given, "families": list(FAMILIES)}
        try:
            pdf: bytes = typst.compile(
                root / template,
                root=root,
                format="pdf",
                pdf_standards=[*STANDARDS],
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                timestamp=int(timestamp.timestamp()),
                font_paths=fonts(),
                ignore_system_fonts=True,
            )
        except typst.TypstError as error:
            more = refused_in(str(error.diagnostic)) - refused
            if not more:
                log.exception("layout failed", extra={"template": template})
                raise RenderingFailed(_FAILED) from error
            refused |= more
        else:
            return pdf
