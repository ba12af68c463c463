"""A table as a file: the same rows as on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from passnum.core.file_names import safe_name
from passnum.core.tables import WRITERS

EXTENSIONS = frozenset(WRITERS)


def table_file(name: str, extension: str, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> HttpResponse:
    """CSV, XLSX, ODS or JSON to download, cells harmless to a spreadsheet."""
    write, media_type = WRITERS[extension]
    response = HttpResponse(write(headers, rows), content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, safe_name(f"{name}.{extension}")) or "attachment"
    return response
