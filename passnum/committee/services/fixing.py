"""Fixing the date together (art. 7): propose, confirm, withdraw. Each act: lock → guard → change → journal → return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from passnum.committee import emails
from passnum.committee.deadlines import Verdict
from passnum.committee.enums import OPEN_STATES, MeetingState, ProposalOutcome
from passnum.committee.models import CommitteeMeeting, DateConfirmation, DateProposal
from passnum.committee.permissions import Seat, seat_of
from passnum.committee.services.consequences import date_what_depends, hold_what_depends, prove_fixed
from passnum.committee.services.meetings import open_ordinary
from passnum.committee.services.shared import (
    check_date,
    ensure_not_sat,
    given_reason,
    locked_meeting,
    record,
    refuse_impossible,
    subject_of,
)
from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import day_and_month, long_moment
from passnum.partners.models import User

#: More than this in one go is a slip.
MOST_SLOTS = 8


@dataclass(frozen=True)
class Slot:
    """A wished day, hour (Strasbourg) and place."""

    day: date
    starts_at: time
    place: str = ""


@transaction.atomic
def propose_dates(
    *, actor: User, meeting: CommitteeMeeting, slots: Sequence[Slot], reason: str = ""
) -> list[DateProposal]:
    """Propose dates: the proposer's side agrees to each by that act, the other side's confirmation fixes one (art. 7).

    A date already fixed stands meanwhile, and its move carries a reason. Raises InvalidInput for a date that cannot
    be, with the article and the nearest lawful day; a late one is taken, and flagged when it is fixed.
    """
    seat = seat_of(actor, meeting.convention, clock.today())
    row = locked_meeting(meeting)
    _ensure_open(row)
    if not 1 <= len(slots) <= MOST_SLOTS:
        raise InvalidInput(f"Proposez entre une et {MOST_SLOTS} dates.", field="day")
    why = ""
    if row.state == MeetingState.FIXE:
        why = given_reason(reason, "Une date fixée ensemble se déplace avec un motif (art. 7).")
    slots = list(dict.fromkeys(slots))
    for slot in slots:
        refuse_impossible(check_date(row, slot.day))
        _ensure_new(row, slot)
    proposals = [_write(row, slot, actor, seat, why) for slot in slots]
    days = ", ".join(day_and_month(slot.day) for slot in slots)
    record(actor, row.convention, "proposer une date", subject_of(row), to=days[:60], reason=why, seat=seat)
    emails.announce_proposals(row, proposals)
    return proposals


@transaction.atomic
def propose_ordinary(*, actor: User, convention: Convention, year: int, slots: Sequence[Slot]) -> CommitteeMeeting:
    """Open the ordinary committee of a year with its first proposed dates: both or neither."""
    meeting = open_ordinary(actor=actor, convention=convention, year=year)
    propose_dates(actor=actor, meeting=meeting, slots=slots)
    return meeting


@transaction.atomic
def confirm_date(*, actor: User, proposal: DateProposal, late_reason: str = "") -> CommitteeMeeting:
    """Agree for one's side to a proposed date. The second side's agreement fixes it, once (art. 7).

    Raises NotAllowed for a delegation out of date, WrongState when the date was settled meanwhile or one's own side
    has already agreed, InvalidInput when it has become impossible, or is late without a reason.
    """
    seat = seat_of(actor, proposal.meeting.convention, clock.today())
    row = locked_meeting(proposal.meeting)
    hold_what_depends(row)
    chosen = DateProposal.objects.select_for_update().get(pk=proposal.pk)
    _ensure_waiting(row, chosen)
    own = chosen.confirmations.filter(side=seat.side).select_related("confirmed_by").first()
    if own is not None:
        raise WrongState(
            f"Votre partie a déjà confirmé cette date : {own.confirmed_by} ({own.confirmed_as}), "
            f"{long_moment(own.confirmed_at)}. Elle attend l’autre partie."
        )
    check = refuse_impossible(check_date(row, chosen.day))
    late = ""
    if check.verdict == Verdict.LATE:
        late = given_reason(
            late_reason,
            f"{' '.join(check.reasons)} Dites pourquoi cette date est fixée malgré tout.",
            field="late_reason",
        )
    _agree(chosen, actor, seat)
    record(
        actor,
        row.convention,
        "confirmer la date",
        subject_of(row),
        to=day_and_month(chosen.day),
        reason=late,
        seat=seat,
    )
    if set(chosen.confirmations.values_list("side", flat=True)) == set(Side):
        return _fix(row, chosen, actor, late)
    return row


@transaction.atomic
def withdraw_proposal(*, actor: User, proposal: DateProposal) -> DateProposal:
    """Take back a date one's side proposed, while nobody has fixed it."""
    seat = seat_of(actor, proposal.meeting.convention, clock.today())
    row = locked_meeting(proposal.meeting)
    chosen = DateProposal.objects.select_for_update().get(pk=proposal.pk)
    _ensure_waiting(row, chosen)
    if chosen.side != seat.side:
        raise WrongState("Une date se retire par la partie qui l’a proposée.")
    _close(chosen, ProposalOutcome.RETIREE)
    record(actor, row.convention, "retirer une date", subject_of(row), to=day_and_month(chosen.day))
    return chosen


