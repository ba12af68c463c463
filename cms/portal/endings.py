"""The end of a convention as the partner lives it: read, ask for an early end, dispute, agree, give back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS, Audience
from cms.portal.base import PortalView, RowView
from cms.portal.ending_forms import (
    CloseForm,
    CourtForm,
    DisputeForm,
    ReasonForm,
    ReturnForm,
    StepForm,
    TerminationForm,
)
from cms.portal.presentation import trail
from passnum.committee.enums import MeetingState
from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import PassnumError
from passnum.endings import services
from passnum.endings.deadlines import steps
from passnum.endings.documents import letters_of, render_letter
from passnum.endings.enums import LIVE_STATES, OF_RIGHT, DisputeState, TerminationState
from passnum.endings.models import Dispute, FinalEvaluation, Renewal, Termination
from passnum.partners.permissions import presides


def binds(view: PortalView) -> bool:
    """Whether the person binds the partner here: its presidency, whom a delegation of article 6 does not replace."""
    return presides(view.user, view.partner)


def gives_back(view: PortalView) -> bool:
    """Whether the person may say that Pass were given back."""
    return Audience.REFERENT in view.roles or binds(view)


def refuse_on(form: forms.Form, error: PassnumError) -> int:
    """Say on the form what a service refused; returns the status to answer."""
    field = getattr(error, "field", None)
    form.add_error(field if field in form.fields else None, error.message)
    return error.http_status


class EndingsView(PortalView):
    """« Fin de convention »: what is under way, and what the presidency may open."""

    audience = DOSSIER_READERS
    template_name = "portal/endings.html"
    forms_of = {"resiliation": TerminationForm, "litige": DisputeForm}

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page({})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open a path on the convention in force (or the latest), by the presidency."""
        kind = request.POST.get("kind", "")
        convention = self._convention()
        if not binds(self) or kind not in self.forms_of or convention is None:
            raise Http404
        form = self.forms_of[kind](request.POST)
        if not form.is_valid():
            return self._page({kind: form}, status=422)
        try:
            if kind == "resiliation":
                row: Any = services.open_termination(actor=self.user, convention=convention, **form.cleaned_data)
            else:
                row = services.open_dispute(actor=self.user, convention=convention, **form.cleaned_data)
        except PassnumError as error:
            return self._page({kind: form}, status=refuse_on(form, error))
        messages.success(request, "C’est enregistré. L’Eurométropole le voit dans son espace.")
        return redirect("portal:termination" if kind == "resiliation" else "portal:dispute", public_id=row.public_id)

    def _convention(self) -> Convention | None:
        rows = Convention.objects.visible_to(self.user).filter(partner=self.partner)
        in_force = rows.filter(state=ConventionState.EN_VIGUEUR).order_by("-last_year").first()
        return in_force or rows.order_by("-last_year", "-pk").first()

    def _page(self, refused: dict[str, forms.Form], *, status: int = 200) -> HttpResponse:
        convention = self._convention()
        may_bind = binds(self) and convention is not None
        live = Termination.objects.visible_to(self.user).filter(convention=convention, state__in=LIVE_STATES).exists()
        can_end = may_bind and convention is not None and convention.state == ConventionState.EN_VIGUEUR and not live
        return self.show(
            {
                "convention": convention,
                "terminations": Termination.objects.visible_to(self.user).filter(convention=convention),
                "disputes": Dispute.objects.visible_to(self.user).filter(convention=convention),
                "renewal": Renewal.objects.visible_to(self.user).filter(convention=convention).first(),
                "evaluation": FinalEvaluation.objects.visible_to(self.user).filter(convention=convention).first(),
                "termination_form": refused.get("resiliation", TerminationForm()) if can_end else None,
                "dispute_form": refused.get("litige", DisputeForm()) if may_bind else None,
                "opened": next(iter(refused), ""),
                "crumbs": trail(("Fin de convention", "")),
            },
            status=status,
        )


class TerminationView(RowView[Termination]):
    """One termination: the path, its dates, its letters; giving up and giving back."""

    audience = DOSSIER_READERS
    partner_path = "convention__partner"
    template_name = "portal/termination.html"

    def rows(self) -> QuerySet[Termination]:
        return Termination.objects.visible_to(self.user).select_related("convention__partner")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action", "")
        if action == "restitution" and gives_back(self):
            form: forms.Form = ReturnForm(request.POST)
            act, done = services.record_restitution, "La restitution est enregistrée."
        elif action == "abandonner" and binds(self):
            form, act, done = ReasonForm(request.POST), services.abandon_termination, "La résiliation est abandonnée."
        elif action == "convoquer" and binds(self):
            form, done = forms.Form(request.POST), "La réunion est ouverte : proposez une date depuis les comités."
            act = services.open_special_meeting
        else:
            raise Http404
        if not form.is_valid():
            return self._page({action: form}, status=422)
        try:
            act(actor=self.user, termination=self.row, **form.cleaned_data)
        except PassnumError as error:
            return self._page({action: form}, status=refuse_on(form, error))
        messages.success(request, done)
        return redirect("portal:termination", public_id=self.row.public_id)

    def _page(self, refused: dict[str, forms.Form] | None = None, *, status: int = 200) -> HttpResponse:
        refused = refused or {}
        row = self.rows().get(pk=self.row.pk)
        waits = row.decided_on is not None and row.returned_on is None
        live_meeting = row.meeting is not None and row.meeting.state != MeetingState.ANNULE
        return self.show(
            {
                "row": row,
                "steps": steps(services.path_of(row)),
                "letters": letters_of(row),
                "return_form": refused.get("restitution", ReturnForm()) if waits and gives_back(self) else None,
                "may_convene": row.state == TerminationState.OUVERTE
                and row.cause not in OF_RIGHT
                and row.committee_on is None
                and not live_meeting
                and binds(self),
                "convene_form": refused.get("convoquer"),
                "abandon_form": refused.get("abandonner", ReasonForm())
                if row.state in LIVE_STATES and row.opened_by == "structure" and binds(self)
                else None,
                "crumbs": trail(("Fin de convention", reverse("portal:endings")), (row.get_cause_display(), "")),
            },
            status=status,
        )


