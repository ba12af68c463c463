"""« Carnets »: the stock of the places, the deliveries to confirm, the course of a booklet (art. 5, 12)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import MEMBERS, REFERENTS, Audience
from cms.portal.base import PortalView, RowView
from cms.portal.booklet_forms import ReceiptForm
from cms.portal.form_screen import FormScreen, box_to_tick
from cms.portal.papers import pdf
from cms.portal.presentation import trail
from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention
from passnum.core.french import counted
from passnum.oversight.history import acts_of
from passnum.partners.models import DistributionPlace
from passnum.quotas import services
from passnum.quotas.enums import AccountKind, DeliveryState, DiscrepancyKind
from passnum.quotas.models import Account, Booklet, Delivery, Movement, Operation, Quota, Restitution, StockCount
from passnum.quotas.papers import booklets_of, delivery_slip, sized_ranges
from passnum.quotas.permissions import has_entitled_intervenant
from passnum.quotas.restitution_paper import NORMAL_END_UNSAID
from passnum.quotas.serials import format_ranges
from passnum.quotas.stock import by_expiry, course_of
from tasks.mail import send_outbox
from tasks.wakeups import wake

OPERATIONS_SHOWN = 10
#: Kinds of accounts that are told apart from the places, in the order of a booklet's life.
_ASIDE = (
    AccountKind.LIVRAISON,
    AccountKind.REMIS,
    AccountKind.PERDU,
    AccountKind.VOLE,
    AccountKind.DETERIORE,
    AccountKind.EXPIRE,
    AccountKind.RESTITUTION,
)


def crumbs(*items: tuple[str, str]) -> list[tuple[str, str]]:
    """The trail to the booklets, or to a screen under them."""
    return trail(("Carnets", reverse("portal:booklets") if items else ""), *items)


class BookletsView(PortalView):
    """Where the partner's booklets are, what waits for its référents, the acts, the last operations."""

    audience = MEMBERS
    template_name = "portal/booklets.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("numero", "").strip()
        if asked:
            rows = Booklet.objects.visible_to(self.user).filter(account__partner=self.partner)
            found = rows.read_as(asked) or rows.ending_as(asked)
            if found is not None:
                return redirect("portal:booklet", public_id=found.public_id)
            messages.warning(request, f"Le carnet {asked[:24]} n’est pas dans votre structure : vérifiez le numéro.")
        accounts = Account.objects.visible_to(self.user).filter(partner=self.partner)
        accounts = accounts.select_related("place", "partner")
        deliveries = Delivery.objects.visible_to(self.user).filter(convention__partner=self.partner)
        expired = services.expired_in_places(self.partner)
        conventions = Convention.objects.visible_to(self.user).filter(partner=self.partner)
        return self.show(
            {
                "crumbs": crumbs(),
                "asked": asked[:40],
                "can_act": Audience.REFERENT in self.roles,
                "places": self._places(accounts),
                "aside": [row for kind in _ASIDE for row in accounts if row.kind == kind and row.balance],
                "entitled": has_entitled_intervenant(self.partner),
                "to_confirm": deliveries.awaiting_receipt(),
                "deliveries": deliveries.exclude(state=DeliveryState.EN_COURS)[:OPERATIONS_SHOWN],
                "expired": format_ranges(row.serial for row in expired),
                "expired_of": expired[0].convention if expired else None,
                "quotas": Quota.objects.visible_to(self.user).filter(convention__in=conventions),
                "returnable": [row for row in conventions if services.to_give_back(row).exists()],
                "restitutions": Restitution.objects.visible_to(self.user).filter(convention__in=conventions),
                "counts": StockCount.objects.visible_to(self.user)
                .filter(place__partner=self.partner)
                .select_related("place")[:OPERATIONS_SHOWN],
                "operations": self._operations(),
            }
        )

    def _operations(self) -> list[Operation]:
        """The last acts, each with its `size`: the booklets that it moved."""
        mine = Operation.objects.visible_to(self.user).filter(partner=self.partner)
        rows = list(mine.select_related("recorded_by")[:OPERATIONS_SHOWN])
        moved = Movement.objects.visible_to(self.user).filter(operation__in=rows).order_by()
        sizes = dict(moved.values_list("operation").annotate(Count("pk")))
        for row in rows:
            row.size = sizes.get(row.pk, 0)
        return rows

    def _places(self, accounts: Any) -> list[dict[str, Any]]:
        """Every open place, and those closed that still hold booklets, with their stock and its serials."""
        accounts = accounts.filter(kind=AccountKind.LIEU)
        held = {row.account.place_id: row for row in by_expiry(accounts)}
        serials: dict[int, list[str]] = defaultdict(list)
        inside = Booklet.objects.visible_to(self.user).filter(account__in=accounts)
        for place_id, serial in inside.values_list("account__place", "serial"):
            serials[place_id].append(serial)
        rows = [
            {"place": place, "held": held.get(place.pk), "ranges": sized_ranges(serials[place.pk])}
            for place in DistributionPlace.objects.visible_to(self.user).filter(partner=self.partner)
        ]
        return [row for row in rows if row["place"].is_active or row["ranges"]]


