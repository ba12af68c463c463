"""« Fin de convention »: what a convention ends by, and what the partner can open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from cms.portal.audience import DOSSIER_READERS, Audience
from cms.portal.base import PortalView
from cms.portal.ending_forms import (
    DisputeForm,
    TerminationForm,
)
from cms.portal.presentation import trail
from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention
from passnum.core.errors import PassnumError
from passnum.endings import services
from passnum.endings.enums import LIVE_STATES
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
