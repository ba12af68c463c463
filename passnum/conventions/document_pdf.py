"""From the words of the convention to its file: PDF/A-3a and PDF/UA-1, a code on each page that names the version."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pikepdf
import segno
from django.conf import settings

from passnum.conventions.document_text import Words, canonical, digest_of
from passnum.core.french import NO_BREAK_SPACE, day_and_month
from passnum.core.typesetting import typeset

_LAYOUT = "conventions/convention.typ"
#: The words of the document, inside the file: their SHA-256 is the digest that each page names.
WORDS_NAME = "texte.json"
#: How much of the digest of the text each code holds.
MARK_LENGTH = 16


@dataclass(frozen=True)
class Identity:
    """What each page says of its version."""

    public_id: UUID
    number: int


@dataclass(frozen=True)
class Rendered:
    """A file and its number of pages."""

    pdf: bytes
    pages: int


def address_of(public_id: UUID) -> str:
    """Where a version is shown to those who may read the convention."""
    return f"{settings.PASSNUM_BASE_URL.rstrip('/')}/espace/documents/{public_id}/"


def code_payload(public_id: UUID, text_sha256: str, page: int) -> str:
    """What the code of one page holds: the address of the version, the beginning of its text's digest, the page."""
    return f"{address_of(public_id)}?e={text_sha256[:MARK_LENGTH]}&p={page}"


def render_version(words: Words, identity: Identity, *, made_at: datetime) -> Rendered:
    """The version to sign. Set twice: once to count the pages, once with the code of each. Raises RenderingFailed."""
    digest = digest_of(words)
    pages = _set(words, made_at, identity=identity).pages
    codes = [
        segno.make(code_payload(identity.public_id, digest, page), error="m", micro=False).svg_inline(
            border=0, dark="#1d2433"
        )
        for page in range(1, pages + 1)
    ]
    return _set(words, made_at, identity=identity, codes=codes)


def render_preview(words: Words, missing: Sequence[str], *, made_at: datetime) -> Rendered:
    """The document as it stands, marked as not to be signed, with what it still misses. Raises RenderingFailed."""
    return _set(words, made_at, missing=missing)


def _set(
    words: Words,
    made_at: datetime,
    *,
    identity: Identity | None = None,
    codes: Sequence[str] = (),
    missing: Sequence[str] = (),
) -> Rendered:
    parties = " et ".join(signatory["on_behalf"] for signatory in words["signatories"])
    printed = {
        **words,
        "title": f"Convention {words['reference']}{NO_BREAK_SPACE}: {words['act_title']}",
        "description": f"Convention entre {parties}",
        "short_title": words["act_title"],
        "made_on": day_and_month(made_at),
        "missing": list(missing),
    }
    given = {"version": identity.number if identity else None, "codes": list(codes), "text_sha256": digest_of(words)}
    pdf = typeset(_LAYOUT, printed, timestamp=made_at, given=given, files={WORDS_NAME: canonical(words)})
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return Rendered(pdf, len(opened.pages))
