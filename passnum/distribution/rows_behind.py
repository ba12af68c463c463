"""The attributions behind a figure: what an intervenant opens from a number of the indicators."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from passnum.core.errors import InvalidInput
from passnum.distribution.characteristic import Characteristic
from passnum.distribution.counting import added_modality
from passnum.distribution.enums import MODALITIES, UNKNOWN, Dimension
from passnum.distribution.models import Attribution, CharacteristicAnswer, IndicatorCount
from passnum.distribution.reading import ADDED

NOT_COUNTED = "Cette caractéristique n’est pas de celles que l’on compte."
#: A version of a characteristic, as an address writes it.
_NUMBERS = frozenset(map(str, range(1, 1000)))


def rows_behind(rows: QuerySet[Attribution], dimension: str, modality: str) -> QuerySet[Attribution]:
    """The attributions that a figure counts, among `rows`. Raises InvalidInput for a figure that nothing counts."""
    rows = rows.filter(cancelled_at__isnull=True)
    if (dimension, modality) == (IndicatorCount.TOTAL, IndicatorCount.TOTAL):
        return rows
    if dimension == IndicatorCount.COMMUNE and modality.isalnum():
        return rows.filter(commune_insee=modality)
    if dimension.startswith(ADDED):
        return _behind_added(rows, dimension.removeprefix(ADDED), modality)
    if dimension not in Dimension.values or modality not in [*MODALITIES[Dimension(dimension)].values, UNKNOWN]:
        raise InvalidInput(NOT_COUNTED, field="caracteristique")
    if dimension in (Dimension.FRENCH, Dimension.DISABILITY):
        said = Q(**{f"sensitive__{dimension}": modality})
        return rows.filter(said | Q(sensitive__isnull=True) if modality == UNKNOWN else said)
    return rows.filter(**{dimension: modality})


def _behind_added(rows: QuerySet[Attribution], characteristic: str, modality: str) -> QuerySet[Attribution]:
    """Those who gave this answer to this version of a characteristic that EMS added."""
    code, _, version = characteristic.partition(":")
    asked = Characteristic.objects.filter(code=code, version=version).first() if version in _NUMBERS else None
    choices = {added_modality(asked, one): one for one in (*asked.choices.all(), None)} if asked else {}
    if modality not in choices:
        raise InvalidInput(NOT_COUNTED, field="caracteristique")
    answers = CharacteristicAnswer.objects.filter(characteristic=asked, choice=choices[modality])
    return rows.filter(pk__in=answers.values("attribution"))
