"""The one door by which booklets change place: takes from an account, gives to another, writes the movement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from passnum.core.bulk_rows import among, pairs
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import counted
from passnum.partners.models import User
from passnum.quotas.enums import OperationKind
from passnum.quotas.models import Account, Booklet, Movement, Operation
from passnum.quotas.serials import name_some

#: Booklets moved by one statement: well under the number of variables that SQLite accepts.
CHUNK = 5_000


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
    hold(source, target)
    left = Account.objects.values_list("balance", flat=True).get(pk=source.pk)
    if left < len(booklets):
        raise WrongState(f"{source} : il reste {counted(left, 'carnet')} pour {len(booklets)} demandés.")
    for keys in _chunks(booklets):
        if Booklet.objects.filter(pk__in=among(keys), account=source).count() != len(keys):
            _refuse(keys, source)
    write_movements(
        booklets, source=source, target=target, kind=kind, happened_on=happened_on, by=by, operation=operation
    )
    if changes:
        for keys in _chunks(booklets):
            Booklet.objects.filter(pk__in=among(keys)).update(**changes)
    return len(booklets)


def hold(*accounts: Account) -> None:
    """Hold these accounts until the end of the transaction, in the order of their keys.

    Two movements at once wait for each other here, and never face to face: an act on more than two holds them first.
    """
    list(Account.objects.filter(pk__in={one.pk for one in accounts}).order_by("pk").select_for_update())


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
    """The next movement of each booklet, which leads it and the balances from the source to the target (triggers)."""
    recorded_at = Movement._meta.get_field("recorded_at").get_db_prep_save(timezone.now(), connection)
    shared = [
        str(kind),
        source.pk,
        target.pk,
        operation.pk if operation else None,
        recorded_at,
        by.pk if by else None,
    ]
    for keys in _chunks(booklets):
        rows, params = pairs(keys, [happened_on if isinstance(happened_on, date) else happened_on[key] for key in keys])
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO quotas_movement (booklet_id, number, kind, from_account_id, to_account_id, operation_id,"  # noqa: S608
                " recorded_at, recorded_by_id, happened_on) SELECT b.id, b.moves + 1, %s, %s, %s, %s, %s, %s, d.value"
                f" FROM {rows} JOIN quotas_booklet b ON b.id = d.key",
                [*shared, *params],
            )


def _refuse(keys: Iterable[int], source: Account) -> None:
    elsewhere = Booklet.objects.filter(pk__in=keys).exclude(account=source).values_list("serial", flat=True)
    raise WrongState(f"Ces carnets ne sont pas dans « {source} » : {name_some(elsewhere)}.")


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
