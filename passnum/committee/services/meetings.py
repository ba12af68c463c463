"""Opening, holding and cancelling a meeting, and its agenda (art. 7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from passnum.committee import emails
from passnum.committee.enums import TRANSITIONS, MeetingKind, MeetingState, ProposalOutcome
from passnum.committee.models import AgendaPoint, CommitteeMeeting, PaperPack
from passnum.committee.permissions import seat_of
from passnum.committee.services.consequences import (
    hold_what_depends,
    prove_held,
    release_what_depends,
)
from passnum.committee.services.shared import (
    ensure_meets,
    ensure_not_sat,
    given_reason,
    locked_meeting,
    record,
    subject_of,
)
from passnum.conventions.models import Convention
from passnum.conventions.permissions import ensure_conducts
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import day_and_month
from passnum.deliverables.models import ReportingPeriod
from passnum.deliverables.services import open_period
from passnum.partners.models import User

#: Article 7: what the meetings have to allow.
DEFAULT_AGENDA = (
    "Évaluation de l’atteinte des objectifs sur la base des indicateurs (art. 3 et 7)",
    "Causes des écarts et décisions d’ajustement",
    "Avis sur la poursuite du partenariat",
    "Questions diverses",
)
MOST_POINTS = 30


@transaction.atomic
def open_ordinary(*, actor: User, convention: Convention, year: int) -> CommitteeMeeting:
    """The ordinary committee of a year, opened if it is not yet: its date is then to be fixed together (art. 7).

    Raises WrongState before the convention is in force, InvalidInput for a year it does not cover.
    """
    seat_of(actor, convention, clock.today())
    # Held until the end: two openings at once give one meeting.
    convention = Convention.objects.select_for_update(no_key=True).get(pk=convention.pk)
    ensure_meets(convention)
    if year not in convention.years:
        raise InvalidInput(
            f"L’exercice {year} n’est pas dans la convention ({convention.first_year}–{convention.last_year}).",
            field="year",
        )
    known = CommitteeMeeting.objects.ordinary().filter(convention=convention, year=year).first()
    return known or create_meeting(actor, convention, MeetingKind.ORDINAIRE, year)


def create_meeting(
    actor: User, convention: Convention, kind: MeetingKind, year: int, *, end_wished_on: date | None = None
) -> CommitteeMeeting:
    """A meeting without a date yet, with the agenda of article 7; in the caller's transaction."""
    meeting = CommitteeMeeting.objects.create(convention=convention, kind=kind, year=year, end_wished_on=end_wished_on)
    points: tuple[str, ...] = DEFAULT_AGENDA
    if end_wished_on is not None:
        points = (f"Fin anticipée envisagée le {day_and_month(end_wished_on)} (art. 12)", *DEFAULT_AGENDA)
    _write_agenda(meeting, points)
    record(actor, convention, "ouvrir le comité", subject_of(meeting), to=meeting.get_state_display())
    return meeting


@transaction.atomic
def set_agenda(*, actor: User, meeting: CommitteeMeeting, points: Sequence[str]) -> CommitteeMeeting:
    """Write the agenda anew, one title per point, in order. EMS, at whose initiative the committee meets (art. 7)."""
    ensure_conducts(actor)
    row = locked_meeting(meeting)
    if not row.is_open:
        raise WrongState(f"Ce comité est « {row.get_state_display()} » : son ordre du jour ne change plus.")
    if PaperPack.objects.filter(meeting=row).exists():
        raise WrongState("Les pièces de ce comité sont figées, avec leur ordre du jour : il ne change plus.")
    titles = [" ".join(point.split()) for point in points if point.strip()]
    if not titles:
        raise InvalidInput("Un ordre du jour a au moins un point.", field="points")
    if len(titles) > MOST_POINTS or max(map(len, titles)) > 300:
        raise InvalidInput(f"Au plus {MOST_POINTS} points, de 300 signes chacun.", field="points")
    AgendaPoint.objects.filter(meeting=row).delete()
    _write_agenda(row, titles)
    record(actor, row.convention, "écrire l’ordre du jour", subject_of(row), to=f"{len(titles)} points")
    return row


