"""Where a termination is on its lawful path, and how it passes from one state to the next."""

from __future__ import annotations

from passnum.core.errors import WrongState
from passnum.endings.deadlines import Path
from passnum.endings.enums import TRANSITIONS, Cause, TerminationState
from passnum.endings.models import Termination
from passnum.endings.services.passages import record_act
from passnum.partners.models import User


def path_of(row: Termination) -> Path:
    """What is known of the termination, in dates."""
    return Path(
        cause=Cause(row.cause),
        opened_on=row.opened_on,
        ends_on=row.convention.ends_on,
        wished_on=row.wished_on,
        letter_sent_on=row.letter_sent_on,
        letter_presented_on=row.letter_presented_on,
        letter_received_on=row.letter_received_on,
        committee_on=row.committee_on,
        decided_on=row.decided_on,
        effect_on=row.effect_on,
        returned_on=row.restitution_confirmed_on,
    )


def occurrence_of(row: Termination) -> str:
    return f"resiliation/{row.public_id}"


def locked_termination(termination: Termination) -> Termination:
    return (
        Termination.objects.select_for_update(of=("self",)).select_related("convention__partner").get(pk=termination.pk)
    )


def ensure_open(row: Termination) -> None:
    if row.state != TerminationState.OUVERTE:
        raise WrongState(f"La résiliation est « {row.get_state_display()} » : cette étape n’est plus ouverte.")


def ensure_can(row: Termination, to: TerminationState) -> None:
    if to not in TRANSITIONS[TerminationState(row.state)]:
        raise WrongState(f"La résiliation est « {row.get_state_display()} » : cette étape n’est plus ouverte.")


def pass_to(actor: User | None, row: Termination, to: TerminationState, act: str, reason: str) -> None:
    before, row.state = row.state, to
    row.save()
    record(actor, row, act, before=before, to=to, reason=reason)


def record(
    actor: User | None,
    row: Termination,
    act: str,
    *,
    before: str = "",
    to: str = "",
    reason: str = "",
    evidence: str = "",
) -> None:
    subject = ("résiliation", row.public_id)
    record_act(actor, row.convention, subject, act, before=before, to=to, reason=reason, evidence=evidence)
