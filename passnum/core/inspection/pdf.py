"""PDF: readable to its end, not encrypted, without script, action, form that sends, nor files inside."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pikepdf

from passnum.core.inspection import limits
from passnum.core.inspection.refusal import Refused

MAGIC = b"%PDF-"
_END = b"%%EOF"
_BLANK = b"\x00\t\n\x0c\r "
_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/Rendition",
    "/RichMediaExecute",
    "/GoToE",
    "/GoToR",
    "/Movie",
    "/Sound",
}
_SCRIPTS = {"/JS", "/JavaScript", "/XFA"}
_FILES = {"/EmbeddedFiles", "/EF"}
_MEDIA = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_PLAIN_COPY = "Ouvrez-le, imprimez-le « vers un PDF », et joignez cette copie."
_DAMAGED = "ce PDF est abîmé ou incomplet. Exportez-le à nouveau, puis joignez-le."


def inspect(source: Path) -> str:
    """Media type of a PDF that is only to be read; Refused otherwise."""
    _check_ends(source)
    try:
        with pikepdf.open(source) as document:
            _check(document)
    except pikepdf.PasswordError as error:
        raise Refused(f"ce PDF est protégé par un mot de passe. {_PLAIN_COPY}") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Refused(_DAMAGED) from error
    return "application/pdf"


def _check_ends(source: Path) -> None:
    """It begins and ends as a PDF, and is not also an archive (a file that two programs read differently)."""
    with source.open("rb") as file:
        if not file.read(1024).lstrip(b"\xef\xbb\xbf" + _BLANK).startswith(MAGIC):
            raise Refused("ce n’est pas un PDF, malgré son nom. Exportez le document en PDF depuis votre logiciel.")
        file.seek(max(0, source.stat().st_size - 4096))
        ending = file.read().rstrip(_BLANK)
    if _END not in ending[-1024:]:
        raise Refused(_DAMAGED)
    try:
        with zipfile.ZipFile(source) as archive:
            hidden = bool(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        hidden = False
    if hidden:
        raise Refused(f"ce fichier est à la fois un PDF et une archive. {_PLAIN_COPY}")


def _check(document: pikepdf.Pdf) -> None:
    if document.is_encrypted:
        raise Refused(f"ce PDF est chiffré ou protégé contre la copie. {_PLAIN_COPY}")
    if len(document.pages) == 0:
        raise Refused("ce PDF n’a aucune page. Exportez le document à nouveau.")
    if len(document.pages) > limits.MAX_PDF_PAGES:
        raise Refused(f"ce PDF a plus de {limits.in_figures(limits.MAX_PDF_PAGES)} pages. Joignez un extrait.")
    for item in document.objects:
        _check_object(item)


def _check_object(item: Any) -> None:
    """Refuse an object, or anything directly inside it however deep, that acts by itself or carries a file.

    What is inside by reference is an object of its own, seen in its turn.
    """
    stack = [item]
    while stack:
        value = stack.pop()
        if isinstance(value, pikepdf.Array):
            children = list(value)
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            _check_dictionary(value)
            children = [child for _, child in value.items()]
        else:
            continue
        stack.extend(child for child in children if not getattr(child, "is_indirect", False))


def _check_dictionary(value: Any) -> None:
    keys = set(value.keys())
    if keys & _SCRIPTS or str(value.get("/S", "")) in _ACTIONS:
        raise Refused(f"ce PDF contient un script ou une action automatique. {_PLAIN_COPY}")
    if keys & _FILES or str(value.get("/Type", "")) == "/EmbeddedFile" or str(value.get("/Subtype", "")) in _MEDIA:
        raise Refused(f"ce PDF contient d’autres fichiers ou des médias. {_PLAIN_COPY}")
