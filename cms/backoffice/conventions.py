"""« Conventions » in the admin: the list, the form of one, its page, its acts, the signed copy."""

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
from cms.backoffice.convention_acts import ACTS, OPEN_PERIOD, days_in_words, next_campaign, open_acts
from cms.backoffice.permissions import ensure_administrator
from cms.backoffice.report_request import ASK_REPORT
from passnum.conventions import services
from passnum.conventions.completeness import MISSING_CODES, missing_elements
from passnum.conventions.enums import EDITABLE_STATES
from passnum.conventions.models import Convention
from passnum.core.file_names import safe_name
from passnum.core.plausible_days import YEARS
from passnum.deliverables.deadlines import committee_date_fixed_by
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
