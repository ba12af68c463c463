"""Wagtail's admin has a security policy of its own: its templates hold inline scripts, those of the site do not."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


class AdminPolicyMiddleware:
    """Gives `PASSNUM_ADMIN_POLICY` to the pages of the admin; stands inside CSPMiddleware."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/") and not hasattr(response, "_csp_config"):
            setattr(response, "_csp_config", settings.PASSNUM_ADMIN_POLICY)  # noqa: B010 - read by django-csp
        return response