def _ensure_open(row: CommitteeMeeting) -> None:
    if not row.is_open:
        raise WrongState(f"Ce comité est « {row.get_state_display()} » : sa date ne se propose plus.")
    ensure_not_sat(row)


def _ensure_new(row: CommitteeMeeting, slot: Slot) -> None:
    if row.held_on == slot.day and row.starts_at == slot.starts_at:
        raise InvalidInput("C’est déjà la date fixée.", field="day")
    if row.proposals.waiting().filter(day=slot.day, starts_at=slot.starts_at).exists():
        raise InvalidInput(
            f"Le {day_and_month(slot.day)} est déjà proposé à cette heure : confirmez-le plutôt.", field="day"
        )


def _ensure_waiting(row: CommitteeMeeting, chosen: DateProposal) -> None:
    """Refuse clearly what someone else settled a moment ago."""
    _ensure_open(row)
    if chosen.outcome == ProposalOutcome.OUVERTE:
        return
    if row.held_on is not None:
        raise WrongState(
            f"La date de ce comité est déjà fixée : {day_and_month(row.held_on)}. Rechargez la page pour voir par qui."
        )
    raise WrongState(f"Cette date est « {chosen.get_outcome_display()} » : rechargez la page.")


def _write(row: CommitteeMeeting, slot: Slot, actor: User, seat: Seat, reason: str) -> DateProposal:
    proposal = DateProposal.objects.create(
        meeting=row,
        day=slot.day,
        starts_at=slot.starts_at,
        place=slot.place.strip(),
        side=seat.side,
        proposed_by=actor,
        proposed_as=seat.quality,
        proposed_at=clock.now(),
        reason=reason,
    )
    _agree(proposal, actor, seat)
    return proposal


def _agree(proposal: DateProposal, actor: User, seat: Seat) -> None:
    DateConfirmation.objects.create(
        proposal=proposal,
        side=seat.side,
        confirmed_by=actor,
        confirmed_as=seat.quality,
        confirmed_at=clock.now(),
    )


def _fix(row: CommitteeMeeting, chosen: DateProposal, actor: User, late_reason: str) -> CommitteeMeeting:
    """Give the meeting its date if nobody did since it was read, settle the other proposals, date what depends."""
    before = f"{row.held_on:%d/%m/%Y}" if row.held_on else row.get_state_display()
    moved = row.held_on is not None
    taken = CommitteeMeeting.objects.filter(
        pk=row.pk, sequence=row.sequence, state__in=sorted(OPEN_STATES), held_on=row.held_on
    ).update(
        state=MeetingState.FIXE,
        held_on=chosen.day,
        starts_at=chosen.starts_at,
        place=chosen.place,
        fixed_on=clock.today(),
        late_reason=late_reason,
        sequence=row.sequence + 1,
    )
    if not taken:
        raise WrongState("La date de ce comité vient de changer : rechargez la page.")
    now = clock.now()
    standing = row.proposals.filter(outcome=ProposalOutcome.RETENUE)
    standing.update(outcome=ProposalOutcome.REMPLACEE, outcome_at=now)
    row.proposals.waiting().exclude(pk=chosen.pk).update(outcome=ProposalOutcome.ECARTEE, outcome_at=now)
    _close(chosen, ProposalOutcome.RETENUE)
    row = locked_meeting(row)
    act = "déplacer le comité" if moved else "fixer la date du comité"
    record(
        actor,
        row.convention,
        act,
        subject_of(row),
        before=before,
        to=f"{chosen.day:%d/%m/%Y}",
        reason=" ".join(text for text in (chosen.reason, late_reason) if text),
    )
    # What is met is met before its date changes: a late fixing shows as late, and is not put off (OB-07).
    prove_fixed(actor, row, chosen)
    date_what_depends(actor, row, reason=chosen.reason)
    prove_fixed(actor, row, chosen)
    emails.invite(row, moved=moved)
    return row


def _close(proposal: DateProposal, outcome: ProposalOutcome) -> None:
    proposal.outcome, proposal.outcome_at = outcome, clock.now()
    proposal.save(update_fields=["outcome", "outcome_at"])
