"""Deliveries as EMS runs them: the list, the page of one with its discrepancies and acts, the slip (art. 5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.ui.tables import Column, NumberColumn, StatusTagColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from cms.backoffice.base import Act, ActView, DetailView, DomainViewSet, ListingView, date_column
from cms.backoffice.booklet_acts import BareAct
from cms.backoffice.booklet_forms import DeliverForm, RecallForm, SettleForm
from cms.backoffice.filters import NamedFilters
from cms.backoffice.permissions import ensure_administrator
from cms.portal.papers import pdf
from passnum.oversight.history import acts_of
from passnum.quotas import services
from passnum.quotas.enums import DeliveryState, Settlement
from passnum.quotas.models import Delivery, Quota
from passnum.quotas.papers import booklets_of, delivery_slip, sized_ranges
from tasks.mail import send_outbox
from tasks.wakeups import wake


class DeliveryFilters(NamedFilters):
    """Filters of the list of deliveries."""

    names = {"convention__partner": "Structure"}

    class Meta:
        model = Delivery
        fields = ["state", "year", "convention__partner"]


class DeliveryListing(ListingView):
    """The list, with the door to deliver."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("convention__partner")

    @cached_property
    def header_buttons(self) -> list[Any]:
        deliver = HeaderButton("Livrer…", url=reverse("backoffice:deliver"), icon_name="plus")
        return [*super().header_buttons, deliver]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [
            *super().header_more_buttons,
            Button("Stock de carnets", url=reverse("backoffice:stock"), icon_name="list-ul", priority=90),
        ]


class DeliveryViewSet(DomainViewSet):
    """« Livraisons », the latest first."""

    model = Delivery
    name = "livraisons"
    icon = "arrow-right-full"
    menu_label = "Livraisons"
    index_view_class = DeliveryListing
    detail_url_name = "backoffice:delivery"
    has_forms = False
    when_empty = "Aucune livraison. Fixez d’abord un quota et recevez des carnets, puis « Livrer… »."
    filterset_class = DeliveryFilters
    search_fields = ["number", "convention__partner__name", "convention__reference"]
    search_backend_name = None
    list_display = [
        "__str__",
        Column("partner", label="Structure", accessor="convention.partner.name", sort_key="convention__partner__name"),
        Column("year", label="Exercice", sort_key="year"),
        NumberColumn("booklets", label="Carnets envoyés"),
        NumberColumn("received_booklets", label="Reçus"),
        StatusTagColumn("state", label="État", accessor="get_state_display", sort_key="state"),
        date_column("sent_on", "Envoyée le", sort_key="sent_on"),
        date_column("received_on", "Reçue le", sort_key="received_on"),
    ]
    list_export = [
        "number",
        "convention.partner.name",
        "year",
        "booklets",
        "received_booklets",
        "get_state_display",
        "sent_on",
        "received_on",
    ]
    export_formats = ["csv", "xlsx"]
    form_fields: list[str] = []


class DeliverView(BareAct):
    """« Livrer des carnets… »"""

    act = Act(
        "livrer",
        "Livrer les carnets",
        "Les carnets quittent le stock et comptent dans le quota. Les référents reçoivent un courriel et confirment la "
        "réception ; jusque-là, personne ne peut remettre ces carnets. Le bon de livraison s’imprime ensuite.",
        lambda actor, row, values: services.deliver(
            actor=actor,
            convention=values["quota"].convention,
            year=values["quota"].year,
            serials=values["serials"],
            sent_on=values["sent_on"],
            note=values["note"],
        ),
        done="La livraison est enregistrée : imprimez le bon et joignez-le au colis.",
    )
    back_name = "livraisons:index"
    back_label = "Livraisons"

    def form(self, *args: Any) -> forms.Form:
        return DeliverForm(*args, quotas=Quota.objects.visible_to(self.actor))

    def after(self, done: Any) -> str:
        wake(send_outbox)
        return reverse("backoffice:delivery", args=[done.public_id])


RECALL = Act(
    "rappeler",
    "Rappeler la livraison",
    "Les carnets reviennent dans le stock et ne comptent plus dans le quota. À n’utiliser que si le colis n’est pas "
    "arrivé : les référents sont prévenus.",
    lambda actor, row, values: services.recall_delivery(actor=actor, delivery=row, reason=values["reason"]),
    form=RecallForm,
    done="La livraison est rappelée, les carnets sont dans le stock.",
    serious=True,
)
SETTLE = Act(
    "regler",
    "Régler un écart",
    "Retrouvé : le carnet entre dans le lieu de la structure. Resté en stock, ou perdu en route : il ne compte plus "
    "dans le quota. Un carnet inattendu se constate, puis se livre ou se récupère. Les référents sont prévenus.",
    lambda actor, row, values: services.settle_discrepancy(
        actor=actor,
        discrepancy=values["discrepancy"],
        settlement=Settlement(values["settlement"]),
        note=values["note"],
        place=values["place"],
    ),
    form=SettleForm,
    done="L’écart est réglé.",
)


def open_acts(row: Delivery) -> list[Act]:
    """The acts permitted from where the delivery stands."""
    if row.state == DeliveryState.EN_COURS:
        return [RECALL]
    return [SETTLE] if row.discrepancies.filter(settlement="").exists() else []


class DeliveryDetail(DetailView):
    """One delivery: what was sent, what arrived, discrepancies, history."""

    template_name = "backoffice/delivery.html"
    icon = "arrow-right-full"
    listing = ("Livraisons", "livraisons:index")

    def get_row(self, request: HttpRequest, public_id: Any) -> Delivery:
        rows = Delivery.objects.visible_to(ensure_administrator(request))
        rows = rows.select_related("convention__partner", "operation", "sent_by", "received_by")
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: Delivery) -> dict[str, Any]:
        return {
            "title": f"Livraison {row.number}",
            "acts": open_acts(row),
            "ranges": sized_ranges(booklets_of(row.operation).values_list("serial", flat=True)),
            "gaps": row.discrepancies.select_related("booklet", "settled_by"),
            "history": acts_of([row.convention], ensure_administrator(request), subject_id=row.public_id),
        }


class DeliveryAct(ActView):
    """One act on a delivery."""

    acts = {act.slug: act for act in (RECALL, SETTLE)}
    detail = DeliveryDetail
    detail_url_name = "backoffice:delivery"

    def form(self, act: Act, row: Delivery, *args: Any) -> forms.Form:
        return SettleForm(*args, row=row) if act is SETTLE else act.form(*args)

    def open_acts(self, row: Delivery) -> list[Act]:
        return open_acts(row)

    def after(self, row: Delivery) -> None:
        wake(send_outbox)


class DeliverySlip(View):
    """The slip as a PDF."""

    def get(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        ensure_administrator(request)
        row = DeliveryDetail().get_row(request, public_id)
        return pdf(delivery_slip(row), f"bon-{row.number}.pdf")
