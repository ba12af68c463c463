"""Believable aggregated figures: shares of each characteristic spread over a total, without a remainder lost."""

from __future__ import annotations

from passnum.distribution.enums import (
    AgeBand,
    Category,
    Dimension,
    Disability,
    French,
    Outcome,
    Pcs,
    Sex,
)

#: Shares in percent, in the order of each closed list.
SHARES: dict[Dimension, dict[str, int]] = {
    Dimension.CATEGORY: {Category.FREINS: 41, Category.BASES: 47, Category.RECREATIF: 12},
    Dimension.OUTCOME: {Outcome.ASSISTANCE: 34, Outcome.FORMATION: 52, Outcome.COUP_DE_POUCE: 14},
    Dimension.AGE_BAND: {
        AgeBand.MOINS_DE_26: 7,
        AgeBand.DE_26_A_44: 24,
        AgeBand.DE_45_A_59: 29,
        AgeBand.DE_60_A_74: 27,
        AgeBand.PLUS_DE_75: 11,
        AgeBand.UNKNOWN: 2,
    },
    Dimension.SEX: {Sex.FEMME: 58, Sex.HOMME: 40, Sex.UNKNOWN: 2},
    Dimension.PCS: {
        Pcs.AGRICULTEURS: 1,
        Pcs.ARTISANS: 2,
        Pcs.CADRES: 1,
        Pcs.INTERMEDIAIRES: 4,
        Pcs.EMPLOYES: 17,
        Pcs.OUVRIERS: 15,
        Pcs.RETRAITES: 29,
        Pcs.SANS_ACTIVITE: 26,
        Pcs.UNKNOWN: 5,
    },
    Dimension.FRENCH: {French.ALLOPHONE: 31, French.NON_ALLOPHONE: 65, French.UNKNOWN: 4},
    Dimension.DISABILITY: {Disability.OUI: 14, Disability.NON: 74, Disability.UNKNOWN: 12},
}


def spread(total: int) -> dict[Dimension, dict[str, int]]:
    """Counts of persons whose sum is `total` for every characteristic (largest remainders)."""
    return {dimension: _spread(total, shares) for dimension, shares in SHARES.items()}


def _spread(total: int, shares: dict[str, int]) -> dict[str, int]:
    exact = {str(code): total * share / 100 for code, share in shares.items()}
    counts = {code: int(value) for code, value in exact.items()}
    left = total - sum(counts.values())
    for code in sorted(exact, key=lambda code: counts[code] - exact[code])[:left]:
        counts[code] += 1
    return counts
