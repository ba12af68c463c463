"""Where Pass are handed out today: the public list, searched by commune or postal code."""

from __future__ import annotations

from itertools import groupby

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import QuerySet

from passnum.conventions.models import Convention
from passnum.core.communes import Commune, fold, matches, search
from passnum.network.distances import centre_of, distance_km
from passnum.network.telling import distance_in_words
from passnum.partners.models import DistributionPlace

PER_PAGE = 40
NEAREST_SHOWN = 3


def open_places() -> QuerySet[DistributionPlace]:
    """Places open to distribution, of active partners whose convention is in force: others may not give Pass."""
    return DistributionPlace.objects.filter(
        is_active=True, partner__is_active=True, partner__in=Convention.objects.in_force().values("partner")
    ).select_related("partner")


class PlaceSearch:
    """What the public typed, and the places found, by commune then by name."""

    def __init__(self, words: str, page: str = "1") -> None:
        self.words = words.strip()[:80]
        self._open = sorted(open_places(), key=lambda row: (fold(row.commune_name), fold(row.name)))
        self.known_communes = sorted({row.commune_name for row in self._open}, key=fold)
        found = [row for row in self._open if matches(self.words, name=row.commune_name, postal_code=row.postal_code)]
        self.count = len(found)
        self.page: ListPage[DistributionPlace] = Paginator(found, PER_PAGE).get_page(page)

    @property
    def communes(self) -> list[tuple[str, list[DistributionPlace]]]:
        """The places of this page under the name of their commune."""
        return [(name, list(rows)) for name, rows in groupby(self.page, key=lambda row: row.commune_name)]

    @property
    def nearest(self) -> list[tuple[DistributionPlace, str]]:
        """When the commune asked for has no place: the nearest ones, with their distance in words."""
        if self.count or len(self.recognised) != 1 or (here := centre_of(self.recognised[0].insee)) is None:
            return []
        measured = [(row, distance_km(here, there)) for row in self._open if (there := centre_of(row.commune_insee))]
        near = sorted(measured, key=lambda one: one[1])[:NEAREST_SHOWN]
        return [(row, distance_in_words(kilometres)) for row, kilometres in near]

    @property
    def recognised(self) -> list[Commune]:
        """The communes of the territory that the words designate; several share a postal code."""
        return search(self.words) if self.words else []