@transaction.atomic
def send_invitation_again(*, actor: User, meeting: CommitteeMeeting) -> CommitteeMeeting:
    """Send the invitation anew to every member, as a new version: the agenda or the members have changed."""
    ensure_conducts(actor)
    row = locked_meeting(meeting)
    if row.state != MeetingState.FIXE:
        raise WrongState("Une invitation part une fois la date fixée par les deux parties (art. 7).")
    row.sequence += 1
    row.save(update_fields=["sequence"])
    record(actor, row.convention, "envoyer l’invitation", subject_of(row), to=f"version {row.sequence}")
    emails.invite(row, moved=False)
    return row


@transaction.atomic
def hold_meeting(*, actor: User, meeting: CommitteeMeeting) -> CommitteeMeeting:
    """Note that the meeting was held on its date: OB-06 is met by an ordinary one (art. 7)."""
    ensure_conducts(actor)
    row = _locked_to(meeting, MeetingState.TENU)
    assert row.held_on is not None
    if clock.today() < row.held_on:
        raise WrongState(f"Ce comité se tient le {day_and_month(row.held_on)} : il n’est pas encore tenu.")
    row.state = MeetingState.TENU
    row.save(update_fields=["state"])
    _settle_proposals(row, ProposalOutcome.ECARTEE)
    record(actor, row.convention, "tenir le comité", subject_of(row), to=f"{row.held_on:%d/%m/%Y}")
    if row.kind == MeetingKind.ORDINAIRE:
        prove_held(actor, row)
    return row


@transaction.atomic
def cancel_meeting(*, actor: User, meeting: CommitteeMeeting, reason: str) -> CommitteeMeeting:
    """Cancel with a reason: the members are told, what hung on the date waits for another one."""
    ensure_conducts(actor)
    why = given_reason(reason, "Une annulation porte un motif.")
    row = _locked_to(meeting, MeetingState.ANNULE)
    ensure_not_sat(row)
    hold_what_depends(row)
    before, invited = row.get_state_display(), row.state == MeetingState.FIXE
    row.state, row.cancel_reason = MeetingState.ANNULE, why
    row.sequence += 1
    row.save()
    row.proposals.filter(outcome=ProposalOutcome.RETENUE).update(
        outcome=ProposalOutcome.ANNULEE, outcome_at=clock.now()
    )
    _settle_proposals(row, ProposalOutcome.ANNULEE)
    record(actor, row.convention, "annuler le comité", subject_of(row), before=before, to="annulé", reason=why)
    if invited:
        release_what_depends(actor, row, reason=why)
        emails.call_off(row)
    return row


@transaction.atomic
def open_campaign(*, actor: User, convention: Convention, year: int) -> ReportingPeriod:
    """Open the campaign of a year; it takes its due date from the committee that examines it, where one is fixed."""
    return open_period(actor=actor, convention=convention, year=year, committee_on=examined_on(convention, year))


def examined_on(convention: Convention, year: int) -> date | None:
    """The date of the ordinary committee that examines the campaign of a year, once both sides fixed it (art. 7)."""
    meeting = CommitteeMeeting.objects.ordinary().filter(convention=convention, year=year + 1).first()
    return meeting.held_on if meeting is not None else None


def _locked_to(meeting: CommitteeMeeting, to: MeetingState) -> CommitteeMeeting:
    row = locked_meeting(meeting)
    if to not in TRANSITIONS[MeetingState(row.state)]:
        raise WrongState(
            f"Ce comité est « {row.get_state_display()} » : il ne peut pas passer à « {to.label} ». Rechargez la page."
        )
    return row


def _settle_proposals(row: CommitteeMeeting, outcome: ProposalOutcome) -> None:
    row.proposals.waiting().update(outcome=outcome, outcome_at=clock.now())


def _write_agenda(meeting: CommitteeMeeting, titles: Sequence[str]) -> None:
    AgendaPoint.objects.bulk_create(
        AgendaPoint(meeting=meeting, position=position, title=title) for position, title in enumerate(titles, start=1)
    )
