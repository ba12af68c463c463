"""The obligations of both parties as the partner sees them: calendar, one obligation, its evidence."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS, PRESIDENTS, REFERENTS
from cms.portal.base import PortalView, RowView
from cms.portal.calendar_export import EXTENSIONS, table_file
from cms.portal.calendar_filter import CalendarFilter
from cms.portal.calendar_picture import draw
from cms.portal.day_forms import AnswerForm, DayForm
from cms.portal.fresh_authentication import require_fresh_authentication
from cms.portal.presentation import trail
from passnum.conventions import services
from passnum.conventions.deadlines import check_committee_date
from passnum.conventions.enums import ObligationStatus, Side
from passnum.conventions.models import Convention, Evidence, Obligation
from passnum.conventions.permissions import agrees_for, can_declare, can_tolerate, may_agree_on
from passnum.core import clock
from passnum.core.errors import InvalidInput, PassnumError
from passnum.core.plausible_days import plausible
from passnum.core.uploads import ATTACHMENTS, check_upload
from passnum.oversight.calendar import COLUMNS, CalendarRow, rows_of
from passnum.oversight.findings import findings_of


class WishedDateForm(forms.Form):
    """A wished date for the committee: lawful or not, why, and the nearest lawful day (art. 7)."""

    jour = forms.DateField(
        label="Date de comité souhaitée", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_jour(self) -> date | None:
        """A slip of the keyboard is told on the form."""
        day: date | None = self.cleaned_data["jour"]
        try:
            return day if day is None else plausible(day)
        except InvalidInput as error:
            raise forms.ValidationError(error.message) from error


def wished_date(form: WishedDateForm, convention: Convention) -> Any:
    """What the convention says of the date asked for, or None."""
    day = form.cleaned_data.get("jour") if form.is_bound and form.is_valid() else None
    if day is None or convention.in_force_from is None:
        return None
    return check_committee_date(
        day, fixed_on=clock.today(), in_force_from=convention.in_force_from, ends_on=convention.ends_on
    )


def timeline_item(row: CalendarRow, url_name: str) -> dict[str, Any]:
    """One obligation as the timeline shows it."""
    obligation = row.obligation
    return {
        "date": obligation.due_on,
        "title": f"{obligation.rule} · {obligation.label}",
        "article": obligation.article.removeprefix("art. "),
        "debtor": obligation.get_debtor_display(),
        "state": row.status.value,
        "state_label": row.status.label,
        "pill": "Sans preuve" if row.status == ObligationStatus.SANS_DELAI else "",
        "detail": obligation.explanation or obligation.definition.timing,
        "evidence": " ; ".join(row.evidence),
        "url": reverse(url_name, args=[obligation.public_id]),
    }


class CalendarScreen(PortalView):
    """What the screens of the calendar share: the convention in hand and its rows, filtered."""

    audience = DOSSIER_READERS

    def read(self, request: HttpRequest) -> tuple[Convention, CalendarFilter, list[CalendarRow]]:
        """The convention asked for, or the latest; 404 when the partner has none."""
        rows = Convention.objects.visible_to(self.user).filter(partner=self.partner).order_by("-first_year", "-pk")
        self.conventions = list(rows)
        asked = request.GET.get("convention", "")
        chosen = [row for row in self.conventions if str(row.public_id) == asked] or self.conventions
        if not chosen:
            raise Http404
        form = CalendarFilter(request.GET, convention=chosen[0])
        found = Obligation.objects.visible_to(self.user).filter(convention=chosen[0]).with_history().in_order()
        return chosen[0], form, form.keep(rows_of(found, clock.today()))


class CalendarView(CalendarScreen):
    """« Nos obligations »: a list first, a picture second."""

    template_name = "portal/calendar.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not Convention.objects.visible_to(self.user).filter(partner=self.partner).exists():
            return self.show({"convention": None, "crumbs": trail(("Obligations", ""))})
        convention, form, rows = self.read(request)
        wish = WishedDateForm(request.GET if "jour" in request.GET else None)
        items = [timeline_item(row, "portal:obligation") for row in rows]
        kept = {"convention": str(convention.public_id)} if len(self.conventions) > 1 else {}
        return self.show(
            {
                "convention": convention,
                "conventions": self.conventions,
                "form": form,
                "dated": [item for item in items if item["date"]],
                "undated": [item for item in items if not item["date"]],
                "filtered": any(form.cleaned_data.values()),
                "count": len(rows),
                "picture": draw(convention, rows, clock.today()),
                "findings": findings_of(convention),
                "wish_form": wish,
                "check": wished_date(wish, convention),
                "query": request.GET.urlencode(),
                "kept": kept,
                "cleared": f"?{urlencode(kept)}",
                "crumbs": trail(("Obligations", "")),
            }
        )


class CalendarExportView(CalendarScreen):
    """What is shown, as a file."""

    def get(self, request: HttpRequest, extension: str) -> HttpResponse:
        if extension not in EXTENSIONS:
            raise Http404
        require_fresh_authentication(request)
        convention, _, rows = self.read(request)
        return table_file(f"obligations-{convention.reference}", extension, COLUMNS, [row.cells() for row in rows])


class FactForm(forms.Form):
    """A fact that shows the obligation met, with a file where there is one."""

    text = forms.CharField(label="Ce qui a été fait", max_length=300)
    happened_on = forms.DateField(label="Le", widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(label="Pièce", required=False)


class ToleranceForm(forms.Form):
    """More time for the other party; the legal date stays."""

    until = forms.DateField(label="Jusqu’au", widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


def declare(actor: Any, obligation: Obligation, values: dict[str, Any]) -> Evidence:
    """Check the file where there is one, outside of any transaction, then declare the fact."""
    uploaded = values.get("file")
    checked = check_upload(uploaded, accept=ATTACHMENTS) if uploaded else None
    return services.declare_fact(
        actor=actor,
        obligation=obligation,
        text=values["text"],
        happened_on=values["happened_on"],
        file=checked.file if checked else None,
        file_name=checked.safe_name if checked else "",
    )


class ObligationScreen(RowView[Obligation]):
    """What the screens of one obligation share."""

    audience = DOSSIER_READERS
    partner_path = "convention__partner"
    template_name = "portal/obligation.html"

    def rows(self) -> QuerySet[Obligation]:
        return Obligation.objects.visible_to(self.user).with_history()

    def page(
        self,
        *,
        fact: FactForm | None = None,
        more_time: ToleranceForm | None = None,
        day: DayForm | None = None,
        answer: AnswerForm | None = None,
        status: int = 200,
    ) -> Any:
        """The obligation with its acts; the forms that were refused keep what was typed."""
        row = self.rows().get(pk=self.row.pk)
        today = clock.today()
        waiting = row.day_proposals.waiting().first()
        agrees = agrees_for(self.user, row) is not None
        of_us = waiting is not None and waiting.side == Side.STRUCTURE
        read = {"proposal": waiting.public_id} if waiting else {}
        return self.show(
            {
                "row": row,
                "proposals": row.day_proposals.select_related("proposed_by", "answered_by"),
                "waiting": waiting,
                "of_us": of_us,
                "day_form": (day or DayForm())
                if agrees and waiting is None and may_agree_on(row, today) is not None
                else None,
                "answer_form": (answer or AnswerForm(initial=read)) if agrees and waiting is not None else None,
                "status": row.status(today),
                "tolerance": row.tolerance_on(today),
                "former": list(row.dates.all())[:-1],
                "fact_form": (fact or FactForm()) if can_declare(self.user, row) else None,
                "tolerance_form": (more_time or ToleranceForm()) if can_tolerate(self.user, row) else None,
                "crumbs": trail(("Obligations", reverse("portal:calendar")), (row.label, "")),
            },
            status=status,
        )


class ObligationView(ObligationScreen):
    """One obligation: who owes it, since when, until when and why, what proves it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()


