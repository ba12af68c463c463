"""The journal as people read it: pseudonyms turned back into names for those who may know them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from passnum.conventions.models import Convention
from passnum.core.acts_in_words import told_as_done
from passnum.core.journal import SYSTEM
from passnum.core.models import JournalEntry
from passnum.partners.models import User


class Act(TypedDict):
    """One line of a history: when, who and in which quality, what was done, from where to where, why.

    `act` is the rest of a sentence that begins with `actor`: « a fixé la date du comité ».
    """

    moment: datetime
    actor: str
    quality: str
    act: str
    subject: str
    subject_id: UUID
    from_state: str
    to_state: str
    reason: str
    evidence: str


#: Acts that only follow from another one: the date of an obligation, from that of the committee.
CONSEQUENCES = frozenset({"dater l’obligation"})


def acts_of(
    conventions: Iterable[Convention], reader: User, *, subject_id: UUID | None = None, whole: bool = True
) -> list[Act]:
    """The acts on these conventions (already read through `visible_to`), the latest first.

    Without `whole`, those that only follow from another act are left out.
    """
    entries = JournalEntry.objects.filter(chain__key__in=[str(c.public_id) for c in conventions])
    if subject_id is not None:
        entries = entries.filter(subject_id=subject_id)
    if not whole:
        entries = entries.exclude(act__in=CONSEQUENCES)
    rows = list(entries.order_by("-happened_at", "-pk")[:200])
    names = _names({row.actor for row in rows})
    return [
        Act(
            moment=row.happened_at,
            actor=names.get(row.actor, "Passnum"),
            quality=row.actor_role,
            act=told_as_done(row.act),
            subject=row.subject_kind,
            subject_id=row.subject_id,
            from_state=row.from_state,
            to_state=row.to_state,
            reason=row.reason,
            evidence=row.evidence,
        )
        for row in rows
    ]


def _names(actors: set[str]) -> dict[str, str]:
    """Who acted, by what the journal keeps: an account, Passnum itself, or somebody unknown with a receipt."""
    accounts = []
    for actor in actors - {SYSTEM}:
        try:
            accounts.append(UUID(actor))
        except ValueError:
            continue
    names = {str(user.public_id): user.get_full_name() for user in User.objects.filter(public_id__in=accounts)}
    return dict.fromkeys(actors - {SYSTEM}, "Une personne") | names
