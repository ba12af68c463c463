"""The referral of one attribution: choosing the place, the slip, the follow-up; the partner's intervenants alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.attribution_flow import INTERVENANTS
from cms.portal.attributions import AttributionView
from cms.portal.base import PortalView
from cms.portal.follow_up import follow_up_form, noted
from cms.portal.papers import pdf
from cms.portal.presentation import trail
from passnum.core import clock
from passnum.core.communes import communes
from passnum.core.errors import PassnumError
from passnum.distribution.enums import Outcome
from passnum.distribution.referral import Referral
from passnum.distribution.referral_slip import slip
from passnum.distribution.referring import FollowUp, ensure_recommended, follow_up, refer
from passnum.network.distances import centre_of
from passnum.network.enums import Language
from passnum.network.hours_in_words import DAYS
from passnum.network.models import MediationPlace
from passnum.network.search import Wish, suggest_places
from passnum.network.telling import told
from passnum.partners.models import User

ANY = [("", "Peu importe")]


class NeedsForm(forms.Form):
    """What the person needs; near home, or near work."""

    pres_de = forms.ChoiceField(required=False, label="Près de")
    aide = forms.ChoiceField(required=False, label="Aide", choices=ANY + list(Outcome.choices))
    langue = forms.ChoiceField(required=False, label="Langue", choices=ANY + list(Language.choices))
    jour = forms.ChoiceField(
        required=False, label="Ouvert le", choices=ANY + [(str(number), name) for number, name in enumerate(DAYS)]
    )
    acces = forms.BooleanField(required=False, label="Accès handicap")
    gratuit = forms.BooleanField(required=False, label="Rien à payer en plus du Pass")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["pres_de"].choices = [(one.insee, one.name) for one in communes().values()]
        for name in ("pres_de", "aide", "langue", "jour"):
            self.fields[name].widget.attrs["class"] = "field__input"
        self.full_clean()

    def wish(self) -> Wish:
        """What was asked, in the words of the search; what is wrong asks for nothing."""
        asked = self.cleaned_data
        return Wish(
            near=centre_of(asked.get("pres_de", "")),
            outcome=asked.get("aide", ""),
            language=asked.get("langue", ""),
            accessible=bool(asked.get("acces")),
            open_on=_next(asked["jour"]) if asked.get("jour") else None,
            nothing_to_pay=bool(asked.get("gratuit")),
        )


def _next(weekday: str) -> date:
    today = clock.today()
    return today + timedelta(days=(int(weekday) - today.weekday()) % 7)


class ReferralView(AttributionView):
    """Choose the mediation place, or another one."""

    template_name = "portal/attribution/referral.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return self._places(self._first())

    def _first(self) -> NeedsForm:
        """What is known before anything is asked: where the person lives, the help retained."""
        outcome = self.row.outcome if self.row.outcome in Outcome.values else ""
        return NeedsForm({"pres_de": self.row.commune_insee, "aide": outcome})

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """A place chosen; or the needs, which travel in no address: logs would keep language and disability."""
        if "place" not in request.POST:
            return self._places(NeedsForm(request.POST))
        place = _place(self.user, request.POST["place"])
        if place is None:
            return self._places(self._first(), refused="Choisissez un lieu de la liste.", status=422)
        try:
            refer(actor=self.user, attribution=self.row, place=place)
        except PassnumError as error:
            return self._places(self._first(), refused=error.message, status=error.http_status)
        messages.success(request, f"La personne est orientée vers {place.nom}. Vous pouvez imprimer sa fiche.")
        return redirect("portal:attribution", public_id=public_id)

    def _places(self, form: NeedsForm, *, refused: str = "", status: int = 200) -> HttpResponse:
        today, serial = clock.today(), self.row.booklet.serial
        context = {
            "row": self.row,
            "form": form,
            "refused": refused,
            "rows": [told(one, today) for one in suggest_places(form.wish(), limit=30)],
            "crumbs": trail(
                ("Attributions", reverse("portal:attributions")),
                (serial, reverse("portal:attribution", args=[self.row.public_id])),
                ("Où utiliser le Pass", ""),
            ),
        }
        return self.show(context, status=status)


class FollowUpView(AttributionView):
    """The days of the follow-up: noted, corrected, emptied."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        row = Referral.objects.visible_to(self.user).filter(attribution=self.row).first()
        if row is None:
            raise Http404
        form = follow_up_form(row, request.POST)
        if not form.is_valid():
            return self.page(follow=form, status=422)
        try:
            row = follow_up(actor=self.user, referral=row, days=FollowUp(**form.cleaned_data))
        except PassnumError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, error.message)
            return self.page(follow=form, status=error.http_status)
        messages.success(request, noted(row))
        return redirect("portal:attribution", public_id=public_id)


class SlipView(PortalView):
    """The slip of a place: it says nothing of the person, so it needs no attribution."""

    audience = INTERVENANTS

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        place = MediationPlace.objects.visible_to(self.user).filter(public_id=public_id).first()
        if place is None:
            raise Http404
        ensure_recommended(place)
        return pdf(slip(place), "ou-utiliser-le-pass.pdf")


def _place(actor: User, typed: str) -> MediationPlace | None:
    places = MediationPlace.objects.visible_to(actor).recommended(clock.today())
    try:
        return places.filter(public_id=UUID(typed)).first()
    except ValueError:
        return None
