"""The obligations that a quota proves: its launch meeting (OB-03), its whole delivery (OB-27)."""

from __future__ import annotations

from passnum.conventions.enums import EvidenceKind
from passnum.conventions.layout import ONCE
from passnum.conventions.models import Convention
from passnum.conventions.services import Proof, find_obligation, record_evidence
from passnum.core import clock
from passnum.partners.models import User
from passnum.quotas.models import Delivery, Quota


def prove_obligations(actor: User, row: Quota) -> None:
    """The launch meeting fixes the number (art. 5); a quota wholly delivered is EMS's part of it."""
    convention, today = row.convention, clock.today()
    if row.launch_meeting_on is not None and row.launch_meeting_on <= today:
        label = f"Réunion de lancement du {row.launch_meeting_on:%d/%m/%Y}"
        _prove(actor, convention, "OB-03", ONCE, Proof(EvidenceKind.QUOTA, label, row.launch_meeting_on))
    waiting = Delivery.objects.awaiting_receipt().filter(convention=convention, year=row.year)
    if row.booklets and row.received_booklets >= row.booklets and not waiting.exists():
        label = f"Quota {row.year} livré : {row.received_booklets} carnets"
        _prove(actor, convention, "OB-27", str(row.year), Proof(EvidenceKind.LIVRAISON, label, today))


def _prove(actor: User, convention: Convention, rule: str, occurrence: str, proof: Proof) -> None:
    """Once is enough: what is met is not proved again by each setting of a quota."""
    obligation = find_obligation(convention, rule, occurrence)
    if obligation is not None and obligation.met_on is None:
        record_evidence(actor=actor, obligation=obligation, proof=proof)
