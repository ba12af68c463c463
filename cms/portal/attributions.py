"""« Attributions »: what the partner's intervenants handed out, to them alone (art. 4, 6)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet, Value
from django.db.models.functions import Replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.attribution_flow import INTERVENANTS
from cms.portal.base import PortalView, RowView
from cms.portal.follow_up import follow_up_form, followed
from cms.portal.interviews import open_places, under_way
from cms.portal.presentation import trail
from cms.portal.tables import Column, Row, Table
from passnum.core import clock
from passnum.core.communes import commune, is_on_territory
from passnum.core.errors import PassnumError
from passnum.distribution import drafts
from passnum.distribution.attributing import can_cancel, cancel
from passnum.distribution.attribution import Attribution
from passnum.distribution.enums import CancelReason
from passnum.distribution.printed import render_questionnaire
from passnum.distribution.questionnaire import questionnaire_in_use
from passnum.distribution.referral import Referral
from passnum.distribution.referring import is_recommended
from passnum.distribution.rights import told
from passnum.distribution.rows_behind import rows_behind
from passnum.partners.models import DistributionPlace
from passnum.partners.services import declare_equipped
from passnum.quotas.serials import bare_serial

PER_PAGE = 30
_COLUMNS = (
    ("carnet", "Carnet"),
    ("jour", "Remis le"),
    ("lieu", "Lieu"),
    ("aide", "Aide retenue"),
    ("commune", "Commune de résidence"),
    ("etat", "État"),
)


class SearchForm(forms.Form):
    """Find an attribution again: by serial, place, days."""

    numero = forms.CharField(label="Numéro du carnet", max_length=24, required=False)
    lieu = forms.ChoiceField(label="Lieu", required=False)
    du = forms.DateField(label="Du", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    au = forms.DateField(label="Au", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, data: Any, *, places: list[DistributionPlace]) -> None:
        super().__init__(data)
        self.fields["lieu"].choices = [("", "Tous"), *((str(one.public_id), one.name) for one in places)]

    def narrow(self, rows: QuerySet[Attribution]) -> QuerySet[Attribution]:
        if not self.is_valid():
            return rows.none()
        asked = self.cleaned_data
        if asked["numero"]:
            bare = Replace("booklet__serial", Value("-"), Value(""))
            rows = rows.annotate(bare=bare).filter(bare__icontains=bare_serial(asked["numero"]))
        if asked["lieu"]:
            rows = rows.filter(place__public_id=asked["lieu"])
        if asked["du"]:
            rows = rows.filter(handed_out_on__gte=asked["du"])
        return rows.filter(handed_out_on__lte=asked["au"]) if asked["au"] else rows


class AttributionsView(PortalView):
    """The list, the interviews under way, and the button that begins one."""

    audience = INTERVENANTS
    template_name = "portal/attribution/list.html"

    def partner_places(self) -> QuerySet[DistributionPlace]:
        """Those of the partner; booklets were handed out in the closed ones too."""
        return DistributionPlace.objects.visible_to(self.user).filter(partner=self.partner)

    def places(self) -> list[DistributionPlace]:
        """Where an interview can begin."""
        return list(self.partner_places().filter(is_active=True))

    def get(self, request: HttpRequest) -> HttpResponse:
        places = open_places(self.user, self.partner)
        form = SearchForm(request.GET, places=list(self.partner_places()))
        rows = Attribution.objects.visible_to(self.user).filter(convention__partner=self.partner)
        behind = self._behind(request)
        if behind:
            rows = rows_behind(rows, *behind)
        page = Paginator(form.narrow(rows.select_related("booklet", "place")), PER_PAGE).get_page(
            request.GET.get("page")
        )
        return self.show(
            {
                "form": form,
                "behind": behind,
                "kept": {"caracteristique": behind[0], "modalite": behind[1]} if behind else {},
                "page_obj": page,
                "table": self._table(page.object_list),
                "places": places,
                "followed": followed(self.user, self.partner),
                "drafts": under_way(self.user, self.partner),
                "crumbs": trail(("Attributions", "")),
            }
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin an interview at one of the partner's places."""
        chosen = request.POST.get("place", "")
        place = next((one for one in self.places() if str(one.public_id) == chosen), None)
        if place is None:
            raise Http404
        draft = drafts.begin(actor=self.user, place=place)
        return redirect("portal:attribution_step", public_id=draft.public_id, step=1)

    @staticmethod
    def _behind(request: HttpRequest) -> tuple[str, str] | None:
        """The figure whose rows are asked for, when the reader comes from the indicators."""
        dimension, modality = request.GET.get("caracteristique", ""), request.GET.get("modalite", "")
        return (dimension[:60], modality[:40]) if dimension else None

    @staticmethod
    def _table(rows: Any) -> Table:
        return Table(
            caption="Attributions",
            columns=[Column(key, label) for key, label in _COLUMNS],
            rows=[
                Row(
                    [
                        row.booklet.serial,
                        f"{row.handed_out_on:%d/%m/%Y}",
                        row.place.name,
                        row.get_outcome_display(),
                        commune(row.commune_insee).name if is_on_territory(row.commune_insee) else row.commune_insee,
                        state_of(row),
                    ],
                    url=reverse("portal:attribution", args=[row.public_id]),
                )
                for row in rows
            ],
            empty_title="Aucune attribution",
            empty_text="Les carnets que vous remettez s’affichent ici.",
        )


