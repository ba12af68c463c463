"""From the content of a dossier to its PDF: PDF/A-3a and PDF/UA-1 at once, same content, same bytes."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import segno
import typst
from django.conf import settings

from passnum.core.errors import PassnumError
from passnum.deliverables.comparison import Notable
from passnum.deliverables.content import DossierContent
from passnum.deliverables.glyphs import displayable
from passnum.deliverables.richtext_blocks import blocks_of

STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
_SURVEY_ANSWERS = (
    ("very_satisfied", "Très satisfaites"),
    ("satisfied", "Satisfaites"),
    ("unsatisfied", "Peu satisfaites"),
    ("very_unsatisfied", "Pas du tout satisfaites"),
    ("no_opinion", "Sans avis"),
)


class RenderingFailed(PassnumError):
    """The layout could not be made."""


def render_dossier(content: DossierContent, *, timestamp: datetime) -> bytes:
    """The compiled dossier as PDF bytes. `timestamp` is the document's own date: it comes from the data.

    Raises RenderingFailed, with a message for the people concerned.
    """
    files = {f"pieces/{number}": a.data for number, a in enumerate(content.attachments, start=1)}
    values = _dossier_values(content)
    files["donnees.json"] = json.dumps(values["open_data"], ensure_ascii=False, indent=1, sort_keys=True).encode()
    return _typeset("dossier.typ", values, timestamp, files)


def render_signature_note(
    content: DossierContent,
    *,
    timestamp: datetime,
    sha256: str,
    link: str,
    changes: Sequence[Notable] = (),
    risks: Sequence[str] = (),
) -> bytes:
    """The one-page note for the signature book: what is asked, by when and why, figures, digest, QR code of `link`."""
    values = {
        **_common_values(content),
        "title": f"Note pour le parapheur : dossier {content.year}, {content.partner_name}",
        "figures": [asdict(figure) for figure in content.figures],
        "changes": [asdict(change) for change in changes][:6],
        "risks": list(risks)[:5],
        "sha256": sha256,
        "link": link,
        "qr_svg": segno.make(link, error="m").svg_inline(border=0, dark="#1d2433"),
        "qr_alt": f"Code QR qui mène à la page de validation : {link}",
    }
    return _typeset("note.typ", values, timestamp, {})


def _common_values(content: DossierContent) -> dict[str, Any]:
    title = content.representative_title
    signatory = f"{content.representative_name}, {title}" if content.representative_name else f"la présidence ({title})"
    return {
        "partner_name": content.partner_name,
        "convention_title": content.convention_title,
        "convention_reference": content.convention_reference,
        "year": content.year,
        "version": content.version,
        "first_day": content.first_day.isoformat(),
        "last_day": content.last_day.isoformat(),
        "due_on": content.due_on.isoformat() if content.due_on else None,
        "due_explanation": content.due_explanation,
        "committee_on": content.committee_on.isoformat() if content.committee_on else None,
        "signatory": signatory,
    }


def _dossier_values(content: DossierContent) -> dict[str, Any]:
    survey = asdict(content.survey)
    answers = [{"label": label, "count": survey[name]} for name, label in _SURVEY_ANSWERS]
    tables = [asdict(table) for table in content.tables]
    figures = [asdict(figure) for figure in content.figures]
    return {
        **_common_values(content),
        "title": f"Pass numérique : dossier {content.year}, {content.partner_name}",
        "description": "Programme d’actions, rapport d’indicateurs et enquête de satisfaction (art. 6)",
        "figures": figures,
        "figure_notes": _figure_notes(content),
        "actions": blocks_of(content.actions_html),
        "projects": blocks_of(content.projects_html),
        "tables": tables,
        "typed_by_hand": any(table.typed_by_hand for table in content.tables),
        "indicator_comment": blocks_of(content.indicator_comment_html),
        "survey": {
            "method": survey["method"],
            "invited": survey["invited"],
            "respondents": survey["respondents"],
            "answers": answers,
            "comment": blocks_of(content.survey.comment_html),
        },
        "attachments": _attachment_values(content),
        "open_data": {
            "exercice": content.year,
            "structure": content.partner_name,
            "chiffres": figures,
            "indicateurs": tables,
            "enquete": answers,
        },
    }


def _attachment_values(content: DossierContent) -> list[dict[str, Any]]:
    return [
        {
            "name": a.name,
            "deliverable_label": a.deliverable_label,
            "media_type": a.media_type,
            "sha256": a.sha256,
            "size_text": _size(a.size),
            "description": a.description,
            "path": f"pieces/{number}",
            "embedded_name": _embedded_name(content, number),
            "relationship": "supplement",
        }
        for number, a in enumerate(content.attachments, start=1)
    ]


def _embedded_name(content: DossierContent, number: int) -> str:
    """The file's own name; a name that another attachment bears gets its rank in front."""
    name = content.attachments[number - 1].name
    alike = [a.name for a in content.attachments].count(name) > 1 or name == "donnees.json"
    return f"{number} - {name}" if alike else name


def _figure_notes(content: DossierContent) -> list[str]:
    booklets = content.figures[0].value if content.figures else 0
    if not booklets:
        return ["Aucun carnet n’a été remis pendant cette période."]
    thousands = f"{booklets * 10:,}".replace(",", "\u202f"), f"{booklets * 100:,}".replace(",", "\u202f")
    return [f"Un carnet contient 10 Pass de 10 € : {thousands[0]} Pass ont été remis, soit {thousands[1]} €."]


def _size(octets: int) -> str:
    if octets < 1000:
        return f"{octets} o"
    if octets < 1_000_000:
        return f"{octets / 1000:.0f} ko"
    return f"{octets / 1_000_000:.1f} Mo".replace(".", ",")


def _typeset(template: str, values: dict[str, Any], timestamp: datetime, files: dict[str, bytes]) -> bytes:
    """Run the layout in a folder of its own, which holds the templates and the files to embed, and nothing else."""
    source = Path(settings.BASE_DIR) / "templates" / "dossiers"
    with tempfile.TemporaryDirectory(prefix="passnum-") as folder:
        root = Path(folder)
        for path in source.glob("*.typ"):
            shutil.copy(path, root / path.name)
        for name, data in files.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_bytes(data)
        try:
            pdf: bytes = typst.compile(
                root / template,
                root=root,
                format="pdf",
                pdf_standards=[*STANDARDS],
                sys_inputs={"data": json.dumps(displayable(values), ensure_ascii=False)},
                timestamp=int(timestamp.timestamp()),
                ignore_system_fonts=True,
            )
        except typst.TypstError as error:
            raise RenderingFailed(
                "La mise en page du dossier a échoué. Relancez la compilation ; si l’échec revient, "
                "prévenez l’Eurométropole avec l’heure de l’essai."
            ) from error
    return pdf
