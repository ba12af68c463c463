"""Attributions written by the set: the ledger moves, the rows are made, the indicators counted once at the end."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import repeat
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from passnum.conventions.models import Convention
from passnum.core import clock, journal
from passnum.core.bulk_rows import among, insert_rows
from passnum.core.french import counted
from passnum.distribution.attribution import PCS_LIST
from passnum.distribution.counting import Key, add_counts
from passnum.distribution.enums import Dimension
from passnum.distribution.models import Attribution, CharacteristicAnswer, IndicatorCount, SensitiveProfile
from passnum.partners.models import Partner, User
from passnum.partners.permissions import author_for
from passnum.quotas.enums import AccountKind, OperationKind
from passnum.quotas.models import Account
from passnum.quotas.services import hold, move, partner_account, place_stock

if TYPE_CHECKING:
    from passnum.exchange.formats.attribution_session import Resolved

#: Columns of an attribution, in the order in which `_values` gives them.
_COLUMNS = (
    "public_id",
    "convention",
    "place",
    "booklet",
    "intervenant",
    "handed_out_on",
    "recorded_at",
    "commune_insee",
    "category",
    "outcome",
    "age_band",
    "sex",
    "pcs",
    "pcs_list",
    "first_booklet",
    "notice_read",
    "objection",
    "imported",
    "proposed_outcome",
    "notice_language",
    "cancel_reason",
)
#: What the closed lists of a row are counted by, in the order of its columns.
_DIMENSIONS = tuple(str(one) for one in Dimension)


class AttributionWriter:
    """Writes inside the caller's transaction, set after set."""

    def __init__(self, actor: User, partner: Partner) -> None:
        self._actor, self._partner = actor, partner
        self._counts: Counter[Key] = Counter()
        self._by_convention: Counter[int] = Counter()
        self._held = False
        self._now = timezone.now()

    def hold(self) -> bool:
        """Hold the partner's places and what it handed out, until the end: in the order of a single hand-out.

        False where they are held already.
        """
        if self._held:
            return False
        self._gone = partner_account(AccountKind.REMIS, self._partner)
        hold(self._gone, *Account.objects.filter(partner=self._partner, kind=AccountKind.LIEU))
        self._held = True
        return True

    def write(self, rows: Sequence[Resolved]) -> None:
        """Hand these booklets out: movements, attributions, profiles."""
        by_place: dict[int, list[Resolved]] = defaultdict(list)
        for row in rows:
            by_place[row.place.pk].append(row)
        for some in by_place.values():
            move(
                booklets=[row.booklet.pk for row in some],
                source=place_stock(some[0].place),
                target=self._gone,
                kind=OperationKind.REMISE,
                happened_on={row.booklet.pk: row.day for row in some},
                by=self._actor,
            )
        insert_rows(Attribution, _COLUMNS, (_values(row, self._now) for row in rows))
        keys = [row.booklet.pk for row in rows]
        made = dict(Attribution.objects.standing().filter(booklet__in=among(keys)).values_list("booklet", "pk"))
        profiles = ((made[row.booklet.pk], *row.profile[5:]) for row in rows if not row.objection)
        insert_rows(SensitiveProfile, ("attribution", "french", "disability"), profiles)
        added = ((made[row.booklet.pk], one.characteristic, one.choice) for row in rows for one in row.added)
        insert_rows(CharacteristicAnswer, ("attribution", "characteristic", "choice"), added)
        self._by_convention.update(row.convention for row in rows)
        self._count(rows)

    def _count(self, rows: Sequence[Resolved]) -> None:
        """Every count that the rows enter, once each; one dimension after the other, which is quicker than by row."""
        where = [(row.convention, row.place.pk, row.day.replace(day=1)) for row in rows]
        values: dict[str, Iterable[str]] = {
            IndicatorCount.TOTAL: repeat(IndicatorCount.TOTAL),
            IndicatorCount.COMMUNE: (row.commune for row in rows),
        }
        values |= dict(zip(_DIMENSIONS, zip(*(row.profile for row in rows), strict=True), strict=True))
        for dimension, modalities in values.items():
            found = Counter(zip(where, modalities, strict=False))
            self._counts.update({(*here, dimension, modality): number for (here, modality), number in found.items()})
        self._counts.update(
            (*here, one.dimension, one.modality) for here, row in zip(where, rows, strict=True) for one in row.added
        )

    def finish(self) -> None:
        """Count, and tell the journal of each convention how many were brought in."""
        add_counts(self._counts)
        conventions = Convention.objects.in_bulk(self._by_convention)
        for pk, number in sorted(self._by_convention.items()):
            convention = conventions[pk]
            journal.record(
                chain=str(convention.public_id),
                author=author_for(self._actor, convention.partner, clock.today()),
                act="importer des attributions",
                subject=journal.Subject("convention", convention.public_id),
                to_state=counted(number, "attribution"),
            )


def _values(row: Resolved, now: datetime) -> tuple[Any, ...]:
    """One attribution, in the order of `_COLUMNS`."""
    return (
        uuid.uuid4(),
        row.convention,
        row.place.pk,
        row.booklet.pk,
        row.user,
        row.day,
        now,
        row.commune,
        *row.profile[:5],
        PCS_LIST,
        # A table of the past says nothing of what was declared.
        False,
        True,
        row.objection,
        True,
        "",
        "",
        "",
    )
