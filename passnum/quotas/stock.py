"""Where the booklets are, in numbers and in steps: the stock of EMS and of the places, the course of one booklet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from passnum.conventions.enums import ConventionState
from passnum.core import clock
from passnum.partners.models import Partner, User
from passnum.quotas.enums import AccountKind, OperationKind
from passnum.quotas.ledger import BookletQuerySet, alive_on
from passnum.quotas.models import Account, Booklet

#: Further than this, an expiry is no news.
EXPIRY_NOTICE_DAYS = 90


@dataclass(frozen=True)
class Batch:
    """Booklets of one expiry in one account."""

    expires_on: date | None
    booklets: int

    @property
    def expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < clock.today()

    @property
    def soon(self) -> bool:
        """Whether they can still be handed out, but not for long."""
        if self.expires_on is None or self.expired:
            return False
        return (self.expires_on - clock.today()).days <= EXPIRY_NOTICE_DAYS


@dataclass(frozen=True)
class Held:
    """An account with the booklets it holds, by expiry."""

    account: Account
    batches: list[Batch] = field(default_factory=list)


@dataclass(frozen=True)
class OnTheShelf:
    """The booklets of a place by whether they can be handed out today."""

    ready: int = 0
    expired: int = 0
    ended: int = 0


def on_the_shelf(rows: BookletQuerySet) -> dict[int, OnTheShelf]:
    """The booklets among `rows` (already `visible_to`) by primary key of the place that holds them.

    `ended`: not expired, but of a convention that is not in force.
    """
    alive, today = Q(convention__state=ConventionState.EN_VIGUEUR), clock.today()
    counts = rows.filter(account__kind=AccountKind.LIEU).order_by().values_list("account__place")
    found = counts.annotate(
        ready=Count("pk", filter=alive_on(today) & alive),
        expired=Count("pk", filter=~alive_on(today)),
        ended=Count("pk", filter=alive_on(today) & ~alive),
    )
    return {place: OnTheShelf(*numbers) for place, *numbers in found}


def by_expiry(accounts: Iterable[Account]) -> list[Held]:
    """The accounts given, each with its booklets by expiry, the earliest first."""
    rows = list(accounts)
    found: dict[int, list[Batch]] = defaultdict(list)
    counts = Booklet.objects.filter(account__in=rows).values_list("account", "expires_on").annotate(Count("pk"))
    for account, expires_on, booklets in counts.order_by("account", "expires_on"):
        found[account].append(Batch(expires_on, booklets))
    return [
        Held(account, sorted(found[account.pk], key=lambda batch: batch.expires_on or date.max)) for account in rows
    ]


#: The columns of the stock of a partner, in the order of a booklet's life.
LIFE = (
    AccountKind.LIVRAISON,
    AccountKind.LIEU,
    AccountKind.REMIS,
    AccountKind.PERDU,
    AccountKind.VOLE,
    AccountKind.DETERIORE,
    AccountKind.EXPIRE,
    AccountKind.RESTITUTION,
)


def by_partner(accounts: Iterable[Account]) -> list[tuple[Partner, list[int]]]:
    """Booklets of each partner by kind of account, in the order of `LIFE`; those who never had any are left out."""
    found: dict[Partner, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for account in accounts:
        if account.partner is not None:
            found[account.partner][account.kind] += account.balance
    rows = sorted(found.items(), key=lambda item: item[0].name)
    return [(partner, [kinds[kind] for kind in LIFE]) for partner, kinds in rows if any(kinds.values())]


@dataclass(frozen=True)
class Step:
    """One movement of a booklet in words: no beneficiary, and for a hand-out no person at all."""

    happened_on: date
    act: str
    source: str
    target: str
    by: str
    reason: str
    slip: str
    operation: UUID | None


def course_of(booklet: Booklet, reader: User) -> list[Step]:
    """The movements of a booklet (already read through `visible_to`), the latest first, as the reader may know them.

    A partner reads those that concern its accounts alone.
    """
    rows = booklet.movements.visible_to(reader).select_related(
        "from_account__place", "from_account__partner", "to_account__place", "to_account__partner"
    )
    rows = rows.select_related("operation__delivery", "operation__restitution", "recorded_by")
    found = []
    for row in rows.order_by("-number"):
        act = row.operation
        of_a_person = row.kind in {OperationKind.REMISE, OperationKind.ANNULATION}
        slip = getattr(act, "delivery", None) or getattr(act, "restitution", None) if act else None
        found.append(
            Step(
                happened_on=row.happened_on,
                act=row.get_kind_display(),
                source=str(row.from_account),
                target=str(row.to_account),
                by="" if of_a_person or row.recorded_by is None else str(row.recorded_by),
                # The words of a receipt are about the parcel, not about this booklet.
                reason=act.reason if act and row.kind != OperationKind.ACCUSE else "",
                slip=str(slip) if slip else "",
                operation=act.public_id if act else None,
            )
        )
    return found
