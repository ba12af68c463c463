"""Between the browser and the screens: the second factor where it is required, nothing kept in shared caches."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from passnum.partners.models import User
from passnum.partners.permissions import needs_second_factor

#: Doors behind which the second factor is asked for.
GUARDED = ("/admin/", "/espace/")

Handler = Callable[[HttpRequest], HttpResponse]


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
                "Votre rôle demande un second facteur. Activez-en un : une application d’authentification, "
                "ou une clé de sécurité.",
            )
            return redirect("mfa_index")
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
