"""Decisions of the committee, and what becomes of them (art. 5, 8, 11, 12)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from passnum.committee.minutes_states import DecisionKind, MinutesState
from passnum.committee.models import CommitteeMeeting, Decision
from passnum.committee.services.shared import given_reason, locked_meeting, record
from passnum.committee.services.sitting import ensure_sits
from passnum.conventions.permissions import ensure_conducts
from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.partners.models import User

MOST_SIGNS = 5_000


@transaction.atomic
def take_decision(*, actor: User, meeting: CommitteeMeeting, kind: DecisionKind, text: str) -> Decision:
    """Note a decision taken in the meeting; refused once its minutes are submitted, which would not say it."""
    ensure_conducts(actor)
    row = locked_meeting(meeting)
    ensure_sits(row)
    assert row.held_on is not None
    if row.minutes.filter(state__in=[MinutesState.SOUMIS, MinutesState.VALIDE]).exists():
        raise WrongState("Le compte rendu est soumis ou validé : une décision qu’il ne dit pas ne s’y ajoute plus.")
    words = given_reason(text, "Écrivez la décision.", field="text")
    if len(words) > MOST_SIGNS:
        raise InvalidInput(f"Une décision compte au plus {MOST_SIGNS} signes.", field="text")
    decision = Decision.objects.create(meeting=row, kind=kind, text=words, taken_on=row.held_on)
    _record(actor, decision, "noter une décision", words)
    return decision


@transaction.atomic
def settle_decision(
    *, actor: User, decision: Decision, target: tuple[str, UUID] | None = None, words: str = ""
) -> Decision:
    """Say what the decision became: `target` (kind in words, public id), or in words what was done with it."""
    ensure_conducts(actor)
    row = to_settle(decision)
    if target is not None:
        row.target_kind, row.target_public_id = target[0][:40], target[1]
        row.settled_words = words.strip()
    else:
        row.settled_words = given_reason(words, "Dites la suite donnée à cette décision.", field="words")
    row.settled_at, row.settled_by = clock.now(), actor
    row.save()
    _record(actor, row, "traiter une décision", row.target_kind or row.settled_words)
    return row


def to_settle(decision: Decision) -> Decision:
    """The decision, held until the end of the transaction; WrongState when it was dealt with already."""
    row = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("meeting__convention__partner")
        .get(pk=decision.pk)
    )
    if row.settled_at is not None:
        raise WrongState("Cette décision est déjà traitée : rechargez la page.")
    return row


def _record(actor: User, row: Decision, act: str, reason: str) -> None:
    subject = (f"décision du comité {row.meeting.year}", row.public_id)
    record(actor, row.meeting.convention, act, subject, to=row.get_kind_display(), reason=reason)
