"""What a page about committees shows: years, dates waiting for a side, the answer to a wished date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from cms.portal.committee_forms import CheckForm
from passnum.committee.deadlines import Verdict, WishedDate
from passnum.committee.enums import MeetingKind, MeetingState, ProposalOutcome
from passnum.committee.models import CommitteeMeeting, DateProposal, MeetingRequest
from passnum.committee.services import check_date, check_ordinary
from passnum.conventions.deadlines import fourth_quarter, lawful_committees
from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import PassnumError
from passnum.partners.models import Partner, User

VERDICTS = {
    Verdict.LAWFUL: ("done", "Date conforme"),
    Verdict.LATE: ("soon", "Date tardive : possible ensemble, avec un motif"),
    Verdict.IMPOSSIBLE: ("late", "Date impossible"),
}


@dataclass(frozen=True)
class Year:
    """One year of a convention: its ordinary committee, or the days on which it may still be held lawfully."""

    year: int
    meeting: CommitteeMeeting | None
    window: tuple[Any, Any] | None
    over: bool


def years_of(convention: Convention, meetings: list[CommitteeMeeting]) -> list[Year]:
    """Each exercice with its ordinary committee, the latest first."""
    ordinary = {
        row.year: row for row in meetings if row.kind == MeetingKind.ORDINAIRE and row.state != MeetingState.ANNULE
    }
    found, today = [], clock.today()
    for year in reversed(convention.years):
        over = fourth_quarter(year)[1] <= today
        window = None
        if convention.in_force_from is not None and not over:
            window = lawful_committees(year, fixed_on=today, in_force_from=convention.in_force_from)
        found.append(Year(year, ordinary.get(year), window, over))
    return found


def committee_panel(actor: User, partner: Partner) -> dict[str, Any]:
    """The committee on the partner's first screen: the next one, what waits for a confirmation or an answer."""
    meetings = CommitteeMeeting.objects.visible_to(actor).filter(convention__partner=partner)
    requests = MeetingRequest.objects.visible_to(actor).filter(convention__partner=partner)
    ahead = meetings.filter(state=MeetingState.FIXE, held_on__gte=clock.today())
    return {
        "next": ahead.order_by("held_on").first(),
        "waiting": meetings.awaiting_confirmation_of(Side.STRUCTURE).count(),
        "asked": requests.awaiting_answer_of(Side.STRUCTURE).count(),
    }


@dataclass(frozen=True)
class Proposed:
    """One date waiting: what the convention says of it today, and whether the reader's side has agreed to it."""

    proposal: DateProposal
    check: WishedDate
    agreed: bool
    own: bool

    @property
    def verdict(self) -> tuple[str, str]:
        return VERDICTS[self.check.verdict]


def waiting_dates(meeting: CommitteeMeeting, side: Side | None) -> list[Proposed]:
    """The dates that may still be confirmed."""
    found = []
    rows = meeting.proposals.waiting().select_related("proposed_by").prefetch_related("confirmations__confirmed_by")
    for proposal in rows:
        agreed = {row.side for row in proposal.confirmations.all()}
        found.append(Proposed(proposal, check_date(meeting, proposal.day), side in agreed, own=proposal.side == side))
    return found


def settled_dates(meeting: CommitteeMeeting) -> list[DateProposal]:
    """The dates proposed before, with what became of them: the one that stands first."""
    rows = meeting.proposals.exclude(outcome=ProposalOutcome.OUVERTE).select_related("proposed_by")
    found = list(rows.prefetch_related("confirmations__confirmed_by"))
    return sorted(found, key=lambda row: row.outcome != ProposalOutcome.RETENUE)


def checker(request: HttpRequest, of: Convention | CommitteeMeeting) -> dict[str, Any]:
    """The form of the wished date, and its answer where one was asked for (`?date=`)."""
    if "date" not in request.GET:
        return {"check_form": CheckForm()}
    form = CheckForm(request.GET)
    if not form.is_valid():
        return {"check_form": form}
    day = form.cleaned_data["date"]
    try:
        if isinstance(of, CommitteeMeeting):
            check = check_date(of, day, field="date")
        else:
            check = check_ordinary(of, day, field="date")
    except PassnumError as error:
        form.add_error("date", error.message)
        return {"check_form": form}
    tone, words = VERDICTS[check.verdict]
    return {"check_form": form, "check": check, "check_tone": tone, "check_words": words}
