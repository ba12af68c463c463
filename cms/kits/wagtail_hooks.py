"""Kits and logos in Wagtail's admin, for the communication staff."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.kits.models import CommunicationKit, LogoAsset


class KitViewSet(SnippetViewSet):
    model = CommunicationKit
    icon = "folder"
    menu_label = "Kits"
    list_display = ["title", "updated_on", "live"]
    search_fields = ["title", "description"]
    search_backend_name = None


class LogoViewSet(SnippetViewSet):
    model = LogoAsset
    icon = "image"
    menu_label = "Logos"
    list_display = ["title", "variant", "version", "live"]
    search_fields = ["title"]
    search_backend_name = None


class CommunicationGroup(SnippetViewSetGroup):
    menu_label = "Communication"
    menu_icon = "pick"
    menu_order = 200
    items = (KitViewSet, LogoViewSet)


register_snippet(CommunicationGroup)
