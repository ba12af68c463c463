"""What every act on an obligation shares: lock, author, reason, line in the journal."""

from __future__ import annotations

from passnum.conventions.obligation import Obligation
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput
from passnum.core.richtext import is_blank
from passnum.partners.models import User
from passnum.partners.permissions import author_for


def locked(obligation: Obligation) -> Obligation:
    """The row as it stands, held until the end of the transaction.

    The journal of its convention is held first: whoever has written there already never waits for someone who holds
    the obligation and waits for the journal.
    """
    journal.lock(str(obligation.convention.public_id))
    rows = Obligation.objects.select_for_update(of=("self",)).select_related("convention__partner")
    return rows.get(pk=obligation.pk)


def given_reason(text: str) -> str:
    """The reason, trimmed; InvalidInput when it says nothing."""
    if is_blank(text):
        raise InvalidInput("Indiquez un motif.", field="reason")
    return text.strip()


def author_of(actor: User | None, row: Obligation) -> journal.Author:
    """Who acts, in which quality; the system without an actor."""
    return author_for(actor, row.convention.partner, clock.today()) if actor else journal.SYSTEM_AUTHOR


def record_act(
    actor: User | None,
    row: Obligation,
    act: str,
    *,
    before: str = "",
    to: str = "",
    reason: str = "",
    evidence: str = "",
) -> None:
    """One line in the journal of the convention."""
    journal.record(
        chain=str(row.convention.public_id),
        author=author_of(actor, row),
        act=act,
        subject=journal.Subject(f"obligation {row.rule} {row.occurrence}"[:60], row.public_id),
        from_state=before,
        to_state=to,
        reason=reason,
        evidence=evidence,
    )
