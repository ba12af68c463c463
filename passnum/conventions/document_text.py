"""What the document prints, from the record and its articles, and the digest of these words. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from passnum.conventions.article_text import blocks_of_text
from passnum.conventions.completeness import PLACEHOLDER
from passnum.conventions.enums import Part
from passnum.conventions.models import Convention, ConventionArticle
from passnum.core.french import NO_BREAK_SPACE, day_and_month, typeset

Words = dict[str, Any]

EMS = "Eurométropole de Strasbourg"
PLACE = "Strasbourg"
#: OB-22, said again where people sign.
RESPONSIBILITY = (
    "La structure de distribution conserve l’entière responsabilité de ses actions et de ses missions, "
    "y compris celles que vise la présente convention. L’examen ou l’approbation d’un livrable par "
    "l’Eurométropole de Strasbourg n’est pas une garantie et ne déplace pas cette responsabilité."
)
_YEARS_AT_END = re.compile(r"[\s,]*\bexercices?\s+\d{4}\s*(?:[-–]|à)\s*\d{4}\.?$", re.I)
_UNKNOWN_DATE = re.compile(r"[\s,]*(?:en date )?\bdu\s+X{3,}", re.I)


def words_of(convention: Convention, articles: Sequence[ConventionArticle]) -> Words:
    """The words of the convention, ready to print: parties, visas, preamble, parts with their articles, signatories."""
    partner = convention.partner.name
    return {
        "reference": convention.reference,
        "act_title": typeset(_YEARS_AT_END.sub("", convention.title)),
        "years": f"{convention.first_year} à {convention.last_year}",
        "parties": [
            f"L’{EMS}, représentée par {convention.ems_representative}, {convention.ems_representative_title}",
            f"{partner}, structure représentée par {convention.partner_representative}, "
            f"{convention.partner_representative_title}, désignée ci-après "
            f"«{NO_BREAK_SPACE}structure de distribution{NO_BREAK_SPACE}»",
        ],
        "visas": visas_of(convention),
        "preamble": blocks_of_text(convention.preamble),
        "parts": _parts(articles),
        "responsibility": RESPONSIBILITY,
        "place": PLACE,
        "signatories": [
            {
                "on_behalf": f"l’{EMS}",
                "quality": convention.ems_representative_title,
                "name": convention.ems_representative,
            },
            {
                "on_behalf": partner,
                "quality": convention.partner_representative_title,
                "name": convention.partner_representative,
            },
        ],
    }


def canonical(words: Words) -> bytes:
    """The words in one form whatever made them: what the digest is taken of, and what the file carries."""
    return json.dumps(words, ensure_ascii=False, sort_keys=True, indent=1).encode()


def digest_of(words: Words) -> str:
    """SHA-256 of the words, in hexadecimal."""
    return hashlib.sha256(canonical(words)).hexdigest()


def visas_of(convention: Convention) -> list[str]:
    """The visas one by one. The délibérations come from the record, which knows their dates before the text does."""
    said = [line.strip(" ;") for line in convention.visas.splitlines() if line.strip(" ;")]
    others = [typeset(line.rstrip(",")) for line in said if "délibération" not in line.casefold()]
    return [
        *others,
        _deliberation(convention.ems_deliberation, convention.ems_deliberation_on, f"l’{EMS}"),
        _deliberation(convention.partner_deliberation, convention.partner_deliberation_on, convention.partner.name),
    ]


def _deliberation(reference: str, on: date | None, whose: str) -> str:
    known = _UNKNOWN_DATE.sub("", reference).strip() if on else reference.strip()
    if not known or known.upper() == PLACEHOLDER:
        known = f"délibération ({whose})"
    elif "délibération" not in known.casefold():
        known = f"délibération ({whose}){NO_BREAK_SPACE}: {known}"
    day = day_and_month(on).replace(" ", NO_BREAK_SPACE) if on else PLACEHOLDER
    return typeset(known if not on and PLACEHOLDER in known.upper() else f"{known}, en date du {day}")


def _parts(articles: Sequence[ConventionArticle]) -> list[Words]:
    found = []
    for part in Part:
        rows = [article for article in articles if article.part == part]
        if rows:
            found.append({"title": typeset(str(part.label)), "articles": [_article(row) for row in rows]})
    return found


def _article(row: ConventionArticle) -> Words:
    return {"number": row.number, "title": typeset(row.title), "blocks": blocks_of_text(row.text)}
