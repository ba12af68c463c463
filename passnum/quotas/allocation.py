"""Sharing a number of booklets between partners: keys side by side, exact to the booklet. Pure functions.

The sum of a column is always the total: what the division leaves goes to the largest remainders (Hamilton's method).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from passnum.core.french import counted

_WHOLE = 100


class Key(StrEnum):
    """By what the booklets are shared, beyond the fixed share."""

    EQUAL = "egalite"
    PERSONS = "personnes"
    PUBLIC = "public"
    HAND_OUTS = "remises"
    CURRENT = "actuel"


LABELS = {
    Key.EQUAL: "À parts égales",
    Key.PERSONS: "Personnes accueillies par an",
    Key.PUBLIC: "Type de public",
    Key.HAND_OUTS: "Carnets remis l’an dernier",
    Key.CURRENT: "Proportion des quotas actuels",
}


@dataclass(frozen=True)
class Candidate:
    """One partner: its figure for each key; None or absent where it is not known."""

    name: str
    figures: Mapping[Key, int | None]
    #: A proposal goes no lower: booklets delivered already, or shared out between its places.
    floor: int = 0


@dataclass(frozen=True)
class Column:
    """One key: booklets per partner in the order of the candidates, or None with who has no figure."""

    key: Key
    label: str
    method: str
    shares: list[int] | None
    missing: tuple[str, ...] = ()


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole parts proportional to the weights (all equal when they are all zero); the sum is `total`.

    What is left goes to the largest remainders, the first of equals first. Raises ValueError for a negative number,
    or for nobody to share between.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("no negative number is shared")
    if not weights:
        if total:
            raise ValueError("nobody to share between")
        return []
    parts = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(parts)
    shares = [total * part // whole for part in parts]
    order = sorted(range(len(parts)), key=lambda rank: (-(total * parts[rank] % whole), rank))
    for rank in order[: total - sum(shares)]:
        shares[rank] += 1
    return shares


def apportion_above(total: int, weights: Sequence[int], floors: Sequence[int]) -> list[int]:
    """`apportion`, but nobody gets less than his floor; what that takes is taken from the others.

    Raises ValueError when the floors alone pass the total.
    """
    if sum(floors) > total:
        raise ValueError("the floors pass the total")
    held: set[int] = set()
    while True:
        free = [rank for rank in range(len(weights)) if rank not in held]
        left = total - sum(floors[rank] for rank in held)
        shares = list(floors)
        if free:
            for rank, share in zip(free, apportion(left, [weights[rank] for rank in free]), strict=True):
                shares[rank] = share
        elif left:
            # Everybody is at the floor: what is left is shared by the key.
            extra = apportion(left, weights)
            return [floor + more for floor, more in zip(floors, extra, strict=True)]
        below = {rank for rank in free if shares[rank] < floors[rank]}
        if not below:
            return shares
        held |= below


def compare(total: int, fixed_percent: int, candidates: Sequence[Candidate]) -> list[Column]:
    """Every key side by side: `fixed_percent` % of the total in equal parts, the rest by the key.

    A key of which a partner has no figure gives no column of shares: an unknown is not guessed.
    Raises ValueError for a share out of 0–100, or a total below the floors.
    """
    if not 0 <= fixed_percent <= _WHOLE:
        raise ValueError("a share goes from 0 to 100 %")
    return [_column(key, total, fixed_percent, candidates) for key in Key]


def _column(key: Key, total: int, fixed_percent: int, candidates: Sequence[Candidate]) -> Column:
    figures = [1 if key is Key.EQUAL else candidate.figures.get(key) for candidate in candidates]
    missing = tuple(candidate.name for candidate, figure in zip(candidates, figures, strict=True) if figure is None)
    known = [figure for figure in figures if figure is not None]
    if missing or not any(known):
        return Column(key, LABELS[key], _method(key, 0, total), None, missing)
    fixed = total * fixed_percent // _WHOLE if key is not Key.EQUAL else 0
    # One apportionment of both shares together: the equal share and the key, in the same whole numbers.
    whole, number = sum(known), len(known)
    weights = [fixed * whole + (total - fixed) * figure * number for figure in known]
    shares = apportion_above(total, weights, [candidate.floor for candidate in candidates])
    return Column(key, LABELS[key], _method(key, fixed, total), shares)


def _method(key: Key, fixed: int, total: int) -> str:
    label = LABELS[key].lower()
    if key is Key.EQUAL:
        return "Le même nombre pour chaque structure."
    if not fixed:
        return f"En proportion : {label}."
    equally = counted(fixed, "carnet réparti", "carnets répartis")
    return f"{equally} à parts égales, {counted(total - fixed, 'carnet')} en proportion : {label}."
