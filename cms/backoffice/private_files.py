"""A file of the private storage, to download; 404 where there is none."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404


def download(stored: FieldFile, name: str) -> FileResponse:
    """The file under the name it had when it was joined. Raises Http404."""
    if not stored:
        raise Http404("Aucun fichier")
    try:
        opened = stored.open("rb")
    except OSError as error:
        raise Http404("Fichier introuvable") from error
    return FileResponse(opened, as_attachment=True, filename=name)
