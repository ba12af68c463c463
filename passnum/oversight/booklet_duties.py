"""What the booklets wait for: a receipt to confirm, discrepancies to settle, expired ones to put aside (art. 5, 12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Count

from passnum.conventions.enums import Side
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.french import counted
from passnum.oversight.duty import Duty, Holder
from passnum.partners.models import Partner
from passnum.quotas.enums import AccountKind, DeliveryState, RestitutionState
from passnum.quotas.models import Booklet, Delivery, Restitution


def booklet_duties(side: Side, partner: Partner | None = None) -> Iterator[Duty]:
    """What waits for that side, at one partner or over all of them."""
    found = _of_the_partner(partner) if side == Side.STRUCTURE else _of_ems()
    yield from found


def _of_the_partner(partner: Partner | None) -> Iterator[Duty]:
    rows = Delivery.objects.awaiting_receipt()
    if partner is not None:
        rows = rows.filter(convention__partner=partner)
    for row in rows.select_related("convention__partner").order_by("sent_on"):
        act = f"Confirmer la réception de la livraison {row.number} ({counted(row.booklets, 'carnet')})"
        yield _duty(Holder.REFERENT, act, row.convention, "delivery", row.public_id, since=row.sent_on)
    short = Restitution.objects.filter(state=RestitutionState.ECART)
    if partner is not None:
        short = short.filter(convention__partner=partner)
    for given in short.select_related("convention__partner").order_by("received_on"):
        yield _duty(
            Holder.REFERENT,
            f"Dire ce que sont devenus les carnets manquants de la restitution {given.number}",
            given.convention,
            "restitution",
            given.public_id,
            since=given.received_on,
            article="art. 12",
        )
    yield from _expired(partner)


def _expired(partner: Partner | None) -> Iterator[Duty]:
    """Expired booklets that still lie in the places: proposed, never put aside by themselves."""
    rows = Booklet.objects.filter(account__kind=AccountKind.LIEU, expires_on__lt=clock.today())
    if partner is not None:
        rows = rows.filter(account__partner=partner)
    counts = dict(rows.values_list("convention").annotate(Count("pk")).order_by())
    for convention in Convention.objects.filter(pk__in=counts).select_related("partner"):
        act = f"Mettre de côté {counted(counts[convention.pk], 'carnet périmé', 'carnets périmés')}"
        yield _duty(Holder.REFERENT, act, convention, "booklets_expired", convention.public_id)


def _of_ems() -> Iterator[Duty]:
    gaps = Delivery.objects.filter(state=DeliveryState.ECART).select_related("convention__partner")
    for delivery in gaps.order_by("received_on"):
        act = f"Régler les écarts de la livraison {delivery.number}"
        since = delivery.received_on
        yield _duty(Holder.EMS, act, delivery.convention, "delivery", delivery.public_id, since=since)
    waiting = Restitution.objects.exclude(state=RestitutionState.RECUE).select_related("convention__partner")
    for restitution in waiting.order_by("sent_on"):
        act = f"Confirmer la restitution {restitution.number} ({counted(restitution.booklets, 'carnet')})"
        yield _duty(
            Holder.EMS,
            act,
            restitution.convention,
            "restitution",
            restitution.public_id,
            since=restitution.sent_on,
            article="art. 12",
        )


def _duty(
    holder: Holder,
    act: str,
    convention: Convention,
    target: str,
    public_id: UUID,
    *,
    since: date | None = None,
    article: str = "art. 5",
) -> Duty:
    return Duty(
        holder=holder,
        act=act,
        partner=convention.partner,
        convention=convention,
        due_on=None,
        explanation="sans délai dans la convention",
        article=article,
        missing=(),
        target=target,
        public_id=public_id,
        since=since,
    )
