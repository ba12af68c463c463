"""The lines of each table taken out, one after the other in the columns of its import: what the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from passnum.core.communes import communes
from passnum.deliverables.drafts import IndicatorsDraft, read_draft
from passnum.deliverables.enums import DeliverableKind
from passnum.deliverables.models import Deliverable
from passnum.distribution.enums import MODALITIES
from passnum.distribution.models import Attribution
from passnum.exchange.enums import Kind
from passnum.exchange.formats.margins import TOTAL, TOTALS
from passnum.network.models import MediationPlace
from passnum.network.standard import cells_of
from passnum.partners.models import Partner, User
from passnum.quotas.enums import OperationKind
from passnum.quotas.ledger import Operation
from passnum.quotas.models import Booklet, Quota
from passnum.quotas.serials import ranges_of
from passnum.quotas.told_revisions import recorded

Line = list[Any]


def _attributions(actor: User, partner: Partner | None) -> Iterator[Line]:
    rows = Attribution.objects.visible_to(actor).standing().filter(convention__partner=partner)
    names = {one.insee: one.name for one in communes().values()}
    for row in rows.select_related("booklet", "place", "intervenant").order_by("handed_out_on", "pk").iterator():
        yield [
            row.booklet.serial,
            _day(row.handed_out_on),
            row.place.name,
            str(row.intervenant or ""),
            names.get(row.commune_insee, row.commune_insee),
            row.category,
            "" if row.objection else row.outcome,
            row.age_band,
            row.sex,
            row.pcs,
            "oui" if row.notice_read else "non",
            "oui" if row.objection else "non",
        ]


def _ranges(actor: User, _partner: Partner | None) -> Iterator[Line]:
    """What the operator delivered, reception by reception."""
    acts = Operation.objects.visible_to(actor).filter(kind=OperationKind.RECEPTION)
    for act in acts.order_by("happened_on", "pk").iterator():
        booklets = Booklet.objects.filter(movements__operation=act).order_by("expires_on", "serial")
        by_expiry: dict[date | None, list[str]] = {}
        for serial, expires_on in booklets.values_list("serial", "expires_on"):
            by_expiry.setdefault(expires_on, []).append(serial)
        for expires_on, serials in by_expiry.items():
            for first, last in ranges_of(serials):
                yield [first, last, _day(act.happened_on), _day(expires_on), act.note]


def _quotas(actor: User, _partner: Partner | None) -> Iterator[Line]:
    rows = Quota.objects.visible_to(actor).select_related("convention").prefetch_related("revisions")
    for row in rows.order_by("year", "convention__reference"):
        told = recorded(row)
        yield [
            row.convention.reference,
            row.year,
            row.booklets,
            row.basis,
            row.basis_figure,
            row.basis_source,
            _day(row.launch_meeting_on),
            row.received_booklets,
            row.basis_public,
            told.reason,
            told.decision,
            _day(told.decided_on),
        ]


def _houses(actor: User, _partner: Partner | None) -> Iterator[Line]:
    for partner in Partner.objects.visible_to(actor).order_by("name", "pk").prefetch_related("places"):
        told = [partner.name, partner.short_name, partner.kind]
        places = sorted(partner.places.all(), key=lambda place: (place.name, place.pk))
        for row in places:
            open_or_not = "oui" if row.is_active else "non"
            yield [*told, row.name, row.address, row.postal_code, row.commune_name, open_or_not]
        if not places:
            yield [*told, "", "", "", "", ""]


def _margins(actor: User, partner: Partner | None) -> Iterator[Line]:
    """The figures of each report of the partner, as its draft holds them now."""
    rows = Deliverable.objects.visible_to(actor).filter(
        kind=DeliverableKind.INDICATORS, period__convention__partner=partner
    )
    for row in rows.select_related("period__convention__partner").order_by("period__year", "pk"):
        draft = read_draft(row)
        assert isinstance(draft, IndicatorsDraft)
        for word, name in TOTALS.items():
            yield [row.period.year, TOTAL, word, getattr(draft, name)]
        for dimension, counts in draft.counts.items():
            words = dict(MODALITIES[dimension].choices)
            for modality, number in counts.items():
                yield [row.period.year, dimension.label, words.get(modality, modality), number]


def _mediation(actor: User, _partner: Partner | None) -> Iterator[Line]:
    for place in MediationPlace.objects.visible_to(actor).order_by("national_id").iterator():
        yield cells_of(place)


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


LINES: dict[Kind, Callable[[User, Partner | None], Iterator[Line]]] = {
    Kind.ATTRIBUTIONS: _attributions,
    Kind.EFFECTIFS: _margins,
    Kind.PLAGES: _ranges,
    Kind.QUOTAS: _quotas,
    Kind.STRUCTURES: _houses,
    Kind.MEDIATION: _mediation,
}
