"""What the detector reads of each convention, loaded for many at once in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from passnum.committee.enums import MeetingKind, MeetingState
from passnum.committee.models import CommitteeMeeting, DateProposal
from passnum.conventions.enums import AmendmentState
from passnum.conventions.layout import ONCE
from passnum.conventions.models import Amendment, Convention, DayProposal, Obligation
from passnum.deliverables.enums import DossierState
from passnum.deliverables.models import Dossier, ReportingPeriod
from passnum.partners.enums import Role
from passnum.partners.models import Delegation, Membership


@dataclass(frozen=True)
class Facts:
    """One convention with what surrounds it."""

    convention: Convention
    obligations: dict[tuple[str, str], Obligation] = field(default_factory=dict)
    periods: tuple[ReportingPeriod, ...] = ()
    meetings: tuple[CommitteeMeeting, ...] = ()
    roles: frozenset[str] = frozenset()
    presidents: tuple[str, ...] = ()
    """Names of those who hold the presidency of the partner, in the order of their accounts."""
    delegations: tuple[Delegation, ...] = ()
    waiting_for_president: bool = False
    amendments: tuple[Amendment, ...] = ()
    years_proposed: frozenset[int] = frozenset()
    """Years whose ordinary committee has a proposed date that waits for an answer."""
    days_proposed: frozenset[int] = frozenset()
    """Obligations for which one party has proposed a day that waits for an answer."""

    def obligation(self, rule: str, occurrence: str = ONCE) -> Obligation | None:
        return self.obligations.get((rule, occurrence))

    def is_met(self, rule: str, occurrence: str = ONCE) -> bool:
        row = self.obligation(rule, occurrence)
        return row is not None and row.met_on is not None

    def committee_days(self) -> set[date]:
        """The days of the committees that are fixed or held, from the meetings and the campaigns."""
        days = {meeting.held_on for meeting in self.meetings if meeting.held_on is not None}
        return days | {period.committee_on for period in self.periods if period.committee_on is not None}

    def delegates_on(self, on: date) -> list[Delegation]:
        return [row for row in self.delegations if row.covers(on)]


def load_facts(conventions: Iterable[Convention]) -> list[Facts]:
    """The facts of each convention, in their order."""
    rows = list(conventions)
    obligations: dict[int, dict[tuple[str, str], Obligation]] = defaultdict(dict)
    for obligation in Obligation.objects.filter(convention__in=rows):
        obligations[obligation.convention_id][(obligation.rule, obligation.occurrence)] = obligation
    periods = defaultdict(list)
    for period in ReportingPeriod.objects.filter(convention__in=rows).order_by("year"):
        periods[period.convention_id].append(period)
    meetings = defaultdict(list)
    for meeting in CommitteeMeeting.objects.filter(convention__in=rows).exclude(state=MeetingState.ANNULE):
        meetings[meeting.convention_id].append(meeting)
    amendments = defaultdict(list)
    for amendment in Amendment.objects.filter(convention__in=rows).exclude(state=AmendmentState.ABANDONNE):
        amendments[amendment.convention_id].append(amendment)
    proposed = defaultdict(set)
    waiting_dates = DateProposal.objects.waiting().filter(
        meeting__convention__in=rows, meeting__kind=MeetingKind.ORDINAIRE
    )
    for pk, year in waiting_dates.values_list("meeting__convention", "meeting__year"):
        proposed[pk].add(year)
    days = frozenset(
        DayProposal.objects.waiting().filter(obligation__convention__in=rows).values_list("obligation", flat=True)
    )
    partners = {row.partner_id for row in rows}
    roles = defaultdict(set)
    for partner, role in Membership.objects.active().filter(partner__in=partners).values_list("partner", "role"):
        roles[partner].add(role)
    delegations = defaultdict(list)
    presiding = Membership.objects.active().filter(role=Role.PRESIDENT, partner__in=partners).order_by("pk")
    presidents: set[tuple[int, int]] = set()
    names = defaultdict(list)
    for seat in presiding.select_related("user"):
        presidents.add((seat.partner_id, seat.user_id))
        names[seat.partner_id].append(str(seat.user))
    for delegation in Delegation.objects.filter(partner__in=partners):
        if (delegation.partner_id, delegation.delegator_id) in presidents:
            delegations[delegation.partner_id].append(delegation)
    waiting = set(
        Dossier.objects.filter(period__convention__in=rows, state=DossierState.A_VALIDER).values_list(
            "period__convention", flat=True
        )
    )
    return [
        Facts(
            convention=row,
            obligations=obligations[row.pk],
            periods=tuple(periods[row.pk]),
            meetings=tuple(meetings[row.pk]),
            roles=frozenset(roles[row.partner_id]),
            presidents=tuple(names[row.partner_id]),
            delegations=tuple(delegations[row.partner_id]),
            waiting_for_president=row.pk in waiting,
            amendments=tuple(amendments[row.pk]),
            years_proposed=frozenset(proposed[row.pk]),
            days_proposed=days,
        )
        for row in rows
    ]
