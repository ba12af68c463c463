"""A day agreed on with EMS for one obligation (art. 7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cms.portal.audience import PRESIDENTS, REFERENTS
from cms.portal.day_forms import AnswerForm, DayForm, proposal_read
from cms.portal.obligations import ObligationScreen, field_of
from passnum.conventions import services
from passnum.core.errors import PassnumError
from passnum.deliverables.services import accept_agreed_day


class AgreeView(ObligationScreen):
    """A day agreed on with EMS: proposed, accepted, refused or taken back."""

    audience = REFERENTS | PRESIDENTS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("portal:obligation", public_id=self.row.public_id)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action", "")
        if action == "proposer":
            return self._act(DayForm(request.POST), "day", "La date est proposée à l’Eurométropole.", self._propose)
        acts = {
            "accepter": ("La date est convenue entre les deux parties.", self._accept),
            "refuser": ("La date est refusée.", self._decline),
            "retirer": ("La date est retirée.", self._withdraw),
        }
        if action not in acts:
            raise Http404
        done, act = acts[action]
        return self._act(AnswerForm(request.POST), "answer", done, act)

    def _act(self, form: Any, name: str, done: str, act: Callable[[dict[str, Any]], Any]) -> HttpResponse:
        if not form.is_valid():
            return self.page(**{name: form}, status=422)
        try:
            act(form.cleaned_data)
        except PassnumError as error:
            form.add_error(field_of(error, form), error.message)
            return self.page(**{name: form}, status=error.http_status)
        messages.success(self.request, done)
        return redirect("portal:obligation", public_id=self.row.public_id)

    def _propose(self, values: dict[str, Any]) -> None:
        services.propose_day(actor=self.user, obligation=self.row, **values)

    def _accept(self, values: dict[str, Any]) -> None:
        accept_agreed_day(actor=self.user, proposal=proposal_read(self.row, values))

    def _decline(self, values: dict[str, Any]) -> None:
        services.decline_day(actor=self.user, proposal=proposal_read(self.row, values), reason=values["reason"])

    def _withdraw(self, values: dict[str, Any]) -> None:
        services.withdraw_day(actor=self.user, proposal=proposal_read(self.row, values))
