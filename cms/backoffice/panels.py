"""Dashboard panels: what waits for EMS, what waits for the partners."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component

from passnum.conventions.completeness import MISSING_CODES
from passnum.oversight.duties import Duty, Holder, all_open_duties, duties_for_ems
from passnum.oversight.findings import Finding, all_findings
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_administrator

#: The page of each kind of thing to do.
PAGES = {
    "dossier": "backoffice:dossier",
    "convention": "backoffice:convention",
    "obligation": "backoffice:obligation",
    "committee": "backoffice:committee",
    "delivery": "backoffice:delivery",
    "restitution": "backoffice:restitution",
    "convention_committees": "backoffice:convention_committees",
    "record": "backoffice:record",
    "amendment": "backoffice:amendment",
    "termination": "backoffice:termination",
    "evaluation": "backoffice:evaluation",
    "endings": "backoffice:endings",
    "invitations": "invitations:add",
}


def _told_as_duty(finding: Finding) -> bool:
    """Whether « À traiter » already says it as something to do."""
    return finding.code in MISSING_CODES or any(act.holder == Holder.EMS for act in finding.acts)


class ToDoPanel(Component):
    """« À traiter »."""

    name = "to_do"
    template_name = "backoffice/panels/to_do.html"
    order = 10

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = self.request.user
        shown = isinstance(user, User) and is_ems_administrator(user)
        if not isinstance(user, User) or not shown:
            return {"shown": False}
        return {
            "shown": True,
            "duties": [{"duty": duty, "link": _link(duty)} for duty in duties_for_ems(user)],
            "others": all_open_duties(user),
            "findings": [finding for finding in all_findings(user) if not _told_as_duty(finding)],
        }


def _link(duty: Duty) -> str:
    return reverse(PAGES[duty.target], args=[duty.public_id] if duty.public_id else [])
