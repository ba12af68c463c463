"""What a committee's date dates: deliverables of the elapsed year, obligations OB-04, 06, 07, 08, 09 (art. 4, 6, 7)."""

from __future__ import annotations

from passnum.committee.enums import MeetingKind
from passnum.committee.models import CommitteeMeeting, DateProposal
from passnum.conventions.enums import EvidenceKind
from passnum.conventions.layout import ABOUT_ELAPSED_PERIOD, Anchor, Planned, committee_dates
from passnum.conventions.models import Obligation
from passnum.conventions.register import RULES
from passnum.conventions.services import Proof, date_obligation, find_obligation, record_evidence, withdraw
from passnum.core import clock
from passnum.core.french import day_and_month, long_moment
from passnum.deliverables.models import ReportingPeriod
from passnum.deliverables.passages import lock_period
from passnum.deliverables.services import follow_committee, release_committee
from passnum.partners.models import User


def elapsed_period(meeting: CommitteeMeeting) -> ReportingPeriod | None:
    """The campaign of the elapsed year that an ordinary committee examines, where it is open."""
    if meeting.kind != MeetingKind.ORDINAIRE:
        return None
    return ReportingPeriod.objects.filter(convention=meeting.convention, year=meeting.year - 1).first()


def hold_what_depends(meeting: CommitteeMeeting) -> None:
    """Hold the campaign that hangs on the meeting, before anything is written in the journal.

    Every act on a dossier holds its campaign, then the journal: the other order would make two acts wait for
    each other.
    """
    period = elapsed_period(meeting)
    if period is not None:
        lock_period(period.pk)


def date_what_depends(actor: User, meeting: CommitteeMeeting, *, reason: str = "") -> None:
    """Date the campaign of the elapsed year, and the obligations that hang on the meeting; former dates are kept."""
    held_on = meeting.held_on
    assert held_on is not None
    period = elapsed_period(meeting)
    if period is not None:
        follow_committee(actor=actor, period=period, committee_on=held_on, reason=reason)
        return
    convention = meeting.convention
    about_elapsed = meeting.kind != MeetingKind.ORDINAIRE or meeting.year > convention.first_year
    reported = meeting.year - 1 if meeting.kind == MeetingKind.ORDINAIRE and about_elapsed else None
    for plan in committee_dates(meeting.occurrence, held_on, reported_year=reported):
        if about_elapsed or plan.rule not in ABOUT_ELAPSED_PERIOD:
            date_obligation(actor=actor, convention=convention, plan=plan, reason=reason)
    if meeting.kind != MeetingKind.ORDINAIRE:
        date_obligation(actor=actor, convention=convention, plan=_minutes_due(meeting), reason=reason)


def _minutes_due(meeting: CommitteeMeeting) -> Planned:
    """A further meeting has minutes too (OB-10, undated); those of the ordinary ones are laid out by year."""
    label = f"{RULES['OB-10'].title} du {meeting.held_on:%d/%m/%Y}"
    return Planned("OB-10", meeting.occurrence, label, Anchor(f"comité du {meeting.held_on:%d/%m/%Y}", meeting.held_on))


def prove_fixed(actor: User, meeting: CommitteeMeeting, chosen: DateProposal) -> None:
    """OB-07: the date is fixed together today, by whom on each side. Twice is once; nothing before it is laid out."""
    obligation = find_obligation(meeting.convention, "OB-07", meeting.occurrence)
    if obligation is None:
        return
    agreed = ", ".join(
        f"{row.get_side_display()} : {row.confirmed_by} ({row.confirmed_as}), {long_moment(row.confirmed_at)}"
        for row in chosen.confirmations.select_related("confirmed_by")
    )
    label = f"Comité du {day_and_month(chosen.day)}, date fixée ensemble. {agreed}"
    proof = Proof(EvidenceKind.COMITE, label[:300], clock.today(), target=chosen.public_id)
    record_evidence(actor=actor, obligation=obligation, proof=proof)


def prove_held(actor: User, meeting: CommitteeMeeting) -> None:
    """OB-06: the ordinary committee of the year was held."""
    held_on = meeting.held_on
    obligation = find_obligation(meeting.convention, "OB-06", meeting.occurrence)
    if obligation is None or held_on is None:
        return
    proof = Proof(EvidenceKind.COMITE, f"Comité tenu le {day_and_month(held_on)}", held_on, target=meeting.public_id)
    record_evidence(actor=actor, obligation=obligation, proof=proof)


def awaiting_agreement(meeting: CommitteeMeeting) -> list[Obligation]:
    """The duties whose date passed when the meeting was moved earlier: nobody is late, both sides agree on a day."""
    return [row for row in _hanging_on(meeting) if row.awaits_agreement and row.met_on is None]


def release_what_depends(actor: User, meeting: CommitteeMeeting, *, reason: str) -> None:
    """After a cancellation: an ordinary committee's obligations wait for another date, the others have no object.

    What was met stays met, and the former dates stay in the history.
    """
    period = elapsed_period(meeting)
    if period is not None:
        release_committee(actor=actor, period=period, reason=reason)
    for row in _hanging_on(meeting):
        if row.met_on is not None:
            continue
        if meeting.kind == MeetingKind.ORDINAIRE:
            anchor = Anchor(f"comité annulé le {clock.today():%d/%m/%Y}")
            plan = Planned(row.rule, row.occurrence, row.label, anchor)
            date_obligation(actor=actor, convention=meeting.convention, plan=plan, reason=reason)
        else:
            withdraw(actor=None, obligation=row, reason=reason)


def _hanging_on(meeting: CommitteeMeeting) -> list[Obligation]:
    """The obligations that the meeting dated, and the minutes that a further one calls for."""
    everything = Obligation.objects.filter(convention=meeting.convention)
    rows = everything.filter(due_on__isnull=False)
    found = list(rows.filter(rule__in=["OB-07", "OB-08", "OB-09"], occurrence=meeting.occurrence))
    if meeting.kind == MeetingKind.ORDINAIRE:
        return found + list(rows.filter(rule="OB-04", occurrence=str(meeting.year - 1)))
    return found + list(everything.filter(rule="OB-10", occurrence=meeting.occurrence))
