"""The programme of the demonstration: yearly budgets, an operator, its purchases, a revision, parts by place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.partners.models import User
from passnum.quotas.models import Operator, Purchase, Quota
from passnum.quotas.services import (
    ProgrammeValues,
    programme_of,
    receive_purchase,
    record_launch_meeting,
    revise_quota,
    save_operator,
    save_programme,
    save_purchase,
    share_quota,
)

_OPERATOR = "Opérateur du Pass (démonstration)"
_LAUNCH = date(2021, 7, 15)
_REVISED = date(2023, 8, 25)


def load_programme(administrator: User) -> None:
    """Budget per year and shares, as the délibération of the demonstration says them."""
    programme = programme_of(2021)
    with clock.on_day(_LAUNCH):
        save_programme(
            actor=administrator,
            programme=programme,
            values=ProgrammeValues(
                name=programme.name,
                first_year=2021,
                last_year=2023,
                budget_euros=programme.budget_euros,
                face_value_euros=programme.face_value_euros,
                shares={"État": 50, "Eurométropole de Strasbourg": 50},
                yearly_euros={2021: 60_000, 2022: 120_000, 2023: 120_000},
            ),
        )


@dataclass(frozen=True)
class Lot:
    """Booklets bought together; `lacking`: ordered and invoiced, but never come."""

    serials: list[str]
    order: str
    invoice: str
    ordered_on: date
    invoiced_on: date
    received_on: date
    expires_on: date
    lacking: int = 0


def load_purchases(administrator: User, lots: Iterable[Lot]) -> None:
    """One purchase per lot of booklets, received the day it came."""
    operator = Operator.objects.filter(name=_OPERATOR).first() or save_operator(
        actor=administrator, operator=Operator(name=_OPERATOR, started_on=date(2021, 1, 1))
    )
    for lot in lots:
        ordered = len(lot.serials) + lot.lacking
        bought = Purchase(
            programme=programme_of(lot.received_on.year),
            operator=operator,
            order_number=lot.order,
            ordered_on=lot.ordered_on,
            booklets_ordered=ordered,
            service_charges=Decimal(180),
            pass_expire_on=lot.expires_on,
            invoice_number=lot.invoice,
            invoiced_on=lot.invoiced_on,
            booklets_invoiced=ordered,
            invoice_amount=Decimal(100 * ordered + 180),
        )
        with clock.on_day(lot.received_on):
            save_purchase(actor=administrator, purchase=bought)
            receive_purchase(actor=administrator, purchase=bought, serials=lot.serials, happened_on=lot.received_on)


def revise_and_share(agreed: dict[str, Convention], administrator: User, users: dict[str, User]) -> None:
    """The launch meetings with who was there; a quota revised in the year; one shared between two places."""
    for row in Quota.objects.filter(year=2021).select_related("convention__partner"):
        people = f"Claude Ems et les référents de {row.convention.partner.short_name}"
        with clock.on_day(_LAUNCH):
            record_launch_meeting(actor=administrator, quota=row, held_on=_LAUNCH, people=people)
    with clock.on_day(_REVISED):
        revise_quota(
            actor=administrator,
            quota=Quota.objects.get(convention=agreed["saules"], year=2023),
            booklets=90,
            reason="Ouverture d’une permanence à Hœnheim, annoncée pour la rentrée.",
        )
    shared = Quota.objects.get(convention=agreed["saules"], year=2023)
    first, second = shared.convention.partner.places.order_by("pk")[:2]
    with clock.on_day(_REVISED):
        share_quota(actor=users["referent.saules"], quota=shared, shares={first: 55, second: 30})
