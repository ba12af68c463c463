"""Requests for a further meeting (art. 7) or a special one before an early end (art. 12), and their answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from passnum.committee import emails
from passnum.committee.enums import MeetingKind, RequestAnswer
from passnum.committee.models import MeetingRequest
from passnum.committee.permissions import seat_of
from passnum.committee.services.meetings import create_meeting
from passnum.committee.services.shared import ensure_meets, given_reason, record, sensible
from passnum.conventions.deadlines import special_committee_by
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import day_and_month
from passnum.partners.models import User


@dataclass(frozen=True)
class Wish:
    """What is asked for. `end_wished_on` makes it a special meeting (art. 12)."""

    reason: str
    wished_on: date | None = None
    end_wished_on: date | None = None


@transaction.atomic
def request_meeting(*, actor: User, convention: Convention, wish: Wish) -> MeetingRequest:
    """Ask the other party for a meeting, with a reason; it stays in sight until answered (art. 7).

    Raises InvalidInput for an early end that no special committee can precede by six months (art. 12).
    """
    seat = seat_of(actor, convention, clock.today())
    ensure_meets(convention)
    row = MeetingRequest.objects.create(
        convention=convention,
        kind=MeetingKind.SPECIAL if wish.end_wished_on else MeetingKind.EXTRAORDINAIRE,
        reason=given_reason(wish.reason, "Une demande de réunion porte un motif (art. 7)."),
        wished_on=_ahead(wish.wished_on),
        end_wished_on=_early_end(wish.end_wished_on, convention),
        side=seat.side,
        requested_by=actor,
        requested_as=seat.quality,
        requested_at=clock.now(),
    )
    subject = ("demande de réunion", row.public_id)
    record(actor, convention, "demander une réunion", subject, reason=row.reason, seat=seat)
    emails.announce_request(row)
    return row


@transaction.atomic
def answer_request(*, actor: User, request: MeetingRequest, accept: bool, reason: str = "") -> MeetingRequest:
    """The other party accepts (a meeting opens, its date to be fixed together) or refuses with a reason."""
    seat = seat_of(actor, request.convention, clock.today())
    row = (
        MeetingRequest.objects.select_for_update(of=("self",)).select_related("convention__partner").get(pk=request.pk)
    )
    if row.side == seat.side:
        raise WrongState("L’autre partie répond à cette demande.")
    if row.answer != RequestAnswer.EN_ATTENTE:
        raise WrongState(f"Cette demande est déjà {row.get_answer_display().lower()}.")
    row.answer = RequestAnswer.ACCEPTEE if accept else RequestAnswer.REFUSEE
    row.answer_reason = reason.strip() if accept else given_reason(reason, "Un refus porte un motif.")
    row.answered_by, row.answered_as, row.answered_at = actor, seat.quality, clock.now()
    if accept:
        ensure_meets(row.convention)
        _early_end(row.end_wished_on, row.convention)
        year = (row.wished_on or clock.today()).year
        row.meeting = create_meeting(
            actor, row.convention, MeetingKind(row.kind), year, end_wished_on=row.end_wished_on
        )
    row.save()
    subject = ("demande de réunion", row.public_id)
    record(
        actor,
        row.convention,
        "répondre à la demande de réunion",
        subject,
        to=row.get_answer_display(),
        reason=row.answer_reason,
        seat=seat,
    )
    emails.announce_answer(row)
    return row


def _ahead(day: date | None) -> date | None:
    if day is None:
        return None
    if sensible(day, field="wished_on") <= clock.today():
        raise InvalidInput("La date souhaitée est à venir.", field="wished_on")
    return day


def _early_end(day: date | None, convention: Convention) -> date | None:
    """The early end, when a special committee can still be held six months before it (art. 12)."""
    if day is None:
        return None
    if sensible(day, field="end_wished_on") >= convention.ends_on:
        raise InvalidInput(
            f"La convention prend fin d’elle-même le {day_and_month(convention.ends_on)} (art. 2) : "
            "une fin anticipée vient avant.",
            field="end_wished_on",
        )
    by = special_committee_by(day)
    if by.day <= clock.today():
        raise InvalidInput(
            f"La réunion spécifique se tient au plus tard six mois avant : {by.explanation} (art. 12), déjà passé. "
            "Envisagez une fin plus tardive.",
            field="end_wished_on",
        )
    return day
