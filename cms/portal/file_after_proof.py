"""A file that leaves the house: the password is asked again, then the page it was asked from comes back with it.

A browser that is given a file stays on the page it was on: given right after the password, it would leave the person
before a form already filled in. So the proof leads back to the page, which asks for the file by itself, without script.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from cms.portal.fresh_authentication import is_fresh

Handler = Callable[[HttpRequest], HttpResponse]

#: In the session: the file that waits, the page that will give it, and when it was asked for (real time).
WAITING = "waiting_file"


def require_proof_for_file(request: HttpRequest, *, page: str, **kept: str | None) -> None:
    """Go on if the person gave the password, or the second factor, within the last minutes: nobody is asked twice.

    Otherwise leads to the page that asks for it, from there to `page`, an address of ours on which what the request
    asked for (« ?du=… ») is kept; `kept` replaces some of it, None takes it off. The page then gives the file.
    """
    if is_fresh(request):
        return
    asked = request.GET.copy()
    for name, value in kept.items():
        asked.pop(name, None)
        if value is not None:
            asked[name] = value
    back = f"{page}?{asked.urlencode()}" if asked else page
    request.session[WAITING] = {"file": request.get_full_path(), "page": back, "at": time.time()}
    methods = get_adapter().get_reauthentication_methods(request.user)
    proof = methods[0]["url"] if methods else reverse("account_login")
    raise ImmediateHttpResponse(redirect(f"{proof}?{urlencode({'next': back})}"))


class FileAfterProofMiddleware:
    """The page that a file was asked from gives it, once the person has proved who they are."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        file = _waiting(request)
        if not file:
            return self.get_response(request)
        words = 'Votre fichier est prêt : il se télécharge de lui-même. Sinon, <a href="{}">téléchargez-le</a>.'
        messages.success(request, format_html(words, file))
        response = self.get_response(request)
        response["Refresh"] = f"1;url={file}"
        return response


def _waiting(request: HttpRequest) -> str:
    """The file that this page is to give now, taken off the session; empty when there is none."""
    if request.method != "GET" or not request.user.is_authenticated:
        return ""
    waiting: dict[str, Any] | None = request.session.get(WAITING)
    if waiting is None or not _is_page(request, waiting["page"]):
        return ""
    if time.time() - waiting["at"] >= app_settings.REAUTHENTICATION_TIMEOUT:
        del request.session[WAITING]
        return ""
    if not is_fresh(request):
        return ""
    del request.session[WAITING]
    return str(waiting["file"])


def _is_page(request: HttpRequest, page: str) -> bool:
    parts = urlsplit(page)
    return request.path == parts.path and QueryDict(parts.query) == request.GET
