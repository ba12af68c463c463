"""Writing and verifying the journal."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from passnum.core import clock
from passnum.core.models import JournalChain, JournalEntry

SYSTEM = "système"
#: Chain of the acts that belong to no convention (accounts, programme).
SCHEME_CHAIN = "dispositif"


@dataclass(frozen=True)
class Author:
    """Who acts, by pseudonym: public identifier (or « système ») and the quality in which the act is done."""

    ref: str
    role: str


SYSTEM_AUTHOR = Author(SYSTEM, "traitement automatique")


@dataclass(frozen=True)
class Subject:
    """What the act is about: a kind in the words of the domain and a public identifier."""

    kind: str
    public_id: uuid.UUID


@dataclass(frozen=True)
class Break:
    """The first row at which a chain no longer holds, and why."""

    chain: str
    position: int
    why: str


def record(
    *,
    chain: str,
    author: Author,
    act: str,
    subject: Subject,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    evidence: str = "",
) -> JournalEntry:
    """Append one act to a chain, in the caller's transaction. `evidence` is a SHA-256 in hexadecimal, or empty."""
    with transaction.atomic():
        head = lock(chain)
        entry = JournalEntry(
            chain=head,
            position=head.length + 1,
            recorded_at=timezone.now(),
            happened_at=clock.now(),
            actor=author.ref,
            actor_role=_cut("actor_role", author.role),
            act=_cut("act", act),
            subject_kind=_cut("subject_kind", subject.kind),
            subject_id=subject.public_id,
            from_state=_cut("from_state", from_state),
            to_state=_cut("to_state", to_state),
            reason=reason,
            evidence=evidence,
            previous_hash=head.head,
        )
        entry.hash = entry_hash(entry, chain)
        entry.save(force_insert=True)
        head.length, head.head = entry.position, entry.hash
        head.save(update_fields=["length", "head"])
    return entry


def _cut(field: str, words: str) -> str:
    """Words no longer than their column: an act is never lost because a title is long."""
    most: int | None = getattr(JournalEntry._meta.get_field(field), "max_length", None)
    return words if most is None or len(words) <= most else f"{words[: most - 1]}…"


def lock(chain: str) -> JournalChain:
    """Hold the chain until the end of the caller's transaction: what must not happen twice at once waits here."""
    JournalChain.objects.get_or_create(key=chain)
    return JournalChain.objects.select_for_update().get(key=chain)


def entry_hash(entry: JournalEntry, chain: str) -> str:
    """SHA-256 over every column of the entry and the hash before it."""
    fields = [
        chain,
        entry.position,
        _instant(entry.recorded_at),
        _instant(entry.happened_at),
        entry.actor,
        entry.actor_role,
        entry.act,
        entry.subject_kind,
        str(entry.subject_id),
        entry.from_state,
        entry.to_state,
        entry.reason,
        entry.evidence,
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def verify_chain(chain: JournalChain) -> Break | None:
    """The first broken row of the chain (changed, missing, or cut off at the end), or None.

    The chain is held meanwhile: an act that someone is writing is not taken for a break.
    """
    with transaction.atomic():
        return _first_break(JournalChain.objects.select_for_update().get(pk=chain.pk))


def _first_break(chain: JournalChain) -> Break | None:
    previous, position = "", 0
    for entry in chain.entries.order_by("position").iterator(chunk_size=2000):
        position += 1
        if entry.position != position:
            return Break(chain.key, position, "ligne manquante")
        if entry.previous_hash != previous:
            return Break(chain.key, position, "empreinte précédente différente")
        if entry.hash != entry_hash(entry, chain.key):
            return Break(chain.key, position, "contenu modifié")
        previous = entry.hash
    if position != chain.length or previous != chain.head:
        return Break(chain.key, position + 1, "fin de chaîne différente de celle enregistrée")
    return None


def verify_all() -> Iterator[tuple[JournalChain, Break | None]]:
    """Every chain with its first break, if any."""
    for chain in JournalChain.objects.order_by("key"):
        yield chain, verify_chain(chain)
