"""Text and CSV: readable as UTF-8 or Windows-1252, without control characters, and not another kind in disguise."""

from __future__ import annotations

from pathlib import Path

from passnum.core.inspection.refusal import Refused

_TYPES = {"csv": "text/csv", "txt": "text/plain"}
_OTHER_KINDS = (
    b"%PDF-",
    b"PK\x03\x04",
    b"MZ\x90",
    b"\x7fELF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
    b"#!",
)
_HTML = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<?php")
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13})
_AS_UTF8 = "Enregistrez-le en texte « UTF-8 » depuis votre logiciel."


def inspect(source: Path, extension: str) -> str:
    """Media type of the text; Refused when it is something else under that name."""
    data = source.read_bytes()
    start = data[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if data.startswith(_OTHER_KINDS) or start.startswith(_HTML):
        raise Refused(
            f"ce n’est pas un fichier {extension.upper()}, malgré son nom. "
            "Joignez le document d’origine, ou exportez-le en PDF."
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(f"ce texte est en UTF-16. {_AS_UTF8}")
    if data.translate(None, _CONTROLS) != data:
        raise Refused(f"ce fichier contient des caractères qui n’ont rien à faire dans un texte. {_AS_UTF8}")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _TYPES[extension]
    raise Refused(f"ce texte n’est ni en UTF-8 ni en Windows-1252. {_AS_UTF8}")
