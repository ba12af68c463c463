"""Yearly quotas: list, form through the service, import with its preview, export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import Button

from cms.backoffice.base import DomainViewSet, ListingView, ServiceCreateView
from cms.backoffice.filters import NamedFilters
from passnum.quotas.models import Quota
from passnum.quotas.services import QuotaValues, set_quota
from passnum.quotas.services.quotas import is_counted

MEETING_HELP = (
    "Elle fixe le nombre annuel (art. 5). Si elle n’a pas encore eu lieu, laissez vide. Les présents et le relevé "
    "s’ajoutent sur la page du quota, par « Constater la réunion de lancement »."
)


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
            "basis_public",
            "basis_source",
            "launch_meeting_on",
            "received_booklets",
        ]
        widgets = {"launch_meeting_on": AdminDateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A quota stays that of its convention and year; its number is revised by an act that asks for the reason.

        What the ledger counts is not typed.
        """
        super().__init__(*args, **kwargs)
        self.fields["launch_meeting_on"].help_text = MEETING_HELP
        for name in ("convention", "year", "booklets"):
            self.fields[name].disabled = self.instance.pk is not None
        if self.instance.pk is not None:
            self.fields["booklets"].help_text = "Le nombre change par « Réviser le quota », avec son motif."
            self.fields["received_booklets"].disabled = is_counted(self.instance)
            self.fields["received_booklets"].help_text = "Ceux d’avant le registre : les livraisons y comptent ensuite."
        else:
            # Nothing is delivered under a quota that does not exist yet.
            del self.fields["received_booklets"]

    def save_through_service(self, actor: Any) -> Quota:
        values = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}
        return set_quota(actor=actor, values=QuotaValues(**values))


class QuotaFilters(NamedFilters):
    """Filters of the list of quotas."""

    names = {"convention__partner": "Structure"}

    class Meta:
        model = Quota
        fields = ["year", "convention__partner", "basis"]


class QuotaListing(ListingView):
    """The list, with the doors to import and export, to the keys and to the forecast."""

    def _get_title_column(self, *args: Any, **kwargs: Any) -> Any:
        """A quota is named by its structure: its year and its number stand beside."""
        column = super()._get_title_column(*args, **kwargs)
        column.label = "Structure"
        return column

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [
            *super().header_more_buttons,
            Button("Comparer des clés", url=reverse("backoffice:allocation"), icon_name="list-ol", priority=60),
            Button("Prévision", url=reverse("backoffice:quota_outlook"), icon_name="history", priority=70),
            Button(
                "Importer ou exporter",
                url=reverse("backoffice:exchange_kind", args=["quotas"]),
                icon_name="upload",
                priority=80,
            ),
        ]


class QuotaCreateView(ServiceCreateView):
    """A new quota leads to its page, where the launch meeting is recorded."""

    def get_success_url(self) -> str:
        return reverse("backoffice:quota", args=[self.object.public_id])


class QuotaViewSet(DomainViewSet):
    """« Quotas »."""

    model = Quota
    name = "quotas"
    icon = "list-ol"
    menu_label = "Quotas"
    index_view_class = QuotaListing
    add_view_class = QuotaCreateView
    detail_url_name = "backoffice:quota"
    list_display = [
        "convention__partner__name",
        Column("year", label="Exercice", sort_key="year"),
        NumberColumn("booklets", label="Carnets", sort_key="booklets"),
        NumberColumn("received_booklets", label="Livrés"),
        Column("basis", label="Base", accessor="get_basis_display"),
    ]
    filterset_class = QuotaFilters
    search_fields = ["convention__partner__name", "convention__reference"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return QuotaForm
