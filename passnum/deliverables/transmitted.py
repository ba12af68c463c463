"""What EMS knows of the figures that a partner declared: those of a transmitted dossier, never of a draft (art. 6)."""

from __future__ import annotations

import json
from datetime import date

from passnum.deliverables.enums import DeliverableKind
from passnum.deliverables.models import Submission
from passnum.distribution.reading import Margins
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
    rows = rows.select_related("deliverable__period__convention__partner")
    latest = {row.deliverable_id: row for row in rows.order_by("deliverable__period__year", "deliverable", "number")}
    return [_margins(row) for row in latest.values() if json.loads(row.content)["typed_by_hand"]]


def _margins(row: Submission) -> Margins:
    period, content = row.deliverable.period, json.loads(row.content)
    name = period.convention.partner.name
    return Margins(name, period.year, content["booklets_handed_out"], content["beneficiaries"])
