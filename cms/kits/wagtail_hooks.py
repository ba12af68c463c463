"""Kits and logos in Wagtail's admin, for the communication staff."""

from wagtail.admin.ui.tables import DateColumn, LiveStatusTagColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.kits.models import CommunicationKit, LogoAsset


class KitViewSet(SnippetViewSet):
    """Kits: drafts, versions, moderation; read by those who may only see them."""

    model = CommunicationKit
    icon = "folder-open-inverse"
    menu_label = "Kits"
    list_display = [
        "title",
        LiveStatusTagColumn(),
        DateColumn("last_published_at", label="Publié", sort_key="last_published_at"),
    ]
    list_filter = ["live", "locked"]
    search_fields = ["title", "description"]
    search_backend_name = None
    inspect_view_enabled = True
    inspect_view_fields = ["title", "description", "rules", "public_id"]


class LogoViewSet(SnippetViewSet):
    """Renderings of the network's logo."""

    model = LogoAsset
    icon = "image"
    menu_label = "Logos"
    list_display = ["title", "variant", "version", "dated_on", LiveStatusTagColumn()]
    list_filter = ["variant", "live"]
    search_fields = ["title"]
    search_backend_name = None
    inspect_view_enabled = True
    inspect_view_fields = ["title", "variant", "version", "dated_on", "rules", "public_id"]


class CommunicationGroup(SnippetViewSetGroup):
    """The menu « Communication »."""

    menu_label = "Communication"
    menu_icon = "pick"
    menu_order = 200
    items = (KitViewSet, LogoViewSet)


register_snippet(CommunicationGroup)
