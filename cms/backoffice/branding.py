"""Wagtail's admin under the name and in the colours of the house; its idiom is left as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.kits.models import CommunicationKit, LogoAsset
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_communication


class PublishingPanel(Component):
    """« Publier » : where the communication staff find the pages, the kits and the logos."""

    name = "publishing"
    template_name = "backoffice/panels/publishing.html"
    order = 20

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = self.request.user
        if not isinstance(user, User) or not is_ems_communication(user):
            return {"shown": False}
        return {
            "shown": True,
            "kits_url": reverse(CommunicationKit.snippet_viewset.get_url_name("list")),
            "logos_url": reverse(LogoAsset.snippet_viewset.get_url_name("list")),
        }


@hooks.register("insert_global_admin_css")
def add_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("construct_homepage_panels")
def add_publishing(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, PublishingPanel(request))
