"""The address that a supervisor asks: does the database answer, the cache, the storage of files?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from health_check.views import HealthCheckView


class HealthView(HealthCheckView):
    """One line of text per part, 200 when all answer, 500 otherwise; names no host and no person."""

    checks = (
        "health_check.checks.Database",
        "health_check.checks.Cache",
        ("health_check.checks.Storage", {"alias": "default"}),
        ("health_check.checks.Storage", {"alias": "private"}),
    )

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response_text(response_kwargs.get("status", 200))
        return answer
