"""The one door by which booklets change place: takes from an account, gives to another, writes the movement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from passnum.core.bulk_rows import among, days_of
from passnum.core.errors import InvalidInput, WrongState
from passnum.partners.models import User
from passnum.quotas.enums import AccountKind, OperationKind
from passnum.quotas.models import Account, Booklet, Movement, Operation
from passnum.quotas.serials import name_some

#: Booklets moved by one statement: well under the number of variables that SQLite accepts.
CHUNK = 5_000
#: Written from the booklets themselves, so that no number of a movement is carried through here.
_MOVED = """
    INSERT INTO quotas_movement (booklet_id, number, kind, from_account_id, to_account_id, operation_id,
                                 recorded_by_id, recorded_at, happened_on)
    SELECT b.id, b.moves, %s, %s, %s, %s, %s, %s, d.day FROM ({days}) d JOIN quotas_booklet b ON b.id = d.key
"""


@transaction.atomic
def move(
    *,
    booklets: Sequence[int],
    source: Account,
    target: Account,
    kind: OperationKind,
    happened_on: date | Mapping[int, date],
    by: User | None,
    operation: Operation | None = None,
    changes: Mapping[str, Any] | None = None,
) -> int:
    """Move booklets (primary keys) that `source` holds to `target`; all or none. Returns their number.

    `happened_on` is one day, or a day per booklet; `changes` are columns of the booklets set at the same time.
    Raises WrongState naming the serials that the source does not hold (any more).
    """
    if source.pk == target.pk:
        raise InvalidInput("Choisissez deux lieux différents : les carnets y sont déjà.")
    booklets = list(dict.fromkeys(booklets))
    shift(source=source, target=target, booklets=len(booklets))
    for keys in _chunks(booklets):
        moved = Booklet.objects.filter(pk__in=among(keys), account=source).update(
            account=target, moves=F("moves") + 1, **(changes or {})
        )
        if moved != len(keys):
            _refuse(keys, source, target)
    write_movements(
        booklets, source=source, target=target, kind=kind, happened_on=happened_on, by=by, operation=operation
    )
    return len(booklets)


def shift(*, source: Account, target: Account, booklets: int) -> None:
    """Take that many from one balance and give them to the other, never below zero.

    Both rows are held until the end of the transaction, in the order of their keys: two movements at once wait for
    each other here, and never face to face.
    """
    for account in sorted((source, target), key=lambda one: one.pk):
        rows = Account.objects.filter(pk=account.pk)
        if account.pk == target.pk:
            rows.update(balance=F("balance") + booklets)
        elif not rows.filter(Q(kind=AccountKind.OPERATEUR) | Q(balance__gte=booklets)).update(
            balance=F("balance") - booklets
        ):
            left = Account.objects.values_list("balance", flat=True).get(pk=source.pk)
            raise WrongState(f"{source} : il reste {left} carnet{'s' if left > 1 else ''} pour {booklets} demandés.")


def write_movements(
    booklets: Sequence[int],
    *,
    source: Account,
    target: Account,
    kind: OperationKind,
    happened_on: date | Mapping[int, date],
    by: User | None,
    operation: Operation | None,
) -> None:
    """One movement per booklet, numbered as the booklet now says (the triggers check it)."""
    one_day = happened_on if isinstance(happened_on, date) else None
    recorded_at = Movement._meta.get_field("recorded_at").get_db_prep_save(timezone.now(), connection)
    shared = [str(kind), source.pk, target.pk, operation.pk if operation else None, by.pk if by else None, recorded_at]
    for keys in _chunks(booklets):
        days, told = days_of([(key, one_day or happened_on[key]) for key in keys])  # type: ignore[index]
        with connection.cursor() as cursor:
            cursor.execute(_MOVED.format(days=days), [*shared, *told])


def _refuse(keys: Iterable[int], source: Account, target: Account) -> None:
    """Which ones are elsewhere: those that this statement has not just brought to the target from the source."""
    held = Booklet.objects.filter(pk__in=keys)
    elsewhere = held.exclude(account=target).values_list("serial", flat=True)
    before = held.filter(account=target, movements__number=F("moves")).values_list("serial", flat=True)
    missing = [*elsewhere, *before]
    raise WrongState(f"Ces carnets ne sont pas dans « {source} » : {name_some(missing)}.")


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
