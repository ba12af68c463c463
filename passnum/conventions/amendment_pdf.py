"""The document of an amendment: PDF/A-3a and PDF/UA-1, a code on each page that names it and its words."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

import segno
from django.conf import settings

from passnum.conventions.article_text import blocks_of_text
from passnum.conventions.models import Amendment
from passnum.core.french import day_and_month
from passnum.core.typesetting import typeset

_MARK = 16


def words_of(row: Amendment) -> dict[str, object]:
    """What the amendment says, in the order of its articles: the source of its digest."""
    return {
        "convention": row.convention.reference,
        "number": row.number,
        "title": row.title,
        "reasons": row.reasons,
        "last_year": row.new_last_year,
        "changes": [
            {"article": c.article, "kind": c.kind, "title": c.title, "former": c.former_text, "new": c.new_text}
            for c in row.changes.order_by("article")
        ],
    }


def digest_of(row: Amendment) -> str:
    """SHA-256 of the words of the amendment."""
    return hashlib.sha256(json.dumps(words_of(row), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def render_amendment(row: Amendment, *, made_at: datetime) -> bytes:
    """The amendment, ready to sign. Raises RenderingFailed."""
    convention = row.convention
    digest = digest_of(row)
    address = f"{settings.PASSNUM_BASE_URL.rstrip('/')}/espace/avenants/{row.public_id}/?e={digest[:_MARK]}"
    printed = {
        "title": f"Avenant nᵒ {row.number}",
        "object": row.title,
        "convention": convention.title,
        "reference": convention.reference,
        "parties": [
            f"L’Eurométropole de Strasbourg, représentée par {convention.ems_representative}, "
            f"{convention.ems_representative_title},",
            f"{convention.partner.name}, représentée par {convention.partner_representative}, "
            f"{convention.partner_representative_title},",
        ],
        "reasons": blocks_of_text(row.reasons),
        "decided": f"Décidé en comité le {day_and_month(row.decided_on)} : {row.decision_reference}"
        if row.decided_on
        else "Projet, non décidé en comité",
        "changes": [
            {
                "heading": f"Article {change.article} : {change.title}",
                "kind": change.get_kind_display(),
                "blocks": blocks_of_text(change.new_text),
            }
            for change in row.changes.order_by("article")
        ],
        "signatories": [
            [convention.ems_representative_title, convention.ems_representative],
            [convention.partner_representative_title, convention.partner_representative],
        ],
        "draft": row.decided_on is None,
    }
    code = segno.make(address, error="m", micro=False).svg_inline(border=0, dark="#1d2433")
    given = {"code": code, "mark": digest[:_MARK]}
    return typeset("conventions/avenant.typ", printed, timestamp=made_at, given=given)
