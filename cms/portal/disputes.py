"""A dispute in the partner’s space."""

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
    CloseForm,
    CourtForm,
    StepForm,
)
from cms.portal.endings import binds, refuse_on
from cms.portal.presentation import trail
from passnum.core.errors import PassnumError
from passnum.endings import services
from passnum.endings.enums import DisputeState
from passnum.endings.models import Dispute


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
