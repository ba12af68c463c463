"""« Quota »: the partner's own quota, its revisions with their reasons, and its parts by place (art. 5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import MEMBERS, REFERENTS, Audience
from cms.portal.base import PortalView, RowView
from cms.portal.form_screen import FormScreen
from cms.portal.presentation import trail
from cms.portal.tables import Column, Row, Table
from passnum.core import clock, french
from passnum.distribution.models import AggregatedFigures
from passnum.partners.models import DistributionPlace, User
from passnum.quotas.models import PlaceQuota, Quota, QuotaRevision
from passnum.quotas.position import PlaceCounts, counts_by_place, position_of
from passnum.quotas.services import share_quota, sharing_digest


def bar_of(quota: Quota, user: User) -> dict[str, Any]:
    """What the quota bar draws (`position`), and what the partner's report says of the same year (`reported`: booklets
    handed out, told beside as long as the ledger does not follow every booklet delivered)."""
    position = position_of(quota)
    reported = None
    if position.before_ledger:
        rows = AggregatedFigures.objects.visible_to(user).filter(convention=quota.convention, year=quota.year)
        row = rows.first()
        reported = row.booklets_handed_out if row else None
    return {"year": quota.year, "position": position, "reported": reported}


class QuotaView(PortalView):
    """The quotas of the partner, one year in front of the others (?exercice=2023)."""

    audience = MEMBERS
    template_name = "portal/quota.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Quota.objects.visible_to(self.user).filter(convention__partner=self.partner)
        quotas = list(rows.select_related("convention__partner").order_by("-year", "-pk"))
        quota = self._asked(quotas, request.GET.get("exercice", ""))
        context: dict[str, Any] = {"crumbs": trail(("Quota", "")), "quotas": quotas, "quota": quota}
        if quota is not None:
            bar = bar_of(quota, self.user)
            context |= {
                "bar": bar,
                "position": bar["position"],
                "revisions": QuotaRevision.objects.visible_to(self.user).filter(quota=quota),
                "places": self._places(quota),
                "unshared": quota.booklets - quota.shared_booklets,
                "can_share": Audience.REFERENT in self.roles,
            }
        return self.show(context)

    def _places(self, quota: Quota) -> Table | None:
        """Each place with its part, and what it received and handed out of the quota; None when there is nothing."""
        shares = PlaceQuota.objects.visible_to(self.user).filter(quota=quota)
        parts, counts = dict(shares.values_list("place", "booklets")), counts_by_place(quota)
        places = DistributionPlace.objects.visible_to(self.user).filter(pk__in={*parts, *counts}).order_by("name")
        columns = [Column("lieu", "Lieu"), Column("part", "Part", numeric=True), Column("recus", "Reçus", numeric=True)]
        columns += [Column("remis", "Remis", numeric=True), Column("la", "Encore sur place", numeric=True)]
        rows = []
        for place in places:
            here = counts.get(place.pk, PlaceCounts())
            part = french.number(parts[place.pk]) if place.pk in parts else "–"
            rows.append(Row([place.name, part, *map(french.number, (here.received, here.handed_out, here.there))]))
        return Table(caption="Carnets du quota par lieu", columns=columns, rows=rows) if rows else None

    @staticmethod
    def _asked(quotas: list[Quota], year: str) -> Quota | None:
        """The year asked for; otherwise this one, or the latest."""
        for wanted in (year, str(clock.today().year)):
            found = next((row for row in quotas if str(row.year) == wanted), None)
            if found is not None:
                return found
        return quotas[0] if quotas else None


class SharesForm(forms.Form):
    """One number per place of the partner."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, places: list[DistributionPlace], parts: dict[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.fields["seen"].initial = sharing_digest(parts)
        for place in places:
            self.fields[self.name(place)] = forms.IntegerField(
                label=place.name,
                min_value=0,
                max_value=1_000_000,
                required=False,
                initial=parts.get(place.pk, 0),
                disabled=not place.is_active and not parts.get(place.pk),
                help_text="En carnets." if place.is_active else "Ce lieu n’est plus ouvert à la distribution.",
            )

    @staticmethod
    def name(place: DistributionPlace) -> str:
        return f"place_{place.public_id.hex}"

    def shares(self) -> dict[DistributionPlace, int]:
        """Booklets by place; an empty field is none."""
        return {place: self.cleaned_data[self.name(place)] or 0 for place in self.places}


class ShareView(FormScreen, RowView[Quota]):
    """« Répartir entre les lieux », for the référents."""

    audience = REFERENTS
    template_name = "portal/quota_share.html"
    partner_path = "convention__partner"

    def rows(self) -> QuerySet[Quota]:
        return Quota.objects.visible_to(self.user).select_related("convention__partner")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        done, status = self.try_act(form)
        if done is None:
            return self._page(form, status=status)
        messages.success(request, "La répartition du quota est enregistrée.")
        return redirect(f"{reverse('portal:quota')}?exercice={self.row.year}")

    def act(self, form: SharesForm) -> Quota:
        return share_quota(
            actor=self.user, quota=self.row, shares=form.shares(), seen=form.cleaned_data["seen"] or None
        )

    def _form(self, *args: Any) -> SharesForm:
        parts = dict(PlaceQuota.objects.visible_to(self.user).filter(quota=self.row).values_list("place", "booklets"))
        places = DistributionPlace.objects.visible_to(self.user).filter(partner=self.row.convention.partner)
        shown = [place for place in places.order_by("name") if place.is_active or place.pk in parts]
        return SharesForm(*args, places=shown, parts=parts)

    def _page(self, form: SharesForm, *, status: int = 200) -> HttpResponse:
        crumbs = trail(("Quota", reverse("portal:quota")), ("Répartir entre les lieux", ""))
        return self.show({"crumbs": crumbs, "form": form, "quota": self.row}, status=status)
