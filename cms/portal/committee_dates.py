"""Dates of a committee: proposed by one party, confirmed by the other, withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS
from cms.portal.base import RowView
from cms.portal.committee_board import waiting_dates
from cms.portal.committee_forms import LateForm, ProposeForm
from cms.portal.committees import MeetingScreen, crumbs_of
from cms.portal.form_screen import FormScreen
from cms.portal.presentation import trail
from passnum.committee import services
from passnum.committee.models import (
    CommitteeMeeting,
    DateProposal,
)
from passnum.committee.permissions import can_fix
from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import NotAllowed
from passnum.core.french import day_and_month
from tasks.mail import send_outbox
from tasks.wakeups import wake


class ProposeView(FormScreen, MeetingScreen):
    """« Proposer une date… », or another one for a meeting whose date is fixed."""

    template_name = "portal/committee_propose.html"
    crumb = "Proposer une date"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.row.is_open:
            return redirect("portal:committee", public_id=self.row.public_id)
        return self.show({**self.common(), "form": ProposeForm(meeting=self.row)})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ProposeForm(request.POST, meeting=self.row)
        done, status = self.try_act(form)
        if done is None:
            return self.show({**self.common(), "form": form}, status=status)
        wake(send_outbox)
        messages.success(request, "Votre proposition est envoyée. La date est fixée dès que l’Eurométropole confirme.")
        return redirect("portal:committee", public_id=self.row.public_id)

    def act(self, form: ProposeForm) -> Any:
        return services.propose_dates(
            actor=self.user, meeting=self.row, slots=form.slots(), reason=form.cleaned_data.get("reason", "")
        )


class ProposalScreen(RowView[DateProposal]):
    """What the screens of one proposed date share."""

    partner_path = "meeting__convention__partner"
    audience = DOSSIER_READERS

    def rows(self) -> QuerySet[DateProposal]:
        return DateProposal.objects.visible_to(self.user).select_related("meeting__convention__partner")

    def back(self) -> HttpResponse:
        return redirect("portal:committee", public_id=self.row.meeting.public_id)


class ConfirmView(FormScreen, ProposalScreen):
    """« Confirmer cette date »: at the second side's confirmation the date is fixed (art. 7)."""

    template_name = "portal/committee_confirm.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(LateForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = LateForm(request.POST)
        if request.POST.get("agreed") != "on":
            form.add_error(None, "Cochez la case pour dire que votre structure est d’accord avec cette date.")
        done, status = self.try_act(form)
        if done is None:
            return self._page(form, status=status)
        wake(send_outbox)
        words = f"La date est fixée ensemble : {day_and_month(self.row.day)}. Les membres reçoivent l’invitation."
        messages.success(request, words)
        return self.back()

    def act(self, form: LateForm) -> Any:
        return services.confirm_date(actor=self.user, proposal=self.row, late_reason=form.cleaned_data["late_reason"])

    def _page(self, form: LateForm, *, status: int = 200) -> HttpResponse:
        meeting = self.row.meeting
        found = [item for item in waiting_dates(meeting, Side.STRUCTURE) if item.proposal.pk == self.row.pk]
        if not found and not form.is_bound:
            messages.info(self.request, f"Cette date est « {self.row.get_outcome_display()} ».")
            return self.back()
        return self.show(
            {
                "meeting": meeting,
                "item": found[0] if found else None,
                "proposal": self.row,
                "form": form,
                "crumbs": crumbs_of(meeting, "Confirmer une date"),
            },
            status=status,
        )


class WithdrawView(ProposalScreen):
    """« Retirer cette date »."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        services.withdraw_proposal(actor=self.user, proposal=self.row)
        messages.info(request, "La date est retirée.")
        return self.back()


class ConventionScreen(FormScreen, RowView[Convention]):
    """What the screens about the committees of one convention share."""

    audience = DOSSIER_READERS

    def rows(self) -> QuerySet[Convention]:
        return Convention.objects.visible_to(self.user).select_related("partner")

    def ensure_seat(self) -> None:
        """Say why before the form is filled, rather than after."""
        if not can_fix(self.user, self.row, clock.today()):
            raise NotAllowed("Les comités se demandent par la présidence, ses délégués et les référents (art. 7).")


class ProposeOrdinaryView(ConventionScreen):
    """The ordinary committee of a year, which opens with its first proposed date."""

    template_name = "portal/committee_propose.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.ensure_seat()
        known = CommitteeMeeting.objects.visible_to(self.user).ordinary()
        meeting = known.filter(convention=self.row, year=kwargs["year"]).first()
        if meeting is not None:
            return redirect("portal:committee_propose", public_id=meeting.public_id)
        if kwargs["year"] not in self.row.years:
            raise Http404
        return self._page(ProposeForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ProposeForm(request.POST)
        done, status = self.try_act(form)
        if done is None:
            return self._page(form, status=status)
        wake(send_outbox)
        messages.success(request, "Votre proposition est envoyée. La date est fixée dès que l’Eurométropole confirme.")
        return redirect("portal:committee", public_id=done.public_id)

    def act(self, form: ProposeForm) -> CommitteeMeeting:
        return services.propose_ordinary(
            actor=self.user, convention=self.row, year=self.kwargs["year"], slots=form.slots()
        )

    def _page(self, form: ProposeForm, *, status: int = 200) -> HttpResponse:
        crumbs = trail(("Comités", reverse("portal:committees")), (f"Comité ordinaire {self.kwargs['year']}", ""))
        return self.show({"form": form, "year": self.kwargs["year"], "crumbs": crumbs}, status=status)
