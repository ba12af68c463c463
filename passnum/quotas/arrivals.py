"""Since when a booklet is where it is: a hand-out taken back never left, so its cancellation is no arrival."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from passnum.core.bulk_rows import among
from passnum.quotas.enums import OperationKind
from passnum.quotas.models import Movement


def arrived_on(booklet: int) -> date:
    """The day the booklet (primary key) reached the account that holds it."""
    last = Movement.objects.filter(booklet=booklet, number=F("booklet__moves")).values_list("kind", "happened_on").get()
    return before_cancellation([booklet])[booklet] if last[0] == OperationKind.ANNULATION else last[1]


def before_cancellation(booklets: Iterable[int]) -> dict[int, date]:
    """The same for those (primary keys) whose last movement cancels a hand-out: when they had really come there."""
    keys = list(booklets)
    if not keys:
        return {}
    rows = Movement.objects.filter(booklet__in=among(keys), to_account=F("booklet__account"))
    came = rows.exclude(kind=OperationKind.ANNULATION).order_by("number")
    return dict(came.values_list("booklet_id", "happened_on"))
