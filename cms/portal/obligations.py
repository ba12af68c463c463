"""One obligation: its dates, its evidence, declared done, its lateness tolerated by the other party."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS, PRESIDENTS, REFERENTS
from cms.portal.base import RowView
from cms.portal.day_forms import AnswerForm, DayForm
from cms.portal.presentation import trail
from passnum.conventions import services
from passnum.conventions.enums import Side
from passnum.conventions.models import Evidence, Obligation
from passnum.conventions.permissions import agrees_for, can_declare, can_tolerate, may_agree_on
from passnum.core import clock
from passnum.core.errors import PassnumError
from passnum.core.uploads import ATTACHMENTS, check_upload


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
