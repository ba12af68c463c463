"""Mails about booklets: a delivery to confirm, called back, received with discrepancies; a restitution to receive."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from passnum.core import french
from passnum.mail.services import enqueue
from passnum.partners.enums import GROUP_ADMINISTRATORS, Role
from passnum.partners.models import Membership, Partner, User
from passnum.quotas.enums import Fate
from passnum.quotas.models import Delivery, DeliveryDiscrepancy, Restitution


def announce_delivery(row: Delivery) -> None:
    """To the référents: booklets are on their way, and their receipt is to be confirmed."""
    _to_referents(row, f"livraison:{row.public_id}", "delivery_sent")


def announce_recall(row: Delivery, reason: str) -> None:
    """To the référents: the delivery is called back, nothing is to be confirmed any more."""
    _to_referents(row, f"livraison-rappelee:{row.public_id}", "delivery_recalled", reason=reason)


def announce_discrepancies(row: Delivery) -> None:
    """To EMS: the partner names serials that did not arrive as announced."""
    gaps = list(row.discrepancies.all())
    if gaps:
        _to_ems(row, f"livraison-ecarts:{row.public_id}", "delivery_gaps", page="delivery", gaps=gaps)


def announce_settlement(row: Delivery, gap: DeliveryDiscrepancy) -> None:
    """To the référents: what EMS says became of a serial."""
    _to_referents(row, f"livraison-regle:{gap.public_id}", "delivery_settled", gap=gap)


def announce_restitution(row: Restitution) -> None:
    """To EMS: booklets come back, and their reception is to be confirmed."""
    _to_ems(row, f"restitution:{row.public_id}", "restitution_sent", page="restitution")


def announce_return(row: Restitution) -> None:
    """To the référents: what EMS received."""
    key = f"restitution-recue:{row.public_id}:{row.received_booklets}"
    _to_referents(row, key, "restitution_received", page="restitution")


def announce_accounted(row: Restitution, serials: list[str], fate: Fate, reason: str) -> None:
    """To EMS: what the partner says became of booklets that did not arrive."""
    key = f"restitution-manquants:{row.public_id}:{serials[0]}"
    told = {"serials": serials, "fate": fate.label, "reason": reason}
    _to_ems(row, key, "restitution_accounted", page="restitution", **told)


def _to_referents(
    row: Delivery | Restitution, key: str, template: str, *, page: str = "delivery", **context: Any
) -> None:
    for user in referents_of(row.convention.partner):
        _send(row, key, template, user, reverse(f"portal:{page}", args=[row.public_id]), context)


def _to_ems(row: Delivery | Restitution, key: str, template: str, *, page: str, **context: Any) -> None:
    for user in User.objects.filter(is_active=True, groups__name=GROUP_ADMINISTRATORS).distinct():
        _send(row, key, template, user, reverse(f"backoffice:{page}", args=[row.public_id]), context)


def _send(
    row: Delivery | Restitution, key: str, template: str, user: User, address: str, context: dict[str, Any]
) -> None:
    values = {
        "person": user,
        "row": row,
        "partner": row.convention.partner,
        "amount": french.booklets(row.booklets),
        "link": settings.PASSNUM_BASE_URL.rstrip("/") + address,
        **context,
    }
    enqueue(key=f"{key}:{user.email.lower()}"[:255], to=user.email, template=f"quotas/email/{template}", context=values)


def referents_of(partner: Partner) -> list[User]:
    """The référents of the partner today."""
    rows = Membership.objects.active().filter(partner=partner, role=Role.REFERENT).select_related("user")
    return [row.user for row in rows]
