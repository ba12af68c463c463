"""The dashboard panel « Quotas »: this year's booklets by partner, as the ledger has them, and what the cap leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from passnum.core import clock
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_administrator
from passnum.quotas.models import Programme, Quota
from passnum.quotas.position import positions_of


class QuotasPanel(Component):
    """« Quotas » of the current year, for EMS's administrators."""

    name = "quotas"
    template_name = "backoffice/panels/quotas.html"
    order = 30

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = self.request.user
        if not isinstance(user, User) or not is_ems_administrator(user):
            return {"shown": False}
        year = clock.today().year
        rows = Quota.objects.visible_to(user).filter(year=year).select_related("convention__partner")
        quotas = list(rows.order_by("convention__partner__name"))
        positions = positions_of(quotas)
        return {
            "shown": True,
            "year": year,
            "lines": [{"quota": row, "position": positions[row.pk]} for row in quotas],
            "programme": Programme.objects.visible_to(user).of_year(year).first(),
        }
