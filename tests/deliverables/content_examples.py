"""Contents of dossiers for the tests of their layout, and what is read back from the PDF."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import UTC, date, datetime

import pikepdf
import pypdfium2

from passnum.deliverables.content import (
    AttachmentContent,
    DossierContent,
    IndicatorRow,
    IndicatorTable,
    KeyFigure,
    SurveyResult,
)

MOMENT = datetime(2023, 9, 18, 10, 0, tzinfo=UTC)


def content(**changes: object) -> DossierContent:
    rows = [IndicatorRow("Femmes", 60, 50), IndicatorRow("Hommes", 40, 44), IndicatorRow("Non renseigné", 0, None)]
    values: dict[str, object] = {
        "partner_name": "Structure d’essai",
        "representative_title": "Présidente",
        "representative_name": None,
        "convention_title": "Convention de partenariat",
        "convention_reference": "PN-2021-ESSAI",
        "year": 2022,
        "first_day": date(2022, 1, 1),
        "last_day": date(2022, 12, 31),
        "version": 1,
        "due_on": date(2023, 10, 30),
        "due_explanation": "comité du 30/11/2023 − 1 mois calendaire = 30/10/2023",
        "committee_on": date(2023, 11, 30),
        "figures": [KeyFigure("Carnets remis", 1200, "carnets", 900)],
        "actions_html": "<p>Des ateliers</p>",
        "projects_html": "<ul><li>Un projet</li></ul>",
        "tables": [IndicatorTable("sex", "Sexe", "personnes", 100, rows, True)],
        "indicator_comment_html": "",
        "survey": SurveyResult("Papier", 100, 40, 20, 10, 5, 3, 2, ""),
        "attachments": [],
    }
    return DossierContent(**(values | changes))  # type: ignore[arg-type]


def attachment(name: str, data: bytes) -> AttachmentContent:
    digest = hashlib.sha256(data).hexdigest()
    return AttachmentContent(name, "Enquête", "text/csv", len(data), digest, "Pièce jointe", data)


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def files_of(pdf: bytes) -> dict[str, bytes]:
    """The embedded files by name."""
    with opened(pdf) as document:
        return {spec.filename: spec.get_file().read_bytes() for spec in document.attachments.values()}


def pages_of(pdf: bytes) -> list[str]:
    """The text that is read on each page; the end of a line and a no-break space count as a space."""
    with pypdfium2.PdfDocument(pdf) as document:
        # A line that ends inside a word is told by U+FFFE; the reader makes a plain space of U+00A0.
        raw = [page.get_textpage().get_text_range().translate({0xFFFE: None, 0x200B: None}) for page in document]
    return [re.sub(r"[ \u00a0\r\n]+", " ", text) for text in raw]


def text_of(pdf: bytes) -> str:
    return " ".join(pages_of(pdf))
