"""A session ends after a while without an act, and after ten hours in any case; the page says so before."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import View

from cms.portal.audience import Audience
from passnum.core.french import counted

Handler = Callable[[HttpRequest], HttpResponse]

#: In the session: when it began and the last act, in seconds since 1970 (real time).
BEGAN, ACTED = "session_began", "session_acted"
#: Acts closer than this are written once: a page is not a write of the session each time.
GRAIN_SECONDS = 30


class SessionLimitsMiddleware:
    """Signs out a person whose session has lasted too long; an act of the person puts the end off."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = time.time()
        if BEGAN not in request.session:
            request.session[BEGAN] = request.session[ACTED] = now
        if seconds_left(request) <= 0:
            return _ended(request)
        if not _is_polling(request) and now - request.session[ACTED] > GRAIN_SECONDS:
            request.session[ACTED] = now
        return self.get_response(request)


def seconds_left(request: HttpRequest) -> int:
    """How long the session still lasts without an act, in seconds; 0 or less when it is over."""
    now, session = time.time(), request.session
    idle = session.get(ACTED, now) + settings.PASSNUM_IDLE_SECONDS
    whole = session.get(BEGAN, now) + settings.SESSION_COOKIE_AGE
    return int(min(idle, whole) - now)


def session_end(request: HttpRequest) -> dict[str, Any]:
    """For the templates: when to warn of the end, in seconds; nothing for those who are not signed in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {"session_seconds": seconds_left(request), "session_warning": settings.PASSNUM_IDLE_WARNING_SECONDS}


class StaySignedInView(View):
    """« Rester connecté »: an act like any other; answers how long the session lasts from now."""

    audience = frozenset({Audience.PUBLIC})
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"seconds": 0}, status=401)
        request.session[ACTED] = time.time()
        return JsonResponse({"seconds": seconds_left(request)})


def _is_polling(request: HttpRequest) -> bool:
    """A page that asks by itself, how far the compilation is or who else edits: nobody has done anything."""
    asks = request.method == "GET" and request.headers.get("HX-Request") == "true"
    return asks or request.path.startswith("/admin/editing-sessions/")


def _ended(request: HttpRequest) -> HttpResponse:
    """Signed out; the login leads back to the page."""
    idle = time.time() - request.session[ACTED] >= settings.PASSNUM_IDLE_SECONDS
    why = f"après {_in_words(settings.PASSNUM_IDLE_SECONDS)} sans activité" if idle else "au bout de la journée"
    logout(request)
    kept = "vos brouillons de livrables et vos entretiens en cours sont gardés"
    words = f"Votre connexion a pris fin {why}. Reconnectez-vous ; {kept}."
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"message": words, "seconds": 0}, status=401)
    messages.info(request, words)
    if _is_polling(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    # What was posted is not asked for again: the page that posted it is.
    came_from = urlsplit(request.headers.get("Referer", "")).path or "/"
    return redirect_to_login(request.get_full_path() if request.method == "GET" else came_from)


def _in_words(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return counted(hours, "heure") if hours and not rest else counted(seconds // 60, "minute")
