"""Counting attributions into the indicators of their place and month, in the transaction that changes them (art. 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Coalesce, TruncMonth

from passnum.core.bulk_rows import change_rows
from passnum.distribution.attribution import Attribution, IndicatorCount
from passnum.distribution.characteristic import Characteristic, CharacteristicChoice
from passnum.distribution.draft import CharacteristicAnswer
from passnum.distribution.enums import UNKNOWN, Dimension

#: Convention, place, month, dimension, modality.
Key = tuple[int, int, date, str, str]
_OWN = (Dimension.CATEGORY, Dimension.OUTCOME, Dimension.AGE_BAND, Dimension.SEX, Dimension.PCS)
_SENSITIVE = (Dimension.FRENCH, Dimension.DISABILITY)


def count_in(attributions: Iterable[Attribution], *, sign: int = 1) -> None:
    """Add these attributions to the counts (or take them off with `sign=-1`), as the database holds them now."""
    changes = Counter(keys_of(Attribution.objects.filter(pk__in=[row.pk for row in attributions])))
    if changes:
        _apply(changes, sign)


@contextmanager
def counted_anew(attribution: Attribution) -> Iterator[None]:
    """What changes of this attribution meanwhile is taken off the counts and added to them at once.

    One after the other would hold some counts while waiting for others: two changes would block each other.
    """
    rows = Attribution.objects.filter(pk=attribution.pk)
    changes = Counter({key: -number for key, number in Counter(keys_of(rows)).items()})
    yield
    changes.update(keys_of(rows))
    _apply(Counter({key: number for key, number in changes.items() if number}), 1)


def keys_of(rows: QuerySet[Attribution]) -> list[Key]:
    """Every count that these attributions enter, once each."""
    return [key for _, key in dated_keys_of(rows)]


def dated_keys_of(rows: QuerySet[Attribution]) -> list[tuple[date, Key]]:
    """The same, each with the day of its attribution."""
    keys = [(row.handed_out_on, key) for row in rows.select_related("sensitive") for key in _keys(row)]
    answers = CharacteristicAnswer.objects.filter(attribution__in=rows).select_related(
        "attribution", "characteristic", "choice"
    )
    return keys + [(answer.attribution.handed_out_on, _added_key(answer)) for answer in answers]


def miscounts() -> Iterator[str]:
    """Counts that do not agree with the attributions themselves, in words: the whole register is read again."""
    columns = ("convention_id", "place_id", "month", "dimension", "modality")
    kept = {tuple(key): number for *key, number in IndicatorCount.objects.values_list(*columns, "beneficiaries")}
    counted, forgotten = _counted_anew(), set(_without_profiles())
    for key in sorted(kept.keys() | counted.keys()):
        told_by_profiles = key[3] not in (IndicatorCount.TOTAL, IndicatorCount.COMMUNE)
        if kept.get(key, 0) != counted[key] and not (told_by_profiles and key[0] in forgotten):
            place, month, dimension, modality = key[1:]
            yield f"lieu {place}, {month:%m/%Y}, {dimension} {modality} : {kept.get(key, 0)} pour {counted[key]}."


def _without_profiles() -> QuerySet[Attribution, int]:
    """Conventions whose profiles are no longer kept: their counts can only be compared in number and residence."""
    rows = Attribution.objects.filter(forgotten_at__isnull=False).order_by()
    return rows.values_list("convention_id", flat=True).distinct()


def _counted_anew() -> Counter[Key]:
    """The counts as the rows give them, one grouping by dimension: for any number of rows the same few queries."""
    counted: Counter[Key] = Counter()
    standing = Attribution.objects.standing().order_by().annotate(month=TruncMonth("handed_out_on"))
    columns: dict[str, Any] = {
        IndicatorCount.TOTAL: Value(IndicatorCount.TOTAL),
        IndicatorCount.COMMUNE: F("commune_insee"),
    }
    columns |= {str(name): F(name) for name in _OWN}
    columns |= {str(name): Coalesce(F(f"sensitive__{name}"), Value(UNKNOWN)) for name in _SENSITIVE}
    for name, column in columns.items():
        groups = standing.annotate(modality=column).values_list("convention_id", "place_id", "month", "modality")
        for convention, place, month, modality, number in groups.annotate(number=Count("pk")):
            counted[convention, place, month, name, modality] += number
    answers = CharacteristicAnswer.objects.filter(attribution__cancelled_at=None)
    for answer in answers.select_related("attribution", "characteristic", "choice").iterator(chunk_size=2000):
        counted[_added_key(answer)] += 1
    return counted


@transaction.atomic
def recount() -> int:
    """Make the counts anew from the attributions, after a loading in bulk. Returns the number of counts.

    Those of conventions whose profiles are no longer kept stay: nothing else says what they say.
    """
    columns = ("convention_id", "place_id", "month", "dimension", "modality")
    forgotten = set(_without_profiles())
    counted = {key: number for key, number in _counted_anew().items() if key[0] not in forgotten}
    IndicatorCount.objects.exclude(convention__in=forgotten).delete()
    IndicatorCount.objects.bulk_create(
        (
            IndicatorCount(**dict(zip(columns, key, strict=True)), beneficiaries=number)
            for key, number in sorted(counted.items())
        ),
        batch_size=5000,
    )
    return len(counted)


def dimension_of(code: str) -> str:
    """The dimension under which an added characteristic is counted."""
    return f"carac:{code}"


def added_modality(asked: Characteristic, choice: CharacteristicChoice | None) -> str:
    """The modality under which an answer to an added characteristic is counted: each belongs to one version.

    So does « ne souhaite pas répondre »: it is a part of those who were asked that version.
    """
    return f"{asked.version}:{choice.number if choice else UNKNOWN}"


def add_counts(changes: Counter[Key]) -> None:
    """Add counts made while attributions were written in bulk."""
    if changes:
        _apply(changes, 1)


def _keys(row: Attribution) -> Iterator[Key]:
    sensitive = getattr(row, "sensitive", None)
    where = (row.convention_id, row.place_id, row.handed_out_on.replace(day=1))
    yield (*where, IndicatorCount.TOTAL, IndicatorCount.TOTAL)
    yield (*where, IndicatorCount.COMMUNE, row.commune_insee)
    for name in _OWN:
        yield (*where, str(name), getattr(row, name))
    for name in _SENSITIVE:
        yield (*where, str(name), getattr(sensitive, name) if sensitive else UNKNOWN)


def _added_key(answer: CharacteristicAnswer) -> Key:
    row, asked = answer.attribution, answer.characteristic
    month = row.handed_out_on.replace(day=1)
    return (row.convention_id, row.place_id, month, dimension_of(asked.code), added_modality(asked, answer.choice))


def _apply(changes: Counter[Key], sign: int) -> None:
    """Four statements, whatever their number: the counts there are, the missing ones, their keys, the changes.

    In one order for all: of those who change the same counts at once, none waits for who waits for it. A transaction
    comes here once.
    """
    columns = ("convention_id", "place_id", "month", "dimension", "modality")
    near = IndicatorCount.objects.filter(
        convention_id__in={key[0] for key in changes},
        place_id__in={key[1] for key in changes},
        month__in={key[2] for key in changes},
    )
    known = {tuple(values) for values in near.values_list(*columns)}
    missing = sorted(key for key in changes if key not in known)
    IndicatorCount.objects.bulk_create(
        [IndicatorCount(**dict(zip(columns, key, strict=True))) for key in missing], ignore_conflicts=True
    )
    ids = {tuple(values): pk for pk, *values in near.values_list("pk", *columns)}
    change_rows(IndicatorCount, "beneficiaries", sorted((ids[key], sign * size) for key, size in changes.items()))
