"""The booklets as EMS follows them: its stock, those of the partners, the course of one serial; receptions, losses."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from cms.backoffice.base import Act, DetailView, DomainViewSet, ListingView, date_column
from cms.backoffice.booklet_acts import BareAct
from cms.backoffice.booklet_forms import ReceptionForm, StockLossForm
from cms.backoffice.filters import NamedFilters
from cms.backoffice.permissions import ensure_administrator
from cms.portal.booklet_forms import as_text
from passnum.core import clock
from passnum.partners.models import Partner
from passnum.quotas import services
from passnum.quotas.enums import AccountKind, LossKind
from passnum.quotas.models import Account, Booklet
from passnum.quotas.serials import format_ranges
from passnum.quotas.stock import LIFE, by_expiry, by_partner, course_of


class BookletFilters(NamedFilters):
    """Filters of the list of booklets."""

    names = {"account__kind": "Lieu actuel", "account__partner": "Structure", "year": "Exercice"}

    class Meta:
        model = Booklet
        fields = ["account__kind", "account__partner", "expires_on", "year"]


class BookletListing(ListingView):
    """The list, with the door to the stock."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("account__place", "account__partner")

    @cached_property
    def header_buttons(self) -> list[Any]:
        stock = HeaderButton("Stock", url=reverse("backoffice:stock"), icon_name="list-ul")
        return [*super().header_buttons, stock]


class BookletViewSet(DomainViewSet):
    """« Carnets », by serial."""

    model = Booklet
    name = "carnets"
    icon = "list-ul"
    menu_label = "Carnets"
    index_view_class = BookletListing
    detail_url_name = "backoffice:booklet"
    has_forms = False
    when_empty = "Aucun carnet au registre : recevez ceux de l’opérateur depuis la page de l’achat."
    filterset_class = BookletFilters
    search_fields = ["serial"]
    search_backend_name = None
    ordering = ["serial"]
    list_display = [
        "serial",
        Column("account", label="Lieu actuel"),
        Column("partner", label="Structure", accessor=lambda row: row.account.partner or ""),
        Column("year", label="Exercice", accessor=lambda row: row.year or ""),
        date_column("expires_on", "Valable jusqu’au", sort_key="expires_on"),
    ]
    list_export = ["serial", "account", "account.partner", "year", "expires_on"]
    export_formats = ["csv", "xlsx"]
    form_fields: list[str] = []


class StockView(View):
    """EMS's stock by expiry, where the booklets of each partner are, a serial to look up."""

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = ensure_administrator(request)
        asked = request.GET.get("numero", "").strip()
        if asked:
            found = Booklet.objects.visible_to(actor).read_as(asked)
            if found is not None:
                return redirect("backoffice:booklet", public_id=found.public_id)
            messages.warning(request, f"Aucun carnet ne porte le numéro {asked[:24]}.")
        stock = services.ems_stock()
        accounts = Account.objects.visible_to(actor).select_related("partner", "place")
        expired = services.expired_in_places(None)
        context = {
            "title": "Stock de carnets",
            "trail": [("Carnets", reverse("carnets:index"))],
            "header_icon": "list-ul",
            "held": by_expiry([stock])[0],
            "own_losses": [
                row for row in accounts if row.partner is None and row.kind in set(LossKind) and row.balance
            ],
            "columns": [AccountKind(kind).label for kind in LIFE],
            "partners": [(partner, _opened(partner, numbers)) for partner, numbers in by_partner(accounts)],
            "issued": -services.operator().balance,
            "expired": format_ranges(row.serial for row in expired),
            "asked": asked[:40],
        }
        return render(request, "backoffice/stock.html", context)


def _opened(partner: Partner, numbers: list[int]) -> list[tuple[int, str]]:
    """Each number with the list of the booklets that it counts."""
    asked = [{"account__partner": partner.pk, "account__kind": kind.value} for kind in LIFE]
    return [
        (number, f"{reverse('carnets:index')}?{urlencode(query)}") for number, query in zip(numbers, asked, strict=True)
    ]


class ReceiveView(BareAct):
    """« Recevoir des carnets de l’opérateur… »"""

    act = Act(
        "recevoir",
        "Enregistrer les carnets reçus",
        "Chaque numéro entre une seule fois dans le registre, au stock de l’Eurométropole. Si l’achat est enregistré, "
        "recevez plutôt les carnets depuis sa page : ils y seront rapprochés de la commande et de la facture.",
        lambda actor, row, values: services.receive_from_operator(actor=actor, **values),
        form=ReceptionForm,
        done="Les carnets sont dans le stock.",
    )
    back_name = "backoffice:stock"
    back_label = "Stock de carnets"


class StockLossView(BareAct):
    """« Déclarer une perte dans le stock… »; the expired ones are proposed, and put aside only when asked."""

    act = Act(
        "perte",
        "Retirer ces carnets du stock",
        "Ils ne pourront plus être livrés. Le registre garde leurs numéros, la date et les circonstances.",
        lambda actor, row, values: services.declare_loss(
            actor=actor,
            partner=None,
            serials=values["serials"],
            kind=LossKind(values["kind"]),
            happened_on=values["happened_on"],
            reason=values["reason"],
        ),
        done="Les carnets sont retirés du stock.",
    )
    back_name = "backoffice:stock"
    back_label = "Stock de carnets"

    def form(self, *args: Any) -> forms.Form:
        initial: dict[str, Any] = {"happened_on": clock.today()}
        if self.request.GET.get("perimes"):
            serials = [row.serial for row in services.expired_in_places(None)]
            initial |= {"kind": LossKind.EXPIRE, "serials": as_text(serials)}
        return StockLossForm(*args, initial=initial)


class BookletDetail(DetailView):
    """One booklet, with its whole course: nothing of the person it was handed to."""

    template_name = "backoffice/booklet.html"
    icon = "list-ul"
    listing = ("Carnets", "carnets:index")

    def get_row(self, request: HttpRequest, public_id: Any) -> Booklet:
        rows = Booklet.objects.visible_to(ensure_administrator(request))
        rows = rows.select_related("account__place", "account__partner", "convention__partner", "purchase")
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: Booklet) -> dict[str, Any]:
        return {"title": f"Carnet {row.serial}", "steps": course_of(row, ensure_administrator(request))}
