"""Times the indicators of a partner's year in the database at hand, and the same counted from the rows; prints JSON."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from datetime import date

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from passnum.distribution.enums import Dimension  # noqa: E402
from passnum.distribution.models import Attribution  # noqa: E402
from passnum.distribution.reading import read_indicators  # noqa: E402
from passnum.distribution.scope import Scope  # noqa: E402
from passnum.partners.models import Partner  # noqa: E402

FIRST, LAST = date(2022, 1, 1), date(2022, 12, 31)
COLUMNS = [
    *(str(one) for one in Dimension if one not in (Dimension.FRENCH, Dimension.DISABILITY)),
    "sensitive__french",
    "sensitive__disability",
    "commune_insee",
    "place",
]


def median_ms(act: Callable[[], object], times: int) -> float:
    """Median duration of `act`, in milliseconds."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        spent.append(1000 * (time.perf_counter() - start))
    return statistics.median(spent)


def main() -> None:
    partner = Partner.objects.order_by("pk")[0]

    def counted() -> object:
        return read_indicators(Scope(partner=partner), first=FIRST, last=LAST, margins=True)

    def from_rows() -> object:
        rows = Attribution.objects.standing().filter(
            convention__partner=partner, handed_out_on__gte=FIRST, handed_out_on__lte=LAST
        )
        return [list(rows.order_by().values_list(column).annotate(n=Count("pk"))) for column in COLUMNS]

    with CaptureQueriesContext(connection) as queries:
        counted()
    figures = {
        "indicators_ms": median_ms(counted, 21),
        "rows_ms": median_ms(from_rows, 3),
        "queries": len(queries),
        "attributions": Attribution.objects.count(),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
