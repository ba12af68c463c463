"""Counting attributions into the indicators of their place and month, in the transaction that changes them (art. 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import F

from passnum.distribution.attribution import Attribution, IndicatorCount
from passnum.distribution.draft import CharacteristicAnswer
from passnum.distribution.enums import Dimension

#: Convention, place, month, dimension, modality.
Key = tuple[int, int, date, str, str]
_OWN = (Dimension.CATEGORY, Dimension.OUTCOME, Dimension.AGE_BAND, Dimension.SEX, Dimension.PCS)
_SENSITIVE = (Dimension.FRENCH, Dimension.DISABILITY)
UNKNOWN = "nr"


def count_in(attributions: Iterable[Attribution], *, sign: int = 1) -> None:
    """Add these attributions to the counts (or take them off with `sign=-1`), as the database holds them now."""
    ids = [row.pk for row in attributions]
    rows = Attribution.objects.filter(pk__in=ids).select_related("sensitive")
    changes = Counter(key for row in rows for key in _keys(row))
    answers = CharacteristicAnswer.objects.filter(attribution__in=ids).select_related(
        "attribution", "characteristic", "choice"
    )
    changes.update(_added_key(answer) for answer in answers)
    if changes:
        _apply(changes, sign)


def dimension_of(code: str) -> str:
    """The dimension under which an added characteristic is counted."""
    return f"carac:{code}"


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
    modality = f"{asked.version}:{answer.choice.number}" if answer.choice else UNKNOWN
    month = row.handed_out_on.replace(day=1)
    return (row.convention_id, row.place_id, month, dimension_of(asked.code), modality)


def _apply(changes: Counter[Key], sign: int) -> None:
    """Three queries or so, whatever their number: the counts there are, the missing ones, one change by size."""
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
    by_size: dict[int, list[int]] = {}
    for key, size in changes.items():
        by_size.setdefault(size, []).append(ids[key])
    for size, pks in sorted(by_size.items()):
        IndicatorCount.objects.filter(pk__in=pks).update(beneficiaries=F("beneficiaries") + sign * size)
