"""Yearly quotas: list, form through the service, import with its preview, export."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.widgets import AdminDateInput

from cms.backoffice.base import DomainViewSet, ListingView
from passnum.quotas.models import Quota
from passnum.quotas.services import QuotaValues, set_quota


class QuotaForm(forms.ModelForm):
    """The quota of a year with its basis (art. 5)."""

    class Meta:
        model = Quota
        fields = [
            "convention",
            "year",
            "booklets",
            "basis",
            "basis_figure",
            "basis_source",
            "launch_meeting_on",
            "received_booklets",
        ]
        widgets = {"launch_meeting_on": AdminDateInput}

    def save_through_service(self, actor: Any) -> Quota:
        return set_quota(
            actor=actor, values=QuotaValues(**{name: self.cleaned_data[name] for name in self.Meta.fields})
        )


class QuotaListing(ListingView):
    """The list, with the doors to import and export."""

    @property
    def header_more_buttons(self) -> list[Any]:
        from wagtail.admin.widgets.button import HeaderButton

        return [
            *super().header_more_buttons,
            HeaderButton("Importer des quotas", url=self.import_url, icon_name="upload", priority=80),
        ]

    @property
    def import_url(self) -> str:
        from django.urls import reverse

        return reverse("backoffice:quota_import")


class QuotaViewSet(DomainViewSet):
    """« Quotas »."""

    model = Quota
    name = "quotas"
    icon = "list-ol"
    menu_label = "Quotas"
    index_view_class = QuotaListing
    list_display = [
        "__str__",
        Column("partner", label="Structure", accessor="convention.partner.name"),
        NumberColumn("year", label="Exercice", sort_key="year"),
        NumberColumn("booklets", label="Carnets", sort_key="booklets"),
        NumberColumn("received_booklets", label="Livrés"),
        Column("basis", label="Base", accessor="get_basis_display"),
    ]
    list_filter = ["year", "convention__partner", "basis"]
    search_fields = ["convention__partner__name", "convention__reference"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return QuotaForm
