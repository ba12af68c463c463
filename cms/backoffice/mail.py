"""The outbox, to see what was sent, what waits and what was given up. Nothing is changed here."""

from __future__ import annotations

from wagtail.admin.ui.tables import StatusTagColumn

from cms.backoffice.base import DomainViewSet, date_column
from passnum.mail.models import OutboxMessage


class OutboxViewSet(DomainViewSet):
    """Mails written by Passnum."""

    model = OutboxMessage
    name = "courriels"
    icon = "mail"
    menu_label = "Courriels"
    has_forms = False
    list_display = [
        "subject",
        "to",
        StatusTagColumn("state", label="État", accessor="get_state_display", sort_key="state"),
        date_column("created_at", "Écrit", sort_key="created_at"),
        date_column("sent_at", "Envoyé", sort_key="sent_at"),
        "last_error",
    ]
    list_filter = ["state"]
    search_fields = ["subject", "to"]
    search_backend_name = None
    form_fields: list[str] = []
