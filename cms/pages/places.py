"""Where Pass are handed out today: the public list, searched by commune or postal code."""

from __future__ import annotations

from itertools import groupby

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import QuerySet

from passnum.conventions.models import Convention
from passnum.core.communes import Commune, fold, matches, search
from passnum.partners.models import DistributionPlace

PER_PAGE = 40


def open_places() -> QuerySet[DistributionPlace]:
    """Places open to distribution, of active partners whose convention is in force: others may not give Pass."""
    return DistributionPlace.objects.filter(
        is_active=True, partner__is_active=True, partner__in=Convention.objects.in_force().values("partner")
    ).select_related("partner")


class PlaceSearch:
    """What the public typed, and the places found, by commune then by name."""

    def __init__(self, words: str, page: str = "1") -> None:
        self.words = words.strip()[:80]
        rows = sorted(open_places(), key=lambda row: (fold(row.commune_name), fold(row.name)))
        self.known_communes = sorted({row.commune_name for row in rows}, key=fold)
        found = [row for row in rows if matches(self.words, name=row.commune_name, postal_code=row.postal_code)]
        self.count = len(found)
        self.page: ListPage[DistributionPlace] = Paginator(found, PER_PAGE).get_page(page)

    @property
    def communes(self) -> list[tuple[str, list[DistributionPlace]]]:
        """The places of this page under the name of their commune."""
        return [(name, list(rows)) for name, rows in groupby(self.page, key=lambda row: row.commune_name)]

    @property
    def recognised(self) -> list[Commune]:
        """The communes of the territory that the words designate; several share a postal code."""
        return search(self.words) if self.words else []
