"""Requests for a meeting, and their answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS
from cms.portal.base import RowView
from cms.portal.committee_dates import ConventionScreen
from cms.portal.committee_forms import AnswerForm, RequestForm
from cms.portal.form_screen import FormScreen
from cms.portal.presentation import trail
from passnum.committee import services
from passnum.committee.models import (
    MeetingRequest,
)
from tasks.mail import send_outbox
from tasks.wakeups import wake


class RequestView(ConventionScreen):
    """« Demander une réunion… »"""

    template_name = "portal/committee_request.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.ensure_seat()
        return self._page(RequestForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = RequestForm(request.POST)
        done, status = self.try_act(form)
        if done is None:
            return self._page(form, status=status)
        wake(send_outbox)
        messages.success(request, "Votre demande est envoyée. Elle reste visible ici jusqu’à la réponse.")
        return redirect("portal:committees")

    def act(self, form: RequestForm) -> MeetingRequest:
        return services.request_meeting(actor=self.user, convention=self.row, wish=form.wish())

    def _page(self, form: RequestForm, *, status: int = 200) -> HttpResponse:
        crumbs = trail(("Comités", reverse("portal:committees")), ("Demander une réunion", ""))
        return self.show({"form": form, "convention": self.row, "crumbs": crumbs}, status=status)


class AnswerView(FormScreen, RowView[MeetingRequest]):
    """The answer to EMS's request."""

    audience = DOSSIER_READERS
    partner_path = "convention__partner"
    template_name = "portal/committee_answer.html"

    def rows(self) -> QuerySet[MeetingRequest]:
        return MeetingRequest.objects.visible_to(self.user).select_related("convention__partner", "requested_by")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(AnswerForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = AnswerForm(request.POST)
        done, status = self.try_act(form)
        if done is None:
            return self._page(form, status=status)
        wake(send_outbox)
        messages.success(request, "Votre réponse est envoyée.")
        return redirect("portal:committees")

    def act(self, form: AnswerForm) -> MeetingRequest:
        values = form.cleaned_data
        accept = values["answer"] == "accepter"
        return services.answer_request(actor=self.user, request=self.row, accept=accept, reason=values["reason"])

    def _page(self, form: AnswerForm, *, status: int = 200) -> HttpResponse:
        crumbs = trail(("Comités", reverse("portal:committees")), ("Répondre à une demande", ""))
        return self.show({"form": form, "asked": self.row, "crumbs": crumbs}, status=status)