class TerminationLetterView(RowView[Termination]):
    """A letter of the path, set in type."""

    audience = DOSSIER_READERS
    partner_path = "convention__partner"

    def rows(self) -> QuerySet[Termination]:
        return Termination.objects.visible_to(self.user).select_related("convention__partner")

    def get(self, request: HttpRequest, key: str, **kwargs: Any) -> HttpResponse:
        if key not in letters_of(self.row):
            raise Http404
        response = HttpResponse(render_letter(self.row, key, made_at=clock.now()), content_type="application/pdf")
        response.headers["Content-Disposition"] = f'attachment; filename="{key}.pdf"'
        return response


class DisputeView(RowView[Dispute]):
    """One dispute: amicable ways, then only the court."""

    audience = DOSSIER_READERS
    partner_path = "convention__partner"
    template_name = "portal/dispute.html"
    forms_of = {"demarche": StepForm, "tribunal": CourtForm, "clore": CloseForm}
    acts = {
        "demarche": services.add_amicable_step,
        "tribunal": services.refer_to_court,
        "clore": services.close_dispute,
    }

    def rows(self) -> QuerySet[Dispute]:
        return Dispute.objects.visible_to(self.user).select_related("convention__partner").prefetch_related("steps")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page({})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action", "")
        if action not in self.forms_of or not binds(self):
            raise Http404
        form = self.forms_of[action](request.POST)
        if not form.is_valid():
            return self._page({action: form}, status=422)
        try:
            self.acts[action](actor=self.user, dispute=self.row, **form.cleaned_data)  # type: ignore[operator]
        except PassnumError as error:
            return self._page({action: form}, status=refuse_on(form, error))
        messages.success(request, "C’est enregistré.")
        return redirect("portal:dispute", public_id=self.row.public_id)

    def _page(self, refused: dict[str, forms.Form], *, status: int = 200) -> HttpResponse:
        row = self.rows().get(pk=self.row.pk)
        open_ = row.state != DisputeState.CLOS and binds(self)
        return self.show(
            {
                "row": row,
                "step_form": refused.get("demarche", StepForm()) if open_ else None,
                "court_form": refused.get("tribunal", CourtForm())
                if open_ and row.state == DisputeState.AMIABLE
                else None,
                "close_form": refused.get("clore", CloseForm()) if open_ else None,
                "opened": next(iter(refused), ""),
                "crumbs": trail(("Fin de convention", reverse("portal:endings")), ("Litige", "")),
            },
            status=status,
        )


class EvaluationView(RowView[FinalEvaluation]):
    """The final evaluation: figures, conclusions, the presidency's agreement."""

    audience = DOSSIER_READERS
    partner_path = "convention__partner"
    template_name = "portal/evaluation.html"

    def rows(self) -> QuerySet[FinalEvaluation]:
        return FinalEvaluation.objects.visible_to(self.user).select_related("convention__partner")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        agrees = binds(self) and self.row.concluded_on is None and bool(self.row.conclusions)
        return self.show(
            {
                "row": self.row,
                "figures": services.whole_figures(self.row.convention),
                "agrees": agrees and self.row.partner_agreed_on is None,
                "crumbs": trail(("Fin de convention", reverse("portal:endings")), ("Évaluation finale", "")),
            }
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not binds(self):
            raise Http404
        revision = request.POST.get("revision", "")
        services.agree_on_evaluation(
            actor=self.user,
            evaluation=self.row,
            revision=int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 9 else -1,
        )
        messages.success(request, "Votre accord est donné.")
        return redirect("portal:evaluation", public_id=self.row.public_id)


class EvaluationFileView(RowView[FinalEvaluation]):
    """The frozen evaluation."""

    audience = DOSSIER_READERS
    partner_path = "convention__partner"

    def rows(self) -> QuerySet[FinalEvaluation]:
        return FinalEvaluation.objects.visible_to(self.user).select_related("convention__partner")

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        if not self.row.file:
            raise Http404
        try:
            stored = self.row.file.open("rb")
        except OSError as error:
            raise Http404("Fichier introuvable") from error
        return FileResponse(
            stored, as_attachment=True, filename="evaluation-finale.pdf", content_type="application/pdf"
        )
