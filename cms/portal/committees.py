"""« Comités »: the committees of the partner’s conventions, one of them, its invitation as a calendar file."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from cms.portal.audience import DOSSIER_READERS
from cms.portal.base import PortalView, RowView
from cms.portal.committee_board import checker, settled_dates, waiting_dates, years_of
from cms.portal.presentation import trail
from passnum.committee import services
from passnum.committee.emails import recipients
from passnum.committee.enums import MeetingState
from passnum.committee.invitation import Guest, Method, calendar_file
from passnum.committee.models import (
    CommitteeMeeting,
    CommitteeMember,
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
from passnum.oversight.history import acts_of


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


class CalendarView(MeetingScreen):
    """The invitation as an iCalendar file."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.row.held_on is None or self.row.starts_at is None or self.row.state == MeetingState.ANNULE:
            raise Http404
        guests = [Guest(person.name, person.email) for person in recipients(self.row.convention)]
        response = HttpResponse(calendar_file(self.row, guests, Method.REQUEST), content_type="text/calendar")
        response["Content-Disposition"] = f'attachment; filename="comite-{self.row.held_on}.ics"'
        return response
