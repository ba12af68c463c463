"""« Fins de convention » in the back office: one guided page per path, with the acts open from its state."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views import View

from cms.backoffice.base import Act, ActView, DetailView
from cms.backoffice.ending_acts import (
    DISPUTE_ACTS,
    EVALUATION_ACTS,
    OPENING_ACTS,
    RENEWAL_ACTS,
    TERMINATION_ACTS,
    open_dispute_acts,
    open_evaluation_acts,
    open_opening_acts,
    open_renewal_acts,
    open_termination_acts,
)
from cms.backoffice.ending_forms import MeetingForm
from cms.backoffice.permissions import ensure_administrator
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.file_names import safe_name
from passnum.endings import services
from passnum.endings.deadlines import steps
from passnum.endings.documents import LETTERS, letters_of, render_letter
from passnum.endings.models import Dispute, FinalEvaluation, Renewal, Termination


class EndingsDetail(DetailView):
    """The paths of one convention, under way or finished, and those that can be opened."""

    template_name = "backoffice/endings.html"
    icon = "clipboard-list"

    def get_row(self, request: HttpRequest, public_id: Any) -> Convention:
        rows = Convention.objects.visible_to(ensure_administrator(request)).select_related("partner")
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: Convention) -> dict[str, Any]:
        return {
            "acts": open_opening_acts(row),
            "terminations": row.terminations.all(),
            "renewal": Renewal.objects.filter(convention=row).first(),
            "evaluation": FinalEvaluation.objects.filter(convention=row).first(),
            "disputes": row.disputes.all(),
            "title": "Fins de convention",
            "subtitle": str(row),
        }


class EndingsAct(ActView):
    """Open one path."""

    acts = {act.slug: act for act in OPENING_ACTS}
    detail = EndingsDetail
    detail_url_name = "backoffice:endings"

    def open_acts(self, row: Convention) -> list[Act]:
        return open_opening_acts(row)


class TerminationDetail(DetailView):
    """One termination: the next lawful step, its date, why, what it needs."""

    template_name = "backoffice/termination.html"
    icon = "cross"

    def get_row(self, request: HttpRequest, public_id: Any) -> Termination:
        rows = Termination.objects.visible_to(ensure_administrator(request)).select_related(
            "convention__partner", "meeting"
        )
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: Termination) -> dict[str, Any]:
        return {
            "acts": open_termination_acts(row),
            "steps": steps(services.path_of(row)),
            "letters": letters_of(row),
        }


class TerminationAct(ActView):
    acts = {act.slug: act for act in TERMINATION_ACTS}
    detail = TerminationDetail
    detail_url_name = "backoffice:termination"

    def open_acts(self, row: Termination) -> list[Act]:
        return open_termination_acts(row)

    def form(self, act: Act, row: Termination, *args: Any) -> forms.Form:
        """Only the meetings of this convention that were held can be chosen."""
        return act.form(*args, row=row) if act.form is MeetingForm else super().form(act, row, *args)


class TerminationLetter(View):
    """A letter to sign, set in type from the file."""

    def get(self, request: HttpRequest, public_id: Any, key: str) -> HttpResponse:
        return letter_file(TerminationDetail().get_row(request, public_id), key)


class TerminationReceipt(View):
    """The scanned receipt of the registered letter."""

    def get(self, request: HttpRequest, public_id: Any) -> FileResponse:
        return stored_pdf(TerminationDetail().get_row(request, public_id).letter_file, "accuse-de-reception.pdf")


class RenewalDetail(DetailView):
    template_name = "backoffice/renewal.html"
    icon = "rotate"

    def get_row(self, request: HttpRequest, public_id: Any) -> Renewal:
        rows = Renewal.objects.visible_to(ensure_administrator(request)).select_related(
            "convention__partner", "next_convention"
        )
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: Renewal) -> dict[str, Any]:
        from passnum.conventions.deadlines import renewal_proposed_by

        return {"acts": open_renewal_acts(row), "due": renewal_proposed_by(row.convention.ends_on)}


class RenewalAct(ActView):
    acts = {act.slug: act for act in RENEWAL_ACTS}
    detail = RenewalDetail
    detail_url_name = "backoffice:renewal"

    def open_acts(self, row: Renewal) -> list[Act]:
        return open_renewal_acts(row)


class EvaluationDetail(DetailView):
    template_name = "backoffice/evaluation.html"
    icon = "doc-full-inverse"

    def get_row(self, request: HttpRequest, public_id: Any) -> FinalEvaluation:
        rows = FinalEvaluation.objects.visible_to(ensure_administrator(request)).select_related("convention__partner")
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: FinalEvaluation) -> dict[str, Any]:
        return {"acts": open_evaluation_acts(row), "figures": services.whole_figures(row.convention)}


class EvaluationAct(ActView):
    acts = {act.slug: act for act in EVALUATION_ACTS}
    detail = EvaluationDetail
    detail_url_name = "backoffice:evaluation"

    def open_acts(self, row: FinalEvaluation) -> list[Act]:
        return open_evaluation_acts(row)

    def form(self, act: Act, row: FinalEvaluation, *args: Any) -> forms.Form:
        """The text as it stands, and the revision that was read."""
        values = {"conclusions": row.conclusions, "revision": row.revision}
        return act.form(*args, initial=values)


class EvaluationFile(View):
    """The frozen evaluation."""

    def get(self, request: HttpRequest, public_id: Any) -> FileResponse:
        return stored_pdf(EvaluationDetail().get_row(request, public_id).file, "evaluation-finale.pdf")


class DisputeDetail(DetailView):
    template_name = "backoffice/dispute.html"
    icon = "warning"

    def get_row(self, request: HttpRequest, public_id: Any) -> Dispute:
        rows = Dispute.objects.visible_to(ensure_administrator(request)).select_related("convention__partner")
        return get_object_or_404(rows, public_id=public_id)

    def context(self, request: HttpRequest, row: Dispute) -> dict[str, Any]:
        return {"acts": open_dispute_acts(row), "steps": row.steps.all()}


class DisputeAct(ActView):
    acts = {act.slug: act for act in DISPUTE_ACTS}
    detail = DisputeDetail
    detail_url_name = "backoffice:dispute"

    def open_acts(self, row: Dispute) -> list[Act]:
        return open_dispute_acts(row)


def letter_file(row: Termination, key: str) -> HttpResponse:
    """One letter of the path, or 404 when it is not called for."""
    if key not in letters_of(row):
        raise Http404
    response = HttpResponse(render_letter(row, key, made_at=clock.now()), content_type="application/pdf")
    name = LETTERS[key].lower().replace(" ", "-").replace("é", "e")
    name = safe_name(f"{row.convention.reference}-{name}.pdf")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def stored_pdf(field: Any, name: str) -> FileResponse:
    """A PDF of the private storage to download, or 404."""
    if not field:
        raise Http404
    try:
        stored = field.open("rb")
    except OSError as error:
        raise Http404("Fichier introuvable") from error
    return FileResponse(stored, as_attachment=True, filename=name, content_type="application/pdf")
