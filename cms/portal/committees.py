"""« Comités »: dates proposed and confirmed, requests for a meeting, the invitation as a calendar file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS
from cms.portal.base import PortalView, RowView
from cms.portal.committee_board import checker, settled_dates, waiting_dates, years_of
from cms.portal.committee_forms import AnswerForm, LateForm, ProposeForm, RequestForm
from cms.portal.presentation import trail
from passnum.committee import services
from passnum.committee.emails import recipients
from passnum.committee.enums import MeetingState
from passnum.committee.invitation import Guest, Method, calendar_file
from passnum.committee.models import (
    CommitteeMeeting,
    CommitteeMember,
    DateProposal,
    Decision,
    MeetingRequest,
    Minutes,
    PaperPack,
)
from passnum.committee.permissions import can_fix
from passnum.committee.services.shared import MEETING_STATES
from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import NotAllowed, PassnumError
from passnum.core.french import day_and_month
from passnum.oversight.history import acts_of
from tasks.mail import send_outbox
from tasks.wakeups import wake


class CommitteesView(PortalView):
    """The committees of the partner's conventions: years, requests, members, and a wished date to try."""

    audience = DOSSIER_READERS
    template_name = "portal/committees.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Convention.objects.visible_to(self.user).filter(partner=self.partner, state__in=sorted(MEETING_STATES))
        conventions = list(rows.order_by("-first_year"))
        return self.show(
            {
                "crumbs": trail(("Comités", "")),
                "boards": [self._board(convention) for convention in conventions],
                **(checker(request, conventions[0]) if conventions else {}),
            }
        )

    def _board(self, convention: Convention) -> dict[str, Any]:
        meetings = list(CommitteeMeeting.objects.visible_to(self.user).filter(convention=convention))
        members = CommitteeMember.objects.visible_to(self.user).sitting_on(clock.today())
        requests = MeetingRequest.objects.visible_to(self.user).filter(convention=convention)
        return {
            "convention": convention,
            "years": years_of(convention, meetings),
            "others": [row for row in meetings if row.kind != "ordinaire" or row.state == MeetingState.ANNULE],
            "requests": requests.select_related("requested_by", "answered_by", "meeting"),
            "members": members.filter(convention=convention).select_related("delegated_by"),
            "rules": services.rules_in_words(services.rules_of(convention)),
            "can_act": can_fix(self.user, convention, clock.today()),
        }


class MeetingScreen(RowView[CommitteeMeeting]):
    """What the screens of one meeting share."""

    partner_path = "convention__partner"
    audience = DOSSIER_READERS
    crumb = ""

    def rows(self) -> QuerySet[CommitteeMeeting]:
        return CommitteeMeeting.objects.visible_to(self.user).select_related("convention__partner")

    def common(self) -> dict[str, Any]:
        return {
            "meeting": self.row,
            "convention": self.row.convention,
            "can_act": can_fix(self.user, self.row.convention, clock.today()),
            "crumbs": crumbs_of(self.row, self.crumb),
        }


def crumbs_of(meeting: CommitteeMeeting, crumb: str = "") -> list[tuple[str, str]]:
    """The trail to a meeting, or to a screen under it."""
    name = f"{meeting.get_kind_display()} {meeting.year}"
    above = ("Comités", reverse("portal:committees"))
    if not crumb:
        return trail(above, (name, ""))
    return trail(above, (name, reverse("portal:committee", args=[meeting.public_id])), (crumb, ""))


class CommitteeView(MeetingScreen):
    """One meeting: its date or the dates that wait, its agenda, who agreed, its history."""

    template_name = "portal/committee.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        waiting = waiting_dates(self.row, Side.STRUCTURE)
        return self.show(
            {
                **self.common(),
                **(checker(request, self.row) if self.row.is_open else {}),
                "waiting": waiting,
                "to_confirm": [item for item in waiting if not item.agreed],
                "settled": settled_dates(self.row),
                "agenda": self.row.agenda.all(),
                "to_agree": services.awaiting_agreement(self.row),
                "rules": services.rules_in_words(services.rules_of(self.row.convention)),
                "pack": PaperPack.objects.visible_to(self.user).filter(meeting=self.row).first(),
                "versions": Minutes.objects.visible_to(self.user).filter(meeting=self.row),
                "decisions": Decision.objects.visible_to(self.user).filter(meeting=self.row),
                "history": acts_of([self.row.convention], self.user, subject_id=self.row.public_id),
            }
        )


class FormScreen:
    """Show a form, do its act, say once what was refused."""

    def try_act(self, form: forms.Form) -> tuple[Any, int]:
        """What the act gave, or None and the status of the refusal, told on the form."""
        if not form.is_valid():
            return None, 422
        try:
            return self.act(form), 200
        except PassnumError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, error.message)
            return None, error.http_status

    def act(self, form: Any) -> Any:
        """Call the service."""
        raise NotImplementedError


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


class CalendarView(MeetingScreen):
    """The invitation as an iCalendar file."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row.held_on is None or self.row.starts_at is None or self.row.state == MeetingState.ANNULE:
            raise Http404
        guests = [Guest(person.name, person.email) for person in recipients(self.row.convention)]
        response = HttpResponse(calendar_file(self.row, guests, Method.REQUEST), content_type="text/calendar")
        response["Content-Disposition"] = f'attachment; filename="comite-{self.row.held_on}.ics"'
        return response


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
