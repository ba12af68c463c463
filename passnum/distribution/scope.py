"""Whose figures are read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from passnum.conventions.models import Convention
from passnum.partners.models import DistributionPlace, Partner


@dataclass(frozen=True)
class Scope:
    """Whose figures: a convention, a partner, a place (of either), or the whole programme when all are None."""

    partner: Partner | None = None
    convention: Convention | None = None
    place: DistributionPlace | None = None

    def narrow(self) -> Q:
        """The condition on counts and on attributions alike."""
        condition = Q()
        if self.partner is not None:
            condition &= Q(convention__partner=self.partner)
        if self.convention is not None:
            condition &= Q(convention=self.convention)
        if self.place is not None:
            condition &= Q(place=self.place)
        return condition
