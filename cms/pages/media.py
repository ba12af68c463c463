"""Pictures of the public pages, read from wherever they are kept: a disk or S3. Originals are not served."""

from __future__ import annotations

import mimetypes
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

#: Where Wagtail puts the pictures it has made for a page, inside the default storage.
RENDITIONS = "images"
FORMATS = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"})


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def picture(request: HttpRequest, name: str) -> FileResponse:
    """One picture by its file name, without folder; 404 for anything else."""
    path = PurePosixPath(name)
    if path.name != name or path.suffix.lower() not in FORMATS:
        raise Http404
    kept = f"{RENDITIONS}/{name}"
    if not default_storage.exists(kept):
        raise Http404
    return FileResponse(default_storage.open(kept), content_type=mimetypes.guess_type(name)[0])
