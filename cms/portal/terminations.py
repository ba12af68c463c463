"""A termination in the partner’s space, and its letters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS
from cms.portal.base import RowView
from cms.portal.ending_forms import (
    ReasonForm,
    ReturnForm,
)
from cms.portal.endings import binds, gives_back, refuse_on
from cms.portal.presentation import trail
from passnum.committee.enums import MeetingState
from passnum.core import clock
from passnum.core.errors import PassnumError
from passnum.endings import services
from passnum.endings.deadlines import steps
from passnum.endings.documents import letters_of, render_letter
from passnum.endings.enums import LIVE_STATES, OF_RIGHT, TerminationState
from passnum.endings.models import Termination


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
