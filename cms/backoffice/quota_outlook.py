"""The pace of each partner, what will be left or lacking, and a proposal of reallocation; nothing is done from here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from cms.backoffice.permissions import ensure_administrator
from passnum.core import clock
from passnum.core.plausible_days import year_written
from passnum.quotas.models import Quota
from passnum.quotas.outlook import outlooks_of, proposals_for


class QuotaOutlookView(View):
    """« Prévision » of a year (?exercice=2023; by default, this one)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = ensure_administrator(request)
        today = clock.today()
        year = year_written(request.GET.get("exercice", "")) or today.year
        mine = Quota.objects.visible_to(actor)
        quotas = mine.filter(year=year).select_related("convention__partner").order_by("convention__partner__name")
        outlooks = outlooks_of(quotas, today)
        context = {
            "title": "Prévision et réaffectation",
            "subtitle": f"Exercice {year}",
            "header_icon": "history",
            "trail": [("Quotas", reverse("quotas:index"))],
            "year": year,
            "years": sorted(set(mine.values_list("year", flat=True)), reverse=True),
            "outlooks": outlooks,
            "proposals": proposals_for(outlooks) if year >= today.year else [],
            "today": today,
        }
        return render(request, "backoffice/quota_outlook.html", context)
