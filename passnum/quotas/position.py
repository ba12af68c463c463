"""Where the booklets of a quota are, read from the ledger; typed figures stand in as long as it holds nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Sum
from django.db.models.functions import TruncMonth

from passnum.quotas.enums import (
    LOSS_ACCOUNTS,
    AccountKind,
    DeliveryState,
    DiscrepancyKind,
    OperationKind,
    Settlement,
)
from passnum.quotas.models import Booklet, Delivery, DeliveryDiscrepancy, Movement, Quota

#: Convention and year: what a booklet is delivered under.
Key = tuple[int, int]


@dataclass(frozen=True)
class QuotaPosition:
    """The booklets of one quota. `counted`: from the ledger; otherwise only `received` (typed by EMS) is known.

    `before_ledger` of them were delivered before the ledger: what became of those, it does not know. `returned` is what
    EMS has received back, `returning` what a structure has announced and EMS has not received (yet).
    """

    granted: int
    received: int
    in_transit: int = 0
    in_places: int = 0
    handed_out: int = 0
    lost: int = 0
    returned: int = 0
    returning: int = 0
    before_ledger: int = 0
    counted: bool = False

    @property
    def to_deliver(self) -> int:
        """What EMS still owes of the quota."""
        return max(self.granted - self.received - self.in_transit, 0)

    def parts(self) -> list[Part]:
        """The whole quota by where its booklets are, in the words that EMS and the partner both read.

        What can be empty for years (what came before the ledger, losses) is told only where there is some.
        """
        every = (
            Part("before", "Livrés avant le registre, non suivis", self.before_ledger),
            Part("handed", "Remis aux personnes", self.handed_out, always=self.counted),
            Part("left", "Dans les lieux de distribution", self.in_places, always=self.counted),
            Part("transit", "En cours de livraison", self.in_transit),
            Part("lost", "Perdus, volés, détériorés ou périmés", self.lost),
            Part("returning", "En cours de restitution", self.returning),
            Part("returned", "Restitués", self.returned),
            Part("coming", "À livrer", self.to_deliver, always=True),
        )
        return [part for part in every if part.booklets or part.always]


@dataclass(frozen=True)
class Part:
    """Booklets of a quota that are in one state; `always`: told even when there is none."""

    key: str
    label: str
    booklets: int
    always: bool = False


def position_of(quota: Quota) -> QuotaPosition:
    """Where the booklets of this quota are."""
    return positions_of([quota])[quota.pk]


def positions_of(quotas: Iterable[Quota]) -> dict[int, QuotaPosition]:
    """The same for several, by primary key, in one reading of the ledger."""
    rows = list(quotas)
    held: dict[Key, dict[str, int]] = defaultdict(dict)
    counts = (
        Booklet.objects.filter(convention__in={row.convention_id for row in rows}, year__in={row.year for row in rows})
        .values_list("convention", "year", "account__kind")
        .annotate(number=Count("pk"))
        .order_by()
    )
    for convention, year, kind, number in counts:
        held[convention, year][kind] = number
    sent = delivered_by_slips(rows)
    keys = {row.pk: (row.convention_id, row.year) for row in rows}
    return {row.pk: _position(row, held.get(keys[row.pk], {}), sent.get(keys[row.pk], 0)) for row in rows}


def delivered_by_slips(rows: Iterable[Quota]) -> dict[Key, int]:
    """Booklets of the slips, less those called back, and those found to have stayed in stock or lost on the way."""
    conventions = {row.convention_id for row in rows}
    found: dict[Key, int] = {}
    slips = Delivery.objects.filter(convention__in=conventions).exclude(state=DeliveryState.RAPPELEE)
    for convention, year, number in slips.values_list("convention", "year").annotate(number=Sum("booklets")).order_by():
        found[convention, year] = number
    gaps = DeliveryDiscrepancy.objects.filter(
        delivery__convention__in=conventions, kind=DiscrepancyKind.MANQUANT
    ).exclude(settlement__in=["", Settlement.RETROUVE])
    for convention, year in gaps.values_list("delivery__convention", "delivery__year"):
        found[convention, year] = found.get((convention, year), 0) - 1
    return found


def _position(quota: Quota, held: Mapping[str, int], delivered: int) -> QuotaPosition:
    if not held and not delivered:
        return QuotaPosition(quota.booklets, quota.received_booklets, before_ledger=quota.received_booklets)
    there = sum(held.values())
    delivered = max(delivered, there)
    in_transit = held.get(AccountKind.LIVRAISON, 0)
    return QuotaPosition(
        granted=quota.booklets,
        received=max(quota.received_booklets, delivered) - in_transit,
        in_transit=in_transit,
        in_places=held.get(AccountKind.LIEU, 0),
        handed_out=held.get(AccountKind.REMIS, 0),
        lost=sum(held.get(kind, 0) for kind in LOSS_ACCOUNTS),
        # Back at EMS, a booklet is no longer under the quota: delivered and there no more, it was returned.
        returned=delivered - there,
        returning=held.get(AccountKind.RESTITUTION, 0),
        before_ledger=max(quota.received_booklets - delivered, 0),
        counted=True,
    )


@dataclass(frozen=True)
class PlaceCounts:
    """Booklets of one quota at one place; `received` counts those that were moved elsewhere since, too."""

    received: int = 0
    handed_out: int = 0
    there: int = 0


def counts_by_place(quota: Quota) -> dict[int, PlaceCounts]:
    """What each place (by primary key) received and handed out of the quota, as the ledger follows it."""
    own = Booklet.objects.filter(convention=quota.convention_id, year=quota.year)
    moves = Movement.objects.filter(booklet__in=own).order_by()
    # A hand-out taken back brings nothing to the place.
    came = moves.filter(to_account__kind=AccountKind.LIEU).exclude(kind=OperationKind.ANNULATION)
    gone = moves.filter(kind=OperationKind.REMISE, number=F("booklet__moves"))
    received = dict(came.values_list("to_account__place").annotate(Count("booklet", distinct=True)))
    handed_out = dict(gone.values_list("from_account__place").annotate(Count("pk")))
    here = own.filter(account__kind=AccountKind.LIEU).order_by()
    there = dict(here.values_list("account__place").annotate(Count("pk")))
    return {
        place: PlaceCounts(number, handed_out.get(place, 0), there.get(place, 0)) for place, number in received.items()
    }


def monthly_hand_outs(quotas: Iterable[Quota]) -> dict[int, dict[date, int]]:
    """Booklets handed out under each quota (by primary key), by first day of the month; cancelled ones are not."""
    rows = {(row.convention_id, row.year): row.pk for row in quotas}
    found: dict[int, dict[date, int]] = {pk: {} for pk in rows.values()}
    counts = (
        Movement.objects.filter(
            kind=OperationKind.REMISE,
            number=F("booklet__moves"),
            booklet__account__kind=AccountKind.REMIS,
            booklet__convention__in={convention for convention, _ in rows},
        )
        .annotate(month=TruncMonth("happened_on"))
        .values_list("booklet__convention", "booklet__year", "month")
        .annotate(number=Count("pk"))
        .order_by()
    )
    for convention, year, month, number in counts:
        pk = rows.get((convention, year))
        if pk is not None:
            found[pk][month] = number
    return found
