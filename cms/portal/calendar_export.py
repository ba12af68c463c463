"""A table as a file: the same rows as on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from passnum.core.file_names import safe_name
from passnum.core.table_writing import WRITERS
from passnum.core.tables import table_bytes

EXTENSIONS = frozenset(WRITERS)


def table_file(name: str, extension: str, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> HttpResponse:
    """CSV, XLSX, ODS or JSON to download, cells harmless to a spreadsheet."""
    response = HttpResponse(table_bytes(extension, headers, rows), content_type=WRITERS[extension][1])
    response["Content-Disposition"] = content_disposition_header(True, safe_name(f"{name}.{extension}")) or "attachment"
    return response
