"""What every act on an ending shares: author, reason, line in the journal."""

from __future__ import annotations

import uuid
from datetime import date

from passnum.conventions.enums import EvidenceKind
from passnum.conventions.layout import Planned
from passnum.conventions.models import Convention
from passnum.conventions.services import Proof, date_obligation, find_obligation, record_evidence
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput
from passnum.core.plausible_days import plausible
from passnum.core.richtext import is_blank
from passnum.partners.models import User
from passnum.partners.permissions import author_for


def quality(actor: User, convention: Convention) -> str:
    """In which quality the person acts, as the journal says it."""
    return author_for(actor, convention.partner, clock.today()).role[:160]


def written(text: str, field: str, message: str) -> str:
    """The text, trimmed; InvalidInput with `message` when it says nothing."""
    if is_blank(text):
        raise InvalidInput(message, field=field)
    return text.strip()


def not_in_future(day: date, field: str) -> date:
    """The day of something that happened. Raises InvalidInput for a day to come, or out of the scheme."""
    if plausible(day, field) > clock.today():
        raise InvalidInput("Cette date est dans le futur : indiquez le jour où c’est arrivé.", field=field)
    return day


def record_act(
    actor: User | None,
    convention: Convention,
    subject: tuple[str, uuid.UUID],
    act: str,
    *,
    before: str = "",
    to: str = "",
    reason: str = "",
    evidence: str = "",
) -> None:
    """One line in the journal of the convention."""
    author = author_for(actor, convention.partner, clock.today()) if actor else journal.SYSTEM_AUTHOR
    journal.record(
        chain=str(convention.public_id),
        author=author,
        act=act,
        subject=journal.Subject(*subject),
        from_state=before,
        to_state=to[:40],
        reason=reason,
        evidence=evidence,
    )


def prove(
    actor: User | None,
    convention: Convention,
    rule: str,
    occurrence: str,
    kind: EvidenceKind,
    label: str,
    on: date,
    target: uuid.UUID | None = None,
    sha256: str = "",
) -> None:
    """Pay a passage into the obligation it meets, where it is laid out."""
    obligation = find_obligation(convention, rule, occurrence)
    if obligation is not None:
        record_evidence(actor=actor, obligation=obligation, proof=Proof(kind, label, on, target, sha256))


def lay(actor: User | None, convention: Convention, plan: Planned) -> None:
    """Create or date an obligation that this event brings."""
    date_obligation(actor=actor, convention=convention, plan=plan)
