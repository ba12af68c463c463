"""Recording a partner's aggregated figures."""

from __future__ import annotations

from django.db import transaction

from passnum.conventions.models import Convention
from passnum.distribution.enums import MODALITIES, Dimension
from passnum.distribution.indicators import Counts
from passnum.distribution.models import AggregatedCount, AggregatedFigures


@transaction.atomic
def save_figures(
    *,
    convention: Convention,
    year: int,
    booklets_handed_out: int,
    beneficiaries: int,
    counts: Counts,
    typed_by_hand: bool = True,
) -> AggregatedFigures:
    """Replace the totals and margins of one exercice. The caller (a deliverable's draft) has checked its actor.

    `typed_by_hand` is False when they are those of the register, to the last one.
    """
    figures, _ = AggregatedFigures.objects.select_for_update().get_or_create(convention=convention, year=year)
    figures.booklets_handed_out = booklets_handed_out
    figures.beneficiaries = beneficiaries
    figures.typed_by_hand = typed_by_hand
    figures.full_clean(validate_unique=False)
    figures.save()
    figures.counts.all().delete()
    AggregatedCount.objects.bulk_create(
        AggregatedCount(figures=figures, dimension=dimension, modality=modality, beneficiaries=number)
        for dimension in Dimension
        for modality, number in counts.get(dimension, {}).items()
        if modality in MODALITIES[dimension].values and number
    )
    return figures


def read_counts(figures: AggregatedFigures | None) -> dict[Dimension, dict[str, int]]:
    """Every modality of every dimension with its number of beneficiaries, zeros included."""
    counts = {dimension: dict.fromkeys(MODALITIES[dimension].values, 0) for dimension in Dimension}
    if figures is not None:
        for row in figures.counts.all():
            counts[Dimension(row.dimension)][row.modality] = row.beneficiaries
    return counts
