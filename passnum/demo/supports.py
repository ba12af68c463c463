"""Files of the demonstration's kits and logo, drawn here with Typst: not the Eurométropole's own."""

from __future__ import annotations

import io
from pathlib import Path

import typst
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.documents.models import Document
from wagtail.images.models import Image

FOLDER = Path(settings.BASE_DIR) / "templates" / "kits"


def draw(drawing: str, extension: str, *, ppi: int = 144, **inputs: str) -> bytes:
    """One drawing of templates/kits as an accessible PDF (PDF/UA-1) or as a PNG of `ppi` points an inch."""
    image = extension == "png"
    data: bytes = typst.compile(
        FOLDER / f"{drawing}.typ",
        root=FOLDER,
        format="png" if image else "pdf",
        pdf_standards=[] if image else ["ua-1"],
        ppi=ppi if image else None,
        sys_inputs=inputs,
        ignore_system_fonts=True,
        timestamp=0,
    )
    return data


def document(name: str, title: str, data: bytes) -> Document:
    """A Wagtail document of that file name."""
    row = Document(title=title)
    row.file.save(name, ContentFile(data), save=False)
    row._set_document_file_metadata()
    row.save()
    return row


def picture(name: str, title: str, data: bytes) -> Image:
    """A Wagtail image of that file name, with its words."""
    row = Image(title=title, description=title, file=ImageFile(io.BytesIO(data), name))
    row._set_image_file_metadata()
    row.save()
    return row
