"""Purchases from the operator: order, invoice, booklets received, and what does not agree."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.widgets import AdminDateInput

from cms.backoffice.base import Act, ActView, DetailView, DomainViewSet, ServiceCreateView, date_column
from cms.backoffice.permissions import ensure_administrator
from cms.backoffice.private_files import download
from passnum.core import clock
from passnum.core.uploads import ATTACHMENTS, check_upload
from passnum.quotas.models import Booklet, Purchase
from passnum.quotas.reconciliation import differences
from passnum.quotas.serials import format_ranges, parse_ranges
from passnum.quotas.services import join_invoice_file, receive_purchase, save_purchase
from passnum.quotas.services.purchasing import figures_of


class PurchaseForm(forms.ModelForm):
    """An order, and its invoice when it has come."""

    class Meta:
        model = Purchase
        fields = [
            "programme",
            "operator",
            "order_number",
            "ordered_on",
            "booklets_ordered",
            "unit_price",
            "service_charges",
            "pass_expire_on",
            "invoice_number",
            "invoiced_on",
            "booklets_invoiced",
            "invoice_amount",
        ]
        widgets = dict.fromkeys(("ordered_on", "pass_expire_on", "invoiced_on"), AdminDateInput)

    def save_through_service(self, actor: Any) -> Purchase:
        return save_purchase(actor=actor, purchase=self.instance)


class PurchaseCreateView(ServiceCreateView):
    """A new purchase leads to its page, where its booklets are received."""

    def get_success_url(self) -> str:
        return reverse("backoffice:purchase", args=[self.object.public_id])


class PurchaseViewSet(DomainViewSet):
    """« Achats de Pass »."""

    model = Purchase
    name = "achats"
    icon = "clipboard-list"
    menu_label = "Achats de Pass"
    add_view_class = PurchaseCreateView
    detail_url_name = "backoffice:purchase"
    list_display = [
        "__str__",
        Column("operator", label="Opérateur", accessor="operator.name"),
        date_column("ordered_on", "Commandé", sort_key="ordered_on"),
        NumberColumn("booklets_ordered", label="Carnets commandés"),
        NumberColumn("received", label="Carnets reçus", accessor=lambda row: row.booklets.count()),
        Column("invoice_number", label="Facture", accessor=lambda row: row.invoice_number or "—"),
    ]
    list_filter = ["programme", "operator"]
    search_fields = ["order_number", "invoice_number", "operator__name"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PurchaseForm


class InvoiceForm(forms.Form):
    file = forms.FileField(label="Facture", help_text="PDF ou image. Le contenu du fichier est vérifié.")


class ReceptionForm(forms.Form):
    serials = forms.CharField(
        label="Carnets reçus",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=20_000,
        help_text="Par exemple : EMS-000101 à EMS-000150, EMS-000200.",
    )
    happened_on = forms.DateField(label="Reçus le", widget=AdminDateInput, initial=clock.today)
    note = forms.CharField(label="Précisions", max_length=500, required=False)


def _receive(actor: Any, row: Purchase, values: dict[str, Any]) -> Any:
    serials = parse_ranges(values["serials"])
    return receive_purchase(
        actor=actor, purchase=row, serials=serials, happened_on=values["happened_on"], note=values["note"]
    )


def _join(actor: Any, row: Purchase, values: dict[str, Any]) -> Purchase:
    return join_invoice_file(actor=actor, purchase=row, file=check_upload(values["file"], accept=ATTACHMENTS))


RECEIVE = Act(
    "recevoir",
    "Recevoir des carnets",
    "Les carnets entrent dans le stock de l’Eurométropole, un numéro chacun, avec la validité de cet achat : si elle "
    "n’y est pas renseignée, ces carnets n’auront pas de date de fin.",
    _receive,
    form=ReceptionForm,
    done="Les carnets sont dans le stock.",
)
INVOICE = Act(
    "facture",
    "Joindre la facture",
    "Le fichier est gardé dans l’espace privé, avec son empreinte.",
    _join,
    form=InvoiceForm,
    done="La facture est jointe.",
)


class PurchaseDetail(DetailView):
    """One purchase, with what was ordered, invoiced and received side by side."""

    template_name = "backoffice/purchase.html"
    icon = "clipboard-list"
    listing = ("Achats de Pass", "achats:index")

    def get_row(self, request: HttpRequest, public_id: Any) -> Purchase:
        rows = Purchase.objects.visible_to(ensure_administrator(request)).select_related("operator", "programme")
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: Purchase) -> dict[str, Any]:
        figures = figures_of(row)
        serials = Booklet.objects.filter(purchase=row).order_by("serial").values_list("serial", flat=True)
        return {
            "acts": open_acts(row),
            "figures": figures,
            "differences": differences(figures),
            "ranges": format_ranges(list(serials)),
        }


class PurchaseAct(ActView):
    """One act on a purchase."""

    acts = {act.slug: act for act in (RECEIVE, INVOICE)}
    detail = PurchaseDetail
    detail_url_name = "backoffice:purchase"

    def open_acts(self, row: Purchase) -> list[Act]:
        return open_acts(row)


def open_acts(row: Purchase) -> list[Act]:
    """The invoice is joined once its number is known."""
    return [RECEIVE, INVOICE] if row.invoice_number else [RECEIVE]


class InvoiceFile(View):
    """The invoice, to download."""

    def get(self, request: HttpRequest, public_id: Any) -> FileResponse:
        row = PurchaseDetail().get_row(request, public_id)
        return download(row.invoice_file, row.invoice_file_name)
