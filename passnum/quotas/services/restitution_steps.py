"""What every act on a restitution does: lock it, say what is still on the way, move its booklets, write it down."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from passnum.conventions.enums import EvidenceKind
from passnum.conventions.models import Obligation
from passnum.conventions.services import Proof, record_evidence
from passnum.core import journal
from passnum.partners.models import User
from passnum.quotas.enums import AccountKind, OperationKind, RestitutionState
from passnum.quotas.ledger import BookletQuerySet
from passnum.quotas.models import Account, Booklet, Operation, Restitution
from passnum.quotas.services.moving import move
from passnum.quotas.services.slips import BACK_IN_STOCK, write_down

#: From where booklets can be given back: the places, and those put aside because they have expired.
RETURNABLE = (AccountKind.LIEU, AccountKind.EXPIRE)


def on_the_way(row: Restitution) -> BookletQuerySet:
    """Booklets of this restitution that EMS has not received: those found since and handed over again are another's."""
    return Booklet.objects.filter(movements__operation=row.operation, movements__number=F("moves")).order_by("serial")


def settle_state(row: Restitution) -> None:
    """Closed once nothing of it is on the way: received by EMS, or accounted for by the structure."""
    row.state = RestitutionState.ECART if on_the_way(row).exists() else RestitutionState.RECUE
    row.save()


def prove(actor: User, row: Restitution, day: date) -> None:
    """Article 12 is met once nothing of the convention's booklets is left at the partner."""
    left = Booklet.objects.filter(
        convention=row.convention,
        account__kind__in=[*RETURNABLE, AccountKind.LIVRAISON, AccountKind.RESTITUTION],
        account__partner=row.convention.partner,
    )
    if row.state != RestitutionState.RECUE or left.exists():
        return
    label = f"Procès-verbal {row.number} : {row.received_booklets} carnets rendus"
    duties = Obligation.objects.filter(convention=row.convention, rule="OB-18", met_on=None, withdrawn_on=None)
    for obligation in duties:
        proof = Proof(EvidenceKind.LIVRAISON, label, day, target=row.public_id)
        record_evidence(actor=actor, obligation=obligation, proof=proof)


def lead(
    act: Operation, keys: list[int], source: Account, target: Account, kind: OperationKind, *, back: bool = False
) -> None:
    """Move these booklets as the act says; `back`: they are no longer under a convention."""
    move(
        booklets=keys,
        source=source,
        target=target,
        kind=kind,
        happened_on=act.happened_on,
        by=act.recorded_by,
        operation=act,
        changes=BACK_IN_STOCK if back else None,
    )


def locked(restitution: Restitution) -> Restitution:
    """The restitution, held until the end of the transaction."""
    rows = Restitution.objects.select_for_update(of=("self",)).select_related("convention__partner", "operation")
    return rows.get(pk=restitution.pk)


def write(actor: User, row: Restitution, act: str, *, reason: str) -> None:
    """The act, in the convention's chain."""
    subject = journal.Subject(f"restitution {row.number}", row.public_id)
    write_down(actor, row.convention, act, subject, to=row.get_state_display(), reason=reason)
