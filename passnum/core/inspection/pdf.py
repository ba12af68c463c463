"""PDF: readable, not encrypted, without script, launch action, form that sends, nor files inside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf

from passnum.core.inspection import limits
from passnum.core.inspection.refusal import Refused

MAGIC = b"%PDF-"
_ACTIVE = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/RichMediaExecute", "/GoToE"}
_ACTIVE_KEYS = {"/JS", "/JavaScript", "/XFA"}
_PLAIN_COPY = "Ouvrez-le, imprimez-le « vers un PDF », et joignez cette copie."


def inspect(source: Path) -> str:
    """Media type of a PDF that is only to be read; Refused otherwise."""
    with source.open("rb") as file:
        if not file.read(1024).lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(MAGIC):
            raise Refused("ce n’est pas un PDF, malgré son nom. Exportez le document en PDF depuis votre logiciel.")
    try:
        with pikepdf.open(source) as document:
            _check(document)
    except pikepdf.PasswordError as error:
        raise Refused(f"ce PDF est protégé par un mot de passe. {_PLAIN_COPY}") from error
    except pikepdf.PdfError as error:
        raise Refused("ce PDF est abîmé ou incomplet. Exportez-le à nouveau, puis joignez-le.") from error
    return "application/pdf"


def _check(document: pikepdf.Pdf) -> None:
    if document.is_encrypted:
        raise Refused(f"ce PDF est chiffré. {_PLAIN_COPY}")
    if len(document.pages) == 0:
        raise Refused("ce PDF n’a aucune page.")
    if len(document.pages) > limits.MAX_PDF_PAGES:
        raise Refused(f"ce PDF a plus de {limits.MAX_PDF_PAGES} pages. Joignez un extrait.")
    if document.attachments:
        raise Refused(f"ce PDF contient d’autres fichiers. {_PLAIN_COPY}")
    for item in document.objects:
        _check_object(item)


def _check_object(item: Any) -> None:
    """Refuse an object (or a dictionary directly inside one) that acts by itself."""
    stack = [(item, 0)]
    while stack:
        value, depth = stack.pop()
        if isinstance(value, pikepdf.Stream):
            value = value.stream_dict if hasattr(value, "stream_dict") else value
        if isinstance(value, pikepdf.Array):
            if depth < 6:
                stack.extend((child, depth + 1) for child in value if not getattr(child, "is_indirect", False))
            continue
        if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            continue
        _check_dictionary(value)
        if depth < 6:
            stack.extend((child, depth + 1) for _, child in value.items() if not getattr(child, "is_indirect", False))


def _check_dictionary(value: Any) -> None:
    keys = set(value.keys())
    if keys & _ACTIVE_KEYS or str(value.get("/S", "")) in _ACTIVE:
        raise Refused(f"ce PDF contient un script ou une action automatique. {_PLAIN_COPY}")
    if "/EmbeddedFiles" in keys or str(value.get("/Subtype", "")) in {"/FileAttachment", "/RichMedia", "/Movie"}:
        raise Refused(f"ce PDF contient d’autres fichiers ou des médias. {_PLAIN_COPY}")
