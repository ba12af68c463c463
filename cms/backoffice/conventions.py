"""Conventions as EMS runs them: record, what is missing, signature, receipt, campaigns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views import View
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets import AdminDateInput

from cms.backoffice.amendments import PREPARE, amendments_of
from cms.backoffice.base import Act, ActView, DetailView, DomainViewSet, date_column
from cms.backoffice.committees import panel_of
from cms.backoffice.permissions import ensure_administrator
from cms.backoffice.report_request import ASK_REPORT
from passnum.committee import services as committee
from passnum.conventions import services
from passnum.conventions.completeness import MISSING_CODES, missing_elements
from passnum.conventions.enums import EDITABLE_STATES, RECEIVED_STATES, TRANSITIONS, ConventionState
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.file_names import safe_name
from passnum.core.french import day_and_month
from passnum.core.plausible_days import YEARS
from passnum.core.uploads import PDF_ONLY, check_upload
from passnum.deliverables.deadlines import committee_date_fixed_by
from passnum.deliverables.models import ReportingPeriod
from passnum.deliverables.services import proposed_days
from passnum.endings.services import end_at_term
from passnum.oversight.findings import findings_of
from passnum.oversight.history import acts_of


class ConventionForm(forms.ModelForm):
    """The record of a convention while it is in preparation."""

    class Meta:
        model = Convention
        fields = [
            "partner",
            "reference",
            "title",
            "first_year",
            "last_year",
            "ems_representative",
            "ems_representative_title",
            "partner_representative",
            "partner_representative_title",
            "ems_deliberation",
            "ems_deliberation_on",
            "partner_deliberation",
            "partner_deliberation_on",
            "elapsed_period",
        ]
        widgets = {"ems_deliberation_on": AdminDateInput, "partner_deliberation_on": AdminDateInput}

    def clean(self) -> dict[str, Any]:
        """The last day follows from the last year (art. 2); constraints of the row are told on the form."""
        values: dict[str, Any] = super().clean() or {}
        for name in ("first_year", "last_year"):
            if name in values and values[name] not in YEARS:
                self.add_error(name, f"Indiquez une année entre {YEARS[0]} et {YEARS[-1]}.")
        if values.get("last_year") in YEARS:
            self.instance.ends_on = services.last_day_of(values["last_year"])
        return values

    def save_through_service(self, actor: Any) -> Convention:
        return services.save_record(actor=actor, convention=self.instance)


class ConventionViewSet(DomainViewSet):
    """Conventions, by partner."""

    model = Convention
    name = "conventions"
    icon = "doc-full"
    menu_label = "Conventions"
    detail_url_name = "backoffice:convention"
    list_display = [
        "reference",
        Column("partner", label="Structure", accessor="partner.name", sort_key="partner__name"),
        Column("years", label="Exercices", accessor=lambda row: f"{row.first_year}–{row.last_year}"),
        StatusTagColumn("state", label="État", accessor="get_state_display", sort_key="state"),
        date_column("received_on", "Reçue"),
        date_column("ends_on", "Échéance", sort_key="ends_on"),
    ]
    list_filter = ["state", "partner", "last_year"]
    search_fields = ["reference", "title", "partner__name"]
    search_backend_name = None
    list_export = [
        "reference",
        "partner.name",
        "first_year",
        "last_year",
        "get_state_display",
        "received_on",
        "ends_on",
    ]
    export_formats = ["csv", "xlsx"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return ConventionForm


class NothingForm(forms.Form):
    """An act that asks for nothing more than its confirmation."""


class CallBackForm(forms.Form):
    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class SignatureForm(forms.Form):
    partner_signed_on = forms.DateField(label="Signée par la structure le", widget=AdminDateInput)
    ems_signed_on = forms.DateField(label="Signée par l’Eurométropole le", widget=AdminDateInput, required=False)


class ReceiptForm(forms.Form):
    received_on = forms.DateField(label="Exemplaire signé reçu le", widget=AdminDateInput)
    signed_copy = forms.FileField(label="Exemplaire signé (PDF)", widget=forms.FileInput(attrs={"accept": ".pdf"}))


def _receive(actor: Any, row: Convention, values: dict[str, Any]) -> Convention:
    checked = check_upload(values["signed_copy"], accept=PDF_ONLY)
    return services.record_receipt(
        actor=actor, convention=row, received_on=values["received_on"], signed_copy=checked.file
    )


#: The acts on a convention, by the state they lead to.
ACTS: dict[ConventionState, Act] = {
    ConventionState.ENVOYEE: Act(
        "envoyer",
        "Envoyer pour signature",
        "Le texte ne se modifie plus. S’il manque un élément, vous le verrez ici.",
        lambda actor, row, _: services.send_for_signature(actor=actor, convention=row),
        form=NothingForm,
        done="La convention est envoyée pour signature.",
    ),
    ConventionState.EN_PREPARATION: Act(
        "reprendre",
        "Reprendre en préparation",
        "Le texte redevient modifiable.",
        lambda actor, row, values: services.call_back(actor=actor, convention=row, reason=values["reason"]),
        form=CallBackForm,
        done="La convention est de nouveau en préparation.",
    ),
    ConventionState.SIGNEE: Act(
        "signer",
        "Constater la signature",
        "Les deux dates de signature sont conservées. La convention n’entre pas encore en vigueur (art. 2).",
        lambda actor, row, values: services.record_signature(actor=actor, convention=row, **values),
        form=SignatureForm,
        done="La signature est enregistrée.",
    ),
    ConventionState.EN_VIGUEUR: Act(
        "recevoir",
        "Recevoir l’exemplaire signé",
        "La convention entre en vigueur à la réception de l’exemplaire signé par la présidence (art. 2).",
        _receive,
        form=ReceiptForm,
        done="La convention est en vigueur.",
    ),
    ConventionState.ECHUE: Act(
        "clore",
        "Constater l’échéance",
        "La convention est échue. Les Pass non distribués et l’évaluation finale restent à traiter.",
        lambda actor, row, _: end_at_term(actor=actor, convention=row),
        form=NothingForm,
        done="L’échéance est constatée.",
    ),
}


class PeriodForm(forms.Form):
    year = forms.IntegerField(
        label="Exercice",
        min_value=2021,
        max_value=2100,
        help_text="Les livrables sont dus un mois calendaire avant le comité, dès que sa date est fixée (art. 7).",
    )


def _open_period(actor: Any, row: Convention, values: dict[str, Any]) -> ReportingPeriod:
    return committee.open_campaign(actor=actor, convention=row, year=values["year"])


OPEN_PERIOD = Act(
    "campagne",
    "Ouvrir une campagne",
    "Les référents de la structure verront les trois livrables à remettre.",
    _open_period,
    form=PeriodForm,
    done="La campagne est ouverte.",
)


def next_campaign(row: Convention) -> int:
    """The first exercice of the convention without a campaign, the last one when all have theirs."""
    opened = set(row.periods.values_list("year", flat=True))
    return next((year for year in row.years if year not in opened), row.last_year)


def days_in_words(row: Convention, year: int) -> str:
    """« Pour 2022 : du 1er janvier 2022 au 31 décembre 2022 (année civile 2022, révolue à l’échéance). »"""
    days = proposed_days(row, year, committee.examined_on(row, year))
    if days is None:
        return f"Douze mois glissants : fixez d’abord, à deux, la date du comité {year + 1}."
    span = f"du {day_and_month(days.first_day)} au {day_and_month(days.last_day)}"
    return f"Pour {year} : {span} ({days.explanation}, art. 7)."


def open_acts(row: Convention) -> list[Act]:
    """The acts permitted from the convention's state; its years are still reported on once it is over (art. 6)."""
    reached = set(TRANSITIONS[ConventionState(row.state)])
    if clock.today() <= row.ends_on:
        reached.discard(ConventionState.ECHUE)
    found = [act for state, act in ACTS.items() if state in reached]
    if row.state in RECEIVED_STATES:
        found.append(OPEN_PERIOD)
    if row.state == ConventionState.EN_VIGUEUR:
        found += [ASK_REPORT, PREPARE]
    return found


