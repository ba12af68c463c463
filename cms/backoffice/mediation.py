"""Mediation places as EMS keeps them: the list, the page of one with its qualification and its network (art. 4)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import Button

from cms.backoffice.base import Act, ActView, DetailView, DomainViewSet, ListingView
from cms.backoffice.permissions import ensure_administrator
from passnum.core import clock, journal
from passnum.core.acts_in_words import told_as_done
from passnum.core.models import JournalEntry
from passnum.exchange.enums import Kind
from passnum.network import services
from passnum.network.hours_in_words import week_in_words
from passnum.network.models import MediationPlace
from passnum.partners.models import User

#: Set by their own acts, with a date and a reason.
_BY_ACTS = frozenset(["qualified_by", "qualified_since", "qualified_until", "network_joined_on", "network_left_on"])


class MediationPlaceForm(forms.ModelForm):
    """The columns of the national standard, and what EMS adds; qualification and network have acts of their own."""

    class Meta:
        model = MediationPlace
        fields = [row.name for row in MediationPlace._meta.fields if row.editable and row.name not in {"id", *_BY_ACTS}]
        widgets = dict.fromkeys(("date_maj", "accepts_pass_since"), AdminDateInput) | {
            "presentation_resume": forms.Textarea(attrs={"rows": 2}),
        }

    def save_through_service(self, actor: Any) -> MediationPlace:
        return services.save_place(actor=actor, place=self.instance)


def _exchange(name: str, *more: str) -> str:
    return reverse(f"backoffice:{name}", args=[Kind.MEDIATION, *more])


class MediationListing(ListingView):
    """The list, with the doors to the national standard's files."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [
            *super().header_more_buttons,
            Button("Importer le standard…", url=_exchange("exchange_kind"), icon_name="upload", priority=80),
            Button(
                "Exporter le standard",
                url=_exchange("exchange_export", "csv"),
                icon_name="download",
                priority=90,
            ),
        ]


class MediationPlaceViewSet(DomainViewSet):
    """« Lieux de médiation »."""

    model = MediationPlace
    name = "lieux-de-mediation"
    icon = "site"
    menu_label = "Lieux de médiation"
    index_view_class = MediationListing
    detail_url_name = "backoffice:mediation_place"
    list_display = [
        "nom",
        Column("commune", label="Commune", sort_key="commune"),
        BooleanColumn("qualified", label="Qualifié", accessor=lambda row: row.is_qualified(clock.today())),
        BooleanColumn("network", label="Dans le réseau", accessor=lambda row: row.is_in_network(clock.today())),
        BooleanColumn("accepts_pass", label="Accepte le Pass"),
    ]
    list_filter = ["commune", "is_active", "accepts_pass", "remaining_charge"]
    search_fields = ["nom", "commune", "code_postal", "adresse", "national_id"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return MediationPlaceForm


def _day(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=AdminDateInput, **kwargs)


class QualifyForm(forms.Form):
    """Who qualifies, from when, until when, why."""

    qualified_by = forms.CharField(label="Qualifié par", max_length=120)
    since = _day("À compter du", initial=clock.today)
    until = _day("Jusqu’au", required=False, help_text="Vide : sans fin connue. Le dernier jour compte.")
    reason = forms.CharField(label="Motif", max_length=300)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Motif", max_length=300)


class DayForm(ReasonForm):
    """From which day, and why."""

    on = _day("À compter du", initial=clock.today)
    field_order = ["on", "reason"]


ACTS = {
    "qualifier": Act(
        "qualifier",
        "Qualifier",
        "Un lieu qualifié, et dans le réseau, est proposé aux personnes qui reçoivent un Pass (art. 4).",
        lambda actor, row, values: services.qualify(actor=actor, place=row, **values),
        form=QualifyForm,
        done="La qualification est enregistrée.",
    ),
    "retirer-qualification": Act(
        "retirer-qualification",
        "Retirer la qualification",
        "Le lieu n’est plus proposé à partir d’aujourd’hui.",
        lambda actor, row, values: services.withdraw_qualification(actor=actor, place=row, **values),
        form=ReasonForm,
        done="La qualification est retirée.",
        serious=True,
    ),
    "entrer": Act(
        "entrer",
        "Faire entrer dans le réseau",
        "Le lieu est proposé à partir de ce jour, s’il est aussi qualifié.",
        lambda actor, row, values: services.enter_network(actor=actor, place=row, **values),
        form=DayForm,
        done="Le lieu entre dans le réseau.",
    ),
    "sortir": Act(
        "sortir",
        "Retirer du réseau",
        "Le lieu n’est plus proposé à partir de ce jour.",
        lambda actor, row, values: services.leave_network(actor=actor, place=row, **values),
        form=DayForm,
        done="Le lieu sort du réseau.",
        serious=True,
    ),
}


def open_acts(row: MediationPlace) -> list[Act]:
    """The acts permitted from where the place stands."""
    qualified = row.is_qualified(clock.today())
    inside = bool(row.network_joined_on and not row.network_left_on)
    slugs = ["qualifier", *(["retirer-qualification"] if qualified else []), "sortir" if inside else "entrer"]
    return [ACTS[slug] for slug in slugs]


class MediationPlaceDetail(DetailView):
    """One place: what it offers, whether people may be sent to it, what was decided."""

    template_name = "backoffice/mediation_place.html"
    icon = "site"
    listing = ("Lieux de médiation", "lieux-de-mediation:index")

    def get_row(self, request: HttpRequest, public_id: Any) -> MediationPlace:
        ensure_administrator(request)
        return get_object_or_404(MediationPlace, public_id=public_id)

    def context(self, request: HttpRequest, row: MediationPlace) -> dict[str, Any]:
        today = clock.today()
        return {
            "acts": open_acts(row),
            "qualified": row.is_qualified(today),
            "inside": row.is_in_network(today),
            "week": week_in_words(row.horaires, today),
            "history": history_of(row),
        }


def history_of(row: MediationPlace) -> list[dict[str, Any]]:
    """The acts of the scheme's journal on this place, the latest first."""
    entries = list(
        JournalEntry.objects.filter(chain__key=journal.SCHEME_CHAIN, subject_id=row.public_id).order_by("-pk")[:100]
    )
    people = User.objects.filter(public_id__in={one.actor for one in entries if len(one.actor) == 36})
    names = {str(one.public_id): one.get_full_name() for one in people}
    return [
        {
            "moment": one.happened_at,
            "who": names.get(one.actor, "Compte fermé"),
            "act": told_as_done(one.act),
            "reason": one.reason,
        }
        for one in entries
    ]


class MediationPlaceAct(ActView):
    """One act on a place."""

    detail = MediationPlaceDetail
    detail_url_name = "backoffice:mediation_place"
    acts = ACTS

    def open_acts(self, row: MediationPlace) -> list[Act]:
        return open_acts(row)
