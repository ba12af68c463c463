"""The indicators of article 6, read from the counts kept with each attribution: never typed, in a few queries.

Whole months come from `IndicatorCount`, whatever the number of attributions behind; the days of a month that the period
cuts come from the rows themselves. The unit is the beneficiary; each has received one booklet (10 Pass, 100 €).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from passnum.core import clock
from passnum.core.communes import communes
from passnum.core.errors import InvalidInput
from passnum.core.french import long_date
from passnum.core.scheme import booklets_to_pass
from passnum.distribution.characteristic import Characteristic
from passnum.distribution.counting import added_modality, dimension_of, keys_of
from passnum.distribution.enums import MODALITIES, UNKNOWN, Dimension, is_unknown
from passnum.distribution.margins import Margins, margins_in
from passnum.distribution.models import Attribution, IndicatorCount
from passnum.distribution.month_days import cut_days, months_between, whole_months
from passnum.distribution.scope import Scope
from passnum.partners.models import DistributionPlace

UNKNOWN_LABEL = "Non renseigné"
#: Dimensions of the characteristics that EMS added begin so.
ADDED = dimension_of("")


#: Beneficiaries by dimension and modality.
Counts = Counter[tuple[str, str]]


@dataclass(frozen=True)
class Row:
    """One modality with its number of beneficiaries."""

    code: str
    label: str
    beneficiaries: int


@dataclass(frozen=True)
class Table:
    """One characteristic: every modality, zeros included, the unknown last. Its denominator is `total`."""

    dimension: str
    label: str
    rows: list[Row]

    @property
    def total(self) -> int:
        """Beneficiaries counted, those who did not say included."""
        return sum(row.beneficiaries for row in self.rows)

    @property
    def unknown(self) -> int:
        return sum(row.beneficiaries for row in self.rows if is_unknown(row.code))

    @property
    def known(self) -> int:
        return self.total - self.unknown

    @property
    def cells(self) -> dict[str, int]:
        """Beneficiaries by modality."""
        return {row.code: row.beneficiaries for row in self.rows}


@dataclass(frozen=True)
class Indicators:
    """All that article 6 asks, for a scope and a period (both days included)."""

    first: date
    last: date
    beneficiaries: int
    tables: list[Table]
    places: list[Row]
    months: list[tuple[date, int]]
    margins: list[Margins] = field(default_factory=list)

    @property
    def booklets(self) -> int:
        """One booklet each (art. 4)."""
        return self.beneficiaries

    @property
    def passes(self) -> int:
        return booklets_to_pass(self.booklets)

    @property
    def not_over(self) -> str:
        """What is told of a period that has not ended; empty for one that has."""
        today = clock.today()
        if self.last <= today:
            return ""
        if self.first > today:
            return f"Cette période n’a pas commencé : nous sommes le {long_date(today)}."
        return f"Cette période n’est pas finie : les chiffres vont jusqu’à aujourd’hui, {long_date(today)}."

    def table(self, dimension: str) -> Table:
        return next(table for table in self.tables if table.dimension == dimension)


def read_indicators(scope: Scope, *, first: date, last: date, margins: bool = False) -> Indicators:
    """The indicators of the scope, from `first` to `last` included. Raises InvalidInput when they are out of order."""
    if last < first:
        raise InvalidInput("La période finit avant d’avoir commencé.", field="last")
    by_modality, by_place, by_month = _from_months(scope, first, last)
    for key in _from_cut_months(scope, first, last):
        _, place, month, dimension, modality = key
        by_modality[dimension, modality] += 1
        if dimension == IndicatorCount.TOTAL:
            by_place[place] += 1
            by_month[month] += 1
    return Indicators(
        first=first,
        last=last,
        beneficiaries=by_modality[IndicatorCount.TOTAL, IndicatorCount.TOTAL],
        tables=[*_own_tables(by_modality), *_added_tables(by_modality), _commune_table(by_modality)],
        places=_places(by_place),
        months=_months(by_month, first, last),
        margins=margins_in(scope, first, last) if margins else [],
    )


def cells_of(table: Table, counts: Counts) -> dict[str, int]:
    """The numbers of these counts for the rows of the table."""
    name = table.dimension
    if name.startswith(ADDED):
        name = name.rpartition(":")[0]
    return {row.code: counts[name, row.code] for row in table.rows}


def _from_months(scope: Scope, first: date, last: date) -> tuple[Counter[tuple[str, str]], Counter[int], Counter[date]]:
    by_modality: Counter[tuple[str, str]] = Counter()
    by_place: Counter[int] = Counter()
    by_month: Counter[date] = Counter()
    whole = whole_months(first, last)
    if whole is not None:
        counts = IndicatorCount.objects.filter(scope.narrow(), month__gte=whole[0], month__lte=whole[1])
        for dimension, modality, number in _summed(counts, "dimension", "modality"):
            by_modality[dimension, modality] += number
        for place, month, number in _summed(counts.filter(dimension=IndicatorCount.TOTAL), "place", "month"):
            by_place[place] += number
            by_month[month] += number
    return by_modality, by_place, by_month


def _summed(counts: QuerySet[IndicatorCount], *columns: str) -> list[tuple[Any, ...]]:
    return list(counts.order_by().values_list(*columns).annotate(number=Sum("beneficiaries")))


def _from_cut_months(scope: Scope, first: date, last: date) -> list[tuple[int, int, date, str, str]]:
    days = Q()
    for start, end in cut_days(first, last):
        days |= Q(handed_out_on__gte=start, handed_out_on__lte=end)
    return keys_of(Attribution.objects.standing().filter(scope.narrow(), days)) if days else []


def _own_tables(counts: Counter[tuple[str, str]]) -> list[Table]:
    tables = []
    for dimension in Dimension:
        labels = dict(MODALITIES[dimension].choices) | {UNKNOWN: UNKNOWN_LABEL}
        rows = [Row(code, str(label), counts[dimension, code]) for code, label in labels.items()]
        tables.append(Table(dimension, str(dimension.label), rows))
    return tables


def _added_tables(counts: Counter[tuple[str, str]]) -> list[Table]:
    """Characteristics that EMS added: each version apart, with those who were asked it as its denominator."""
    if not any(number for (name, _), number in counts.items() if name.startswith(ADDED)):
        return []
    tables: dict[str, list[tuple[Characteristic, list[Row]]]] = {}
    for asked in Characteristic.objects.order_by("code", "version").prefetch_related("choices"):
        name = dimension_of(asked.code)
        labels = {added_modality(asked, one): one.label for one in asked.choices.all()}
        labels[added_modality(asked, None)] = UNKNOWN_LABEL
        rows = [Row(code, label, counts[name, code]) for code, label in labels.items()]
        if any(row.beneficiaries for row in rows):
            tables.setdefault(name, []).append((asked, rows))
    return [
        Table(f"{name}:{asked.version}", asked.label if len(versions) == 1 else str(asked), rows)
        for name, versions in tables.items()
        for asked, rows in versions
    ]


def _commune_table(counts: Counter[tuple[str, str]]) -> Table:
    """The communes of residence that occur, the most frequent first."""
    names = communes()
    rows = [
        Row(code, names[code].name if code in names else code, number)
        for (dimension, code), number in counts.items()
        if dimension == IndicatorCount.COMMUNE and number
    ]
    return Table(
        IndicatorCount.COMMUNE, "Commune de résidence", sorted(rows, key=lambda r: (-r.beneficiaries, r.label))
    )


def _places(counts: Counter[int]) -> list[Row]:
    rows = DistributionPlace.objects.filter(pk__in=[pk for pk, number in counts.items() if number])
    found = [Row(str(row.public_id), str(row), counts[row.pk]) for row in rows]
    return sorted(found, key=lambda row: (-row.beneficiaries, row.label))


def _months(counts: Counter[date], first: date, last: date) -> list[tuple[date, int]]:
    """Every month begun of the period, those without anybody too; a month to come says nothing yet."""
    return [(month, counts[month]) for month in months_between(first, min(last, clock.today()))]