class DeclareView(ObligationScreen):
    """« Déclarer un fait »."""

    audience = REFERENTS | PRESIDENTS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("portal:obligation", public_id=self.row.public_id)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = FactForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(fact=form, status=422)
        try:
            declare(self.user, self.row, form.cleaned_data)
        except PassnumError as error:
            form.add_error(field_of(error, form), error.message)
            return self.page(fact=form, status=error.http_status)
        messages.success(request, "La preuve est versée.")
        return redirect("portal:obligation", public_id=self.row.public_id)


class TolerateView(ObligationScreen):
    """« Accorder une tolérance » to EMS, by the presidency."""

    audience = PRESIDENTS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("portal:obligation", public_id=self.row.public_id)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ToleranceForm(request.POST)
        if not form.is_valid():
            return self.page(more_time=form, status=422)
        try:
            services.tolerate(actor=self.user, obligation=self.row, **form.cleaned_data)
        except PassnumError as error:
            form.add_error(field_of(error, form), error.message)
            return self.page(more_time=form, status=error.http_status)
        messages.success(request, "La tolérance est accordée. L’échéance de la convention ne change pas.")
        return redirect("portal:obligation", public_id=self.row.public_id)


class EvidenceFileView(RowView[Evidence]):
    """The file of a piece of evidence; never shown inside the site."""

    audience = DOSSIER_READERS
    partner_path = "obligation__convention__partner"

    def rows(self) -> QuerySet[Evidence]:
        return Evidence.objects.visible_to(self.user).select_related("obligation__convention__partner")

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        return evidence_file(self.row)


def evidence_file(row: Evidence) -> FileResponse:
    """The file to download, or 404."""
    if not row.file:
        raise Http404
    try:
        stored = row.file.open("rb")
    except OSError as error:
        raise Http404("Fichier introuvable") from error
    response = FileResponse(stored, as_attachment=True, filename=row.file_name or "preuve")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def field_of(error: PassnumError, form: forms.Form) -> str | None:
    """The field of the form that the service complained about, where there is one."""
    field = getattr(error, "field", None)
    return field if field in form.fields else None
