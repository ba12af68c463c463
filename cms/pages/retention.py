"""How long personal data is kept: the table that the software enforces, for everyone to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from passnum.oversight.retention import table


class RetentionView(View):
    """The table as it is: what is kept, how long, what then, why, and whether the software does it by itself."""

    def get(self, request: HttpRequest) -> HttpResponse:
        trail = [("Accueil", "/"), ("Données personnelles", "/donnees-personnelles/"), ("Durées de conservation", "")]
        return render(request, "pages/retention.html", {"rules": table(), "trail": trail})
