"""What the detector says: a named finding, why, and what can still be done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from passnum.conventions.deadlines import LegalDate
from passnum.conventions.models import Convention
from passnum.oversight.duty import Holder


class Severity(StrEnum):
    """How much it matters."""

    DANGER = "danger"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        return {"danger": "À traiter", "warning": "À surveiller", "note": "Bon à savoir"}[self.value]


@dataclass(frozen=True)
class ActDue:
    """What a finding asks of someone: who, the act in words, the thing to open (as in a duty), until when."""

    holder: Holder
    words: str
    target: str
    public_id: UUID | None = None
    due: LegalDate | None = None


@dataclass(frozen=True)
class Finding:
    """One trap met by one convention. `code` is its stable name; `subject` tells two of the same name apart."""

    code: str
    severity: Severity
    title: str
    article: str
    explanation: str
    remedy: str
    convention: Convention
    subject: str = ""
    acts: tuple[ActDue, ...] = ()
