"""A calendar as a file: the same rows as on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from passnum.core.file_names import safe_name
from passnum.core.tables import write_csv, write_xlsx

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EXTENSIONS = frozenset(_TYPES)


def table_file(name: str, extension: str, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> HttpResponse:
    """CSV or XLSX to download, cells harmless to a spreadsheet."""
    data = write_xlsx(headers, rows) if extension == "xlsx" else write_csv(headers, rows)
    response = HttpResponse(data, content_type=_TYPES[extension])
    response["Content-Disposition"] = content_disposition_header(True, safe_name(f"{name}.{extension}")) or "attachment"
    return response
