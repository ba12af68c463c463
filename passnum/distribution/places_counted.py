"""The counts of every place of the programme: for one period, or for several that do not meet, in the same queries."""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Case, IntegerField, Q, Sum, Value, When

from passnum.distribution.counting import dated_keys_of
from passnum.distribution.models import Attribution, IndicatorCount
from passnum.distribution.month_days import cut_days, whole_months
from passnum.distribution.reading import Counts
from passnum.partners.models import DistributionPlace

#: First and last day, both included.
Period = tuple[date, date]
Places = dict[DistributionPlace, Counts]


def read_places(first: date, last: date) -> Places:
    """The counts of every place in the period, by dimension and modality."""
    return read_places_of([(first, last)])[0]


def read_places_of(periods: Sequence[Period]) -> list[Places]:
    """The counts of every place in each of these periods, which are in order and do not meet."""
    found: list[dict[int, Counts]] = [defaultdict(Counter) for _ in periods]
    for at, place, dimension, modality, number in (*_from_months(periods), *_from_cut_months(periods)):
        found[at][place][dimension, modality] += number
    places = DistributionPlace.objects.select_related("partner").in_bulk({pk for one in found for pk in one})
    return [{places[pk]: counts for pk, counts in one.items()} for one in found]


def _from_months(periods: Sequence[Period]) -> Iterator[tuple[int, int, str, str, int]]:
    whole = {at: months for at, period in enumerate(periods) if (months := whole_months(*period)) is not None}
    if not whole:
        return
    period = Case(
        *(When(month__gte=first, month__lte=last, then=Value(at)) for at, (first, last) in whole.items()),
        output_field=IntegerField(),
    )
    rows = IndicatorCount.objects.annotate(period=period).filter(period__isnull=False).order_by()
    yield from rows.values_list("period", "place", "dimension", "modality").annotate(number=Sum("beneficiaries"))


def _from_cut_months(periods: Sequence[Period]) -> Iterator[tuple[int, int, str, str, int]]:
    days, starts = Q(), [first for first, _ in periods]
    for period in periods:
        for start, end in cut_days(*period):
            days |= Q(handed_out_on__gte=start, handed_out_on__lte=end)
    for day, (_, place, _, dimension, modality) in (
        dated_keys_of(Attribution.objects.standing().filter(days)) if days else ()
    ):
        yield bisect(starts, day) - 1, place, dimension, modality, 1
