"""From a layout and its data to a PDF: PDF/A-3a and PDF/UA-1 at once, same content, same bytes."""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings

from passnum.core.errors import PassnumError
from passnum.core.fonts import FAMILIES, fonts
from passnum.core.glyphs import displayable, refused_in

log = logging.getLogger(__name__)

STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
#: The look that every document shares.
_LOOK = "dossiers"
_FAILED = (
    "La mise en page a échoué. Recommencez ; si l’échec revient, prévenez l’Eurométropole avec l’heure de l’essai."
)


class RenderingFailed(PassnumError):
    """The layout could not be made."""


def typeset(
    layout: str,
    printed: dict[str, Any],
    *,
    timestamp: datetime,
    given: Mapping[str, Any] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """The PDF of `templates/<layout>` (« dossiers/note.typ »), in a folder that holds the layouts and `files` alone.

    `printed` is text to show: what no font draws is replaced. `given` reaches the layout as it is (digests, drawings).
    The layouts beside it, and the house's look, can be imported. `timestamp` is the document's own date: it comes from
    the data. Raises RenderingFailed, with a message for the people concerned.
    """
    templates = Path(settings.BASE_DIR) / "templates"
    with tempfile.TemporaryDirectory(prefix="passnum-") as folder:
        root = Path(folder)
        for room in (_LOOK, str(Path(layout).parent)):
            for path in (templates / room).glob("*.typ"):
                shutil.copy(path, root / path.name)
        for name, content in (files or {}).items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_bytes(content)
        return _compiled(root, Path(layout).name, printed, given or {}, timestamp)


def _compiled(
    root: Path, template: str, printed: dict[str, Any], given: Mapping[str, Any], timestamp: datetime
) -> bytes:
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
