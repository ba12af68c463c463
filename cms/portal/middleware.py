"""Between the browser and the screens: whose admin it is, the second factor where it is required, no shared cache."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from passnum.partners.models import User
from passnum.partners.permissions import needs_second_factor

#: Doors behind which the second factor is asked for.
GUARDED = ("/admin/", "/espace/")
#: Leaving, and being sent to the login page, are open to all.
OPEN_IN_ADMIN = frozenset({"/admin/logout/", "/admin/login/"})

Handler = Callable[[HttpRequest], HttpResponse]


class AdminDoorMiddleware:
    """The admin is EMS's. Wagtail would send the others to the login page, and the login page back to the admin."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        inside = request.path.startswith("/admin/") and request.path not in OPEN_IN_ADMIN
        if not inside or not request.user.is_authenticated or request.user.has_perm("wagtailadmin.access_admin"):
            return self.get_response(request)
        messages.error(request, "Cette page est réservée aux agents de l’Eurométropole. Voici votre espace.")
        return redirect("portal:home")


class SecondFactorMiddleware:
    """EMS and presidents act only with a second factor (setting `PASSNUM_REQUIRE_SECOND_FACTOR`)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            settings.PASSNUM_REQUIRE_SECOND_FACTOR
            and request.path.startswith(GUARDED)
            and isinstance(user, User)
            and needs_second_factor(user)
            and not is_mfa_enabled(user)
        ):
            messages.warning(
                request,
                "Votre rôle demande un second facteur. Activez-en un : une application d’authentification, "
                "ou une clé de sécurité.",
            )
            return redirect("mfa_index")
        return self.get_response(request)


class PlainRequestMiddleware:
    """An address or a cookie with a NUL character is nobody's mistake: refused before PostgreSQL has to."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = (request.path, unquote(request.META.get("QUERY_STRING", "")), *request.COOKIES.values())
        if any("\x00" in text for text in asked):
            raise BadRequest("NUL character in the address or a cookie")
        return self.get_response(request)


class PrivatePagesMiddleware:
    """What a signed-in person reads is kept by no cache, theirs included."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not request.path.startswith("/static/"):
            add_never_cache_headers(response)
        return response
