"""Taking up an allocation: the quotas of a year set together, all or none (art. 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from passnum.conventions.models import Convention
from passnum.core import journal
from passnum.core.errors import InvalidInput
from passnum.partners.models import User
from passnum.quotas.models import Quota
from passnum.quotas.services.quotas import QuotaValues, ensure_fixes_quotas, revise_quota, set_quota


@dataclass(frozen=True)
class Share:
    """The booklets of one convention; the basis is read only where it has no quota yet for that year."""

    convention: Convention
    booklets: int
    basis: str = ""
    basis_figure: int = 0
    basis_source: str = ""


@transaction.atomic
def allocate(
    *, actor: User, year: int, shares: Sequence[Share], reason: str, decided_on: date | None = None
) -> list[Quota]:
    """Set these quotas; what goes down first. Returns those that changed. Raises what `set_quota` raises."""
    ensure_fixes_quotas(actor)
    if not reason.strip():
        raise InvalidInput("Indiquez le motif : chaque structure le lira avec son quota.", field="reason")
    journal.lock(journal.SCHEME_CHAIN)
    known = {row.convention_id: row for row in Quota.objects.filter(year=year)}

    def rise(share: Share) -> int:
        row = known.get(share.convention.pk)
        return share.booklets - (row.booklets if row else 0)

    changed = []
    for share in sorted(shares, key=rise):
        row = known.get(share.convention.pk)
        if row is None and share.booklets:
            changed.append(_first(actor, year, share, reason, decided_on))
        elif row is not None and row.booklets != share.booklets:
            changed.append(
                revise_quota(actor=actor, quota=row, booklets=share.booklets, reason=reason, decided_on=decided_on)
            )
    return changed


def _first(actor: User, year: int, share: Share, reason: str, decided_on: date | None) -> Quota:
    if not (share.basis and share.basis_figure and share.basis_source.strip()):
        raise InvalidInput(
            f"{share.convention.partner} n’a pas encore de quota en {year} : indiquez sa base, le chiffre et sa source."
        )
    return set_quota(
        actor=actor,
        values=QuotaValues(
            convention=share.convention,
            year=year,
            booklets=share.booklets,
            basis=share.basis,
            basis_figure=share.basis_figure,
            basis_source=share.basis_source,
            reason=reason,
            decided_on=decided_on,
        ),
    )
