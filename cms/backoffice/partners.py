"""Partners, their places, the delegations on file."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets import AdminDateInput

from cms.backoffice.base import DomainViewSet, date_column
from passnum.partners import services
from passnum.partners.models import Delegation, DistributionPlace, Partner


class PartnerForm(forms.ModelForm):
    class Meta:
        model = Partner
        fields = ["name", "short_name", "kind", "representative_title", "contact_email", "is_active"]

    def save_through_service(self, actor: Any) -> Partner:
        return services.save_partner(actor=actor, partner=self.instance)


class PartnerViewSet(DomainViewSet):
    """« Structures de distribution »."""

    model = Partner
    name = "structures"
    icon = "group"
    menu_label = "Structures"
    list_display = [
        "name",
        "short_name",
        Column("kind", label="Nature", accessor="get_kind_display"),
        BooleanColumn("is_active", label="Active"),
    ]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "short_name"]
    search_backend_name = None
    list_export = ["name", "short_name", "get_kind_display", "representative_title", "contact_email"]
    export_formats = ["csv", "xlsx"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PartnerForm


class PlaceForm(forms.ModelForm):
    class Meta:
        model = DistributionPlace
        fields = [
            "partner",
            "name",
            "address",
            "postal_code",
            "commune_insee",
            "commune_name",
            "is_active",
            "equipped",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A place stays that of its partner."""
        super().__init__(*args, **kwargs)
        self.fields["partner"].disabled = self.instance.pk is not None

    def save_through_service(self, actor: Any) -> DistributionPlace:
        return services.save_place(actor=actor, place=self.instance)


class PlaceViewSet(DomainViewSet):
    """« Lieux de distribution »."""

    model = DistributionPlace
    name = "lieux"
    icon = "site"
    menu_label = "Lieux de distribution"
    list_display = [
        "name",
        Column("partner", label="Structure", accessor="partner.name", sort_key="partner__name"),
        "commune_name",
        BooleanColumn("is_active", label="Ouvert"),
    ]
    list_filter = ["partner", "commune_name", "is_active"]
    search_fields = ["name", "commune_name", "partner__name"]
    search_backend_name = None
    list_export = ["name", "partner.name", "address", "postal_code", "commune_insee", "commune_name"]
    export_formats = ["csv", "xlsx"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PlaceForm


class DelegationForm(forms.ModelForm):
    class Meta:
        model = Delegation
        fields = ["partner", "delegator", "delegate", "act_reference", "published_on", "scope", "starts_on", "ends_on"]
        widgets = dict.fromkeys(("published_on", "starts_on", "ends_on"), AdminDateInput)

    def save_through_service(self, actor: Any) -> Delegation:
        return services.save_delegation(actor=actor, delegation=self.instance)


class DelegationViewSet(DomainViewSet):
    """Delegations to validate deliverables (art. 6)."""

    model = Delegation
    name = "delegations"
    icon = "key"
    menu_label = "Délégations"
    list_display = [
        "act_reference",
        Column("partner", label="Structure", accessor="partner.name"),
        "delegator",
        "delegate",
        date_column("starts_on", "À compter du"),
        date_column("ends_on", "Jusqu’au"),
    ]
    list_filter = ["partner"]
    search_fields = ["act_reference"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return DelegationForm