class ConventionDetail(DetailView):
    """One convention: where it stands, what is missing, its articles, quotas and campaigns, its history."""

    template_name = "backoffice/convention.html"

    def get_row(self, request: HttpRequest, public_id: Any) -> Convention:
        rows = Convention.objects.visible_to(ensure_administrator(request)).select_related("partner")
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: Convention) -> dict[str, Any]:
        periods = list(row.periods.prefetch_related("deliverables", "dossiers"))
        return {
            "missing": missing_elements(row),
            **amendments_of(row),
            "findings": [finding for finding in findings_of(row) if finding.code not in MISSING_CODES],
            "acts": open_acts(row),
            "committees": panel_of(row, ensure_administrator(request)),
            "editable": row.state in EDITABLE_STATES,
            "articles": row.articles.all(),
            "quotas": row.quotas.order_by("year"),
            "periods": [
                {
                    "period": period,
                    "fixed_by": committee_date_fixed_by(period.committee_on) if period.committee_on else None,
                    "dossier": max(period.dossiers.all(), key=lambda d: d.version, default=None),
                }
                for period in periods
            ],
            "history": acts_of([row], ensure_administrator(request)),
        }


class ConventionAct(ActView):
    """One act on a convention."""

    acts = {act.slug: act for act in [*ACTS.values(), OPEN_PERIOD, ASK_REPORT, PREPARE]}
    detail = ConventionDetail
    detail_url_name = "backoffice:convention"

    def form(self, act: Act, row: Convention, *args: Any) -> forms.Form:
        """The campaign that comes next, with the days it would cover and why."""
        form = super().form(act, row, *args)
        if act is OPEN_PERIOD:
            year = next_campaign(row)
            form.fields["year"].initial = year
            form.fields["year"].help_text = f"{days_in_words(row, year)} {form.fields['year'].help_text}"
        return form

    def open_acts(self, row: Convention) -> list[Act]:
        return open_acts(row)


class SignedCopy(View):
    """The signed copy that EMS received."""

    def get(self, request: HttpRequest, public_id: Any) -> FileResponse:
        row = ConventionDetail().get_row(request, public_id)
        if not row.signed_copy:
            raise Http404
        try:
            stored = row.signed_copy.open("rb")
        except OSError as error:
            raise Http404("Fichier introuvable") from error
        name = safe_name(f"{row.reference}-exemplaire-signe.pdf")
        return FileResponse(stored, as_attachment=True, filename=name, content_type="application/pdf")
