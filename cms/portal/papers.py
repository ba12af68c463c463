"""Papers made for a screen, in the partners' space and in the back office alike."""

from django.http import HttpResponse


def pdf(content: bytes, name: str) -> HttpResponse:
    """The paper, shown by the browser under that name."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
