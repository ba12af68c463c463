"""Setting yearly quotas: one door for the form and for the import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Sum

from passnum.conventions.enums import EvidenceKind
from passnum.conventions.layout import ONCE
from passnum.conventions.models import Convention
from passnum.conventions.services import Proof, find_obligation, record_evidence
from passnum.core import clock, journal, scheme
from passnum.core.errors import InvalidInput, NotAllowed
from passnum.partners.models import User
from passnum.partners.permissions import author_for, is_ems_administrator
from passnum.quotas.models import Delivery, Quota

#: Locked while quotas are summed, so that two settings at once cannot pass the cap together.
_CAP_CHAIN = journal.SCHEME_CHAIN


@dataclass(frozen=True)
class QuotaValues:
    """What is fixed at the launch meeting (art. 5): booklets for one convention and one year, with the basis."""

    convention: Convention
    year: int
    booklets: int
    basis: str
    basis_figure: int
    basis_source: str
    launch_meeting_on: date | None = None
    received_booklets: int = 0


@transaction.atomic
def set_quota(*, actor: User, values: QuotaValues) -> Quota:
    """Create or revise the quota of a year. Refused outside the convention's years, or beyond the programme's cap."""
    if not is_ems_administrator(actor):
        raise NotAllowed("Seuls les administrateurs de l’Eurométropole fixent les quotas (art. 5).")
    if values.year not in values.convention.years:
        years = values.convention.years
        raise InvalidInput(
            f"L’exercice {values.year} n’est pas dans la convention ({years[0]}–{years[-1]}).", field="year"
        )
    journal.lock(_CAP_CHAIN)
    row = Quota.objects.select_for_update().filter(convention=values.convention, year=values.year).first()
    before = row.booklets if row else None
    row = row or Quota(convention=values.convention, year=values.year)
    for name in ("booklets", "basis", "basis_figure", "basis_source", "launch_meeting_on", "received_booklets"):
        setattr(row, name, getattr(values, name))
    if is_counted(row):
        # What the ledger counts is not typed any more.
        row.received_booklets = Quota.objects.values_list("received_booklets", flat=True).get(pk=row.pk)
    row.full_clean(validate_unique=False)
    _check_cap(row)
    row.save()
    prove_obligations(actor, row)
    if before != row.booklets:
        journal.record(
            chain=str(values.convention.public_id),
            author=author_for(actor, None, clock.today()),
            act="fixer le quota" if before is None else "réviser le quota",
            subject=journal.Subject(f"quota {row.year}", values.convention.public_id),
            from_state="" if before is None else f"{before} carnets",
            to_state=f"{row.booklets} carnets",
            reason=row.basis_source,
        )
    return row


def is_counted(row: Quota) -> bool:
    """Whether the booklets delivered under this quota are those of the ledger's deliveries."""
    return row.pk is not None and Delivery.objects.filter(convention=row.convention, year=row.year).exists()


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


def booklets_left_in_programme(*, except_quota: Quota | None = None) -> int:
    """Booklets of the programme's cap (300 000 €) that no quota has taken yet."""
    others = Quota.objects.exclude(pk=except_quota.pk) if except_quota and except_quota.pk else Quota.objects.all()
    return scheme.PROGRAMME_BOOKLET_CAP - (others.aggregate(total=Sum("booklets"))["total"] or 0)


def _check_cap(row: Quota) -> None:
    left = booklets_left_in_programme(except_quota=row)
    if row.booklets > left:
        raise InvalidInput(
            f"{row.booklets} carnets dépasseraient le programme : il en reste {left} "
            f"sur {scheme.PROGRAMME_BOOKLET_CAP} (300 000 €).",
            field="booklets",
        )
