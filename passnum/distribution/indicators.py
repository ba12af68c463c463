"""Checking the sums of aggregated figures: pure functions of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from passnum.core import scheme
from passnum.distribution.enums import MODALITIES, Dimension

#: Counts by dimension and modality code.
Counts = Mapping[Dimension, Mapping[str, int]]


@dataclass(frozen=True)
class Difference:
    """A dimension whose modalities do not add up to the total of beneficiaries."""

    dimension: Dimension
    total: int
    counted: int

    @property
    def gap(self) -> int:
        """Counted minus total: positive when too many are counted."""
        return self.counted - self.total

    @property
    def message(self) -> str:
        """The difference in words, with what can be done."""
        many = abs(self.gap)
        people = "personne" if many == 1 else "personnes"
        what = f"{many} {people} de trop" if self.gap > 0 else f"il manque {many} {people}"
        hint = (
            ""
            if self.gap > 0 or "nr" not in MODALITIES[self.dimension].values
            else (" Comptez les inconnues dans « Non renseigné ».")
        )
        return f"{self.dimension.label} : {self.counted} comptées pour {self.total} bénéficiaires, {what}.{hint}"


def differences(total: int, counts: Counts) -> list[Difference]:
    """The dimensions whose sum differs from the total of beneficiaries (persons)."""
    found = []
    for dimension in Dimension:
        counted = sum(counts.get(dimension, {}).values())
        if counted != total:
            found.append(Difference(dimension, total, counted))
    return found


def booklet_warning(booklets: int, beneficiaries: int) -> str | None:
    """Each beneficiary receives one booklet (art. 4): says when the two figures disagree, and how."""
    if booklets == beneficiaries:
        return None
    if booklets == scheme.booklets_to_pass(beneficiaries):
        return (
            f"{booklets} semble compté en Pass : un carnet contient {scheme.PASS_PER_BOOKLET} Pass. "
            f"Indiquez {beneficiaries} carnets."
        )
    return (
        f"{booklets} carnets remis pour {beneficiaries} bénéficiaires : "
        "chaque personne reçoit un carnet (art. 4), les deux nombres doivent être égaux."
    )