class BookletView(RowView[Booklet]):
    """The course of one booklet, as far as it concerns the partner: nothing of the person it was handed to."""

    audience = MEMBERS
    partner_path = "account__partner"
    template_name = "portal/booklet.html"

    def rows(self) -> QuerySet[Booklet]:
        return Booklet.objects.visible_to(self.user).select_related("account__place", "account__partner", "convention")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        steps = course_of(self.row, self.user)
        return self.show({"row": self.row, "steps": steps, "crumbs": crumbs((f"Carnet {self.row.serial}", ""))})


class DeliveryScreen(RowView[Delivery]):
    """What the screens of one delivery share."""

    audience = MEMBERS
    partner_path = "convention__partner"

    def rows(self) -> QuerySet[Delivery]:
        rows = Delivery.objects.visible_to(self.user)
        return rows.select_related("convention__partner", "operation", "sent_by", "received_by")


class DeliveryView(DeliveryScreen):
    """One delivery: its serials, its discrepancies, its history."""

    template_name = "portal/delivery.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        row = self.row
        return self.show(
            {
                "row": row,
                "crumbs": crumbs((f"Livraison {row.number}", "")),
                "waits": row.state == DeliveryState.EN_COURS,
                "can_act": Audience.REFERENT in self.roles,
                "ranges": sized_ranges(booklets_of(row.operation).values_list("serial", flat=True)),
                "gaps": row.discrepancies.all(),
                "history": acts_of([row.convention], self.user, subject_id=row.public_id),
            }
        )


class DeliverySlipView(DeliveryScreen):
    """The slip as a PDF."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return pdf(delivery_slip(self.row), f"bon-{self.row.number}.pdf")


class ConfirmReceiptView(FormScreen, DeliveryScreen):
    """« Confirmer la réception »: all in one place, or place by place, with the discrepancies named."""

    audience = REFERENTS
    template_name = "portal/delivery_confirm.html"

    def form(self, *args: Any) -> ReceiptForm:
        places = DistributionPlace.objects.visible_to(self.user).filter(partner=self.partner, is_active=True)
        form = ReceiptForm(*args, delivery=self.row, places=places)
        missing = "Cochez la case pour dire que vous avez compté les carnets."
        form.fields["agreed"] = box_to_tick("J’ai compté les carnets avec le bon.", missing)
        return form

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row.state != DeliveryState.EN_COURS:
            messages.info(request, f"Cette livraison est « {self.row.get_state_display()} ».")
            return redirect("portal:delivery", public_id=self.row.public_id)
        return self._page(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        done, status = self.try_act(form)
        if done is None:
            return self._page(form, status=status)
        wake(send_outbox)
        gaps = done.discrepancies.filter(settlement="").count()
        damaged = done.discrepancies.filter(kind=DiscrepancyKind.DETERIORE).count()
        ready = counted(done.received_booklets - damaged, "carnet peut être remis", "carnets peuvent être remis")
        told = f"La réception est confirmée : {ready}."
        messages.success(request, f"{told} L’Eurométropole est prévenue des écarts." if gaps else told)
        return redirect("portal:delivery", public_id=done.public_id)

    def act(self, form: ReceiptForm) -> Delivery:
        values = form.cleaned_data
        return services.confirm_receipt(
            actor=self.user,
            delivery=self.row,
            arrival=form.arrival(),
            received_on=values["received_on"],
            note=values["note"],
        )

    def _page(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        row = self.row
        above = (f"Livraison {row.number}", reverse("portal:delivery", args=[row.public_id]))
        fields = [field for field in form if field.name.startswith("place_")]
        return self.show(
            {
                "row": row,
                "form": form,
                "by_place": fields,
                "crumbs": crumbs(above, ("Confirmer la réception", "")),
                "ranges": sized_ranges(booklets_of(row.operation).values_list("serial", flat=True)),
            },
            status=status,
        )


def unsaid_at_normal_end(convention: Convention) -> str:
    """What the convention does not say of its normal end (art. 12); empty once it is terminated."""
    return "" if convention.state == ConventionState.RESILIEE else NORMAL_END_UNSAID
