"""Freezing the pack of papers: written once, with the digest of each thing it names (art. 7)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from passnum.committee.documents import render_pack
from passnum.committee.enums import DATED_STATES
from passnum.committee.minutes_text import figure_in_words, figures_of, indicators_of, transmitted_dossier
from passnum.committee.models import CommitteeMeeting, Decision, PaperPack
from passnum.committee.services.shared import locked_meeting, record, subject_of
from passnum.conventions.permissions import ensure_conducts
from passnum.core import clock
from passnum.core.errors import WrongState
from passnum.core.french import typeset
from passnum.deliverables.models import Dossier
from passnum.partners.models import User

#: Decisions of former meetings that the pack recalls.
LAST_DECISIONS = 20


@transaction.atomic
def freeze_pack(*, actor: User, meeting: CommitteeMeeting) -> PaperPack:
    """Freeze what the members will read. WrongState without a date, or when it is frozen already."""
    ensure_conducts(actor)
    row = locked_meeting(meeting)
    if row.state not in DATED_STATES:
        raise WrongState(f"Ce comité est « {row.get_state_display()} » : ses pièces se figent une fois la date fixée.")
    if PaperPack.objects.filter(meeting=row).exists():
        raise WrongState("Les pièces de ce comité sont déjà figées.")
    now = clock.now()
    content = pack_content(row)
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    pdf = render_pack(row, content, digest, made_at=now)
    pack = PaperPack(meeting=row, frozen_at=now, frozen_by=actor, content=text, content_sha256=digest)
    pack.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
    pack.file.save("seance.pdf", ContentFile(pdf), save=False)
    pack.save()
    record(actor, row.convention, "figer les pièces du comité", subject_of(row), reason=f"SHA-256 {digest}")
    return pack


def pack_content(meeting: CommitteeMeeting) -> dict[str, Any]:
    """Agenda, transmitted file by public id and SHA-256, obligations as they stand today, last decisions."""
    today = clock.today()
    dossier = transmitted_dossier(meeting)
    obligations = meeting.convention.obligations.with_history().in_order()
    decisions = Decision.objects.filter(meeting__convention=meeting.convention).exclude(meeting=meeting)
    return {
        "convention": meeting.convention.reference,
        "meeting": str(meeting.public_id),
        "on": today.isoformat(),
        "agenda": [point.title for point in meeting.agenda.all()],
        "dossier": _dossier(dossier),
        "indicators": indicators_of(dossier),
        "figures": [typeset(figure_in_words(figure)) for figure in figures_of(dossier)],
        "obligations": [
            {
                "rule": row.rule,
                "occurrence": row.occurrence,
                "label": row.label,
                "debtor": row.get_debtor_display(),
                "due_on": f"{row.due_on:%d/%m/%Y}" if row.due_on else None,
                "explanation": row.explanation,
                "status": str(row.status(today).label),
            }
            for row in obligations
        ],
        "decisions": [
            {
                "public_id": str(row.public_id),
                "kind": row.get_kind_display(),
                "text": row.text,
                "taken_on": f"{row.taken_on:%d/%m/%Y}",
            }
            for row in decisions[:LAST_DECISIONS]
        ],
    }


def _dossier(row: Dossier | None) -> dict[str, Any] | None:
    if row is None or row.transmitted_at is None:
        return None
    return {
        "public_id": str(row.public_id),
        "sha256": row.transmitted_sha256,
        "year": row.period.year,
        "version": row.version,
        "transmitted_on": f"{clock.day_of(row.transmitted_at):%d/%m/%Y}",
    }