def state_of(row: Attribution) -> str:
    """In one word: annulée, effacée, sans profil, or « remis »."""
    if row.cancelled_at:
        return "Annulée"
    if row.erased_at:
        return "Données effacées"
    return "Sans profil" if row.objection else "Remis"


class AttributionView(RowView[Attribution]):
    """One attribution: what is kept, taking it back within the day, a new code when the receipt is lost."""

    audience = INTERVENANTS
    partner_path = "convention__partner"
    template_name = "portal/attribution/row.html"

    def rows(self) -> QuerySet[Attribution]:
        return Attribution.objects.visible_to(self.user).select_related(
            "booklet", "place__partner", "convention__partner"
        )

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return self.page()

    def page(
        self, *, error: PassnumError | None = None, follow: Any = None, serial: str = "", status: int = 200
    ) -> HttpResponse:
        row = self.row
        referral = Referral.objects.visible_to(self.user).filter(attribution=row).select_related("place").first()
        context = {
            "row": row,
            "serial": serial or self.request.POST.get("serial", ""),
            "facts": told(row),
            "cancel_reasons": CancelReason.choices,
            "state": state_of(row),
            "referral": referral,
            "recommended": referral is not None and is_recommended(referral.place),
            "follow": follow or (follow_up_form(referral) if referral else None),
            "can_refer": row.cancelled_at is None and row.erased_at is None and not row.objection,
            "can_cancel": can_cancel(row),
            "can_renew": row.cancelled_at is None and row.erased_at is None,
            "error": error,
            "today": clock.today(),
            "crumbs": trail(("Attributions", reverse("portal:attributions")), (row.booklet.serial, "")),
        }
        return self.show(context, status=error.http_status if error else status)


class CancelView(AttributionView):
    """Take back a mistake."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        try:
            cancel(actor=self.user, attribution=self.row, reason=request.POST.get("reason", ""))
        except PassnumError as error:
            return self.page(error=error)
        messages.success(request, f"C’est annulé : le carnet {self.row.booklet.serial} est revenu au lieu.")
        return redirect("portal:attribution", public_id=public_id)


class RenewView(AttributionView):
    """A lost receipt: the booklet is shown, a new code is given."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        try:
            draft = drafts.renew_receipt(
                actor=self.user, attribution=self.row, serial=request.POST.get("serial", "") or "?"
            )
        except PassnumError as error:
            return self.page(error=error)
        messages.success(request, "Voici un nouveau code. L’ancien ne vaut plus rien.")
        return redirect("portal:attribution_receipt", public_id=draft.public_id)


class PaperView(PortalView):
    """The questionnaire in use on paper, with the numbers of the screen."""

    audience = INTERVENANTS

    def get(self, request: HttpRequest) -> HttpResponse:
        version = questionnaire_in_use()
        if version is None:
            raise Http404
        headers = {"Content-Disposition": f'attachment; filename="diagnostic-numerique-version-{version.version}.pdf"'}
        return HttpResponse(render_questionnaire(version), content_type="application/pdf", headers=headers)


class EquipmentView(RowView[DistributionPlace]):
    """Whether the place has a connected screen: the simulation is offered only there (art. 4)."""

    audience = INTERVENANTS
    http_method_names = ["post"]

    def rows(self) -> QuerySet[DistributionPlace]:
        return DistributionPlace.objects.visible_to(self.user).select_related("partner")

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        declare_equipped(actor=self.user, place=self.row, equipped=request.POST.get("equipped") == "oui")
        return redirect("portal:attributions")
