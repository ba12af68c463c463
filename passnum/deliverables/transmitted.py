"""What EMS knows of the figures that a partner declared: those of a transmitted dossier, never of a draft (art. 6)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from passnum.conventions.models import Convention
from passnum.deliverables.enums import DeliverableKind
from passnum.deliverables.models import Submission
from passnum.distribution.margins import Margins
from passnum.partners.models import Partner, User


def transmitted_margins(actor: User, *, first: date, last: date, partner: Partner | None = None) -> list[Margins]:
    """The totals declared without a register for the periods that lie in these days, as last transmitted."""
    rows = Submission.objects.visible_to(actor).filter(
        deliverable__kind=DeliverableKind.INDICATORS,
        deliverable__period__first_day__gte=first,
        deliverable__period__last_day__lte=last,
        dossiers__transmitted_at__isnull=False,
    )
    if partner is not None:
        rows = rows.filter(deliverable__period__convention__partner=partner)
    return [_margins(row) for row in _latest(rows) if json.loads(row.content)["typed_by_hand"]]


def transmitted_totals(conventions: Iterable[Convention]) -> dict[tuple[int, int], Margins]:
    """The totals of the reports of indicators, counted or declared, as last transmitted: by convention and exercice."""
    rows = Submission.objects.filter(
        deliverable__kind=DeliverableKind.INDICATORS,
        deliverable__period__convention__in=conventions,
        dossiers__transmitted_at__isnull=False,
    )
    periods = [(row.deliverable.period, row) for row in _latest(rows)]
    return {(period.convention_id, period.year): _margins(row) for period, row in periods}


def _latest(rows: QuerySet[Submission]) -> list[Submission]:
    """The last of each deliverable, in the order of the exercices."""
    rows = rows.select_related("deliverable__period__convention__partner")
    ordered = rows.order_by("deliverable__period__year", "deliverable", "number")
    return list({row.deliverable_id: row for row in ordered}.values())


def _margins(row: Submission) -> Margins:
    period, content = row.deliverable.period, json.loads(row.content)
    name = period.convention.partner.name
    return Margins(name, period.year, content["booklets_handed_out"], content["beneficiaries"])
