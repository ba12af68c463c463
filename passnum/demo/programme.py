"""The programme of the demonstration: yearly budgets, an operator, two purchases, a revision, parts by place."""

from __future__ import annotations

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


def load_purchases(administrator: User, received: date, stock: list[tuple[list[str], date]]) -> None:
    """One purchase per lot of booklets; the second was invoiced for four booklets more than came."""
    operator = save_operator(
        actor=administrator,
        operator=Operator(name="Opérateur du Pass (démonstration)", started_on=date(2021, 1, 1)),
    )
    for rank, (serials, expires_on) in enumerate(stock, start=1):
        ordered = len(serials) + (4 if rank > 1 else 0)
        bought = Purchase(
            programme=programme_of(received.year),
            operator=operator,
            order_number=f"BC-2023-{rank:03d}",
            ordered_on=date(2023, 7, 3),
            booklets_ordered=ordered,
            service_charges=Decimal(180),
            pass_expire_on=expires_on,
            invoice_number=f"F-2023-{100 + rank}",
            invoiced_on=date(2023, 8, 21),
            booklets_invoiced=ordered,
            invoice_amount=Decimal(100 * ordered + 180),
        )
        save_purchase(actor=administrator, purchase=bought)
        receive_purchase(actor=administrator, purchase=bought, serials=serials, happened_on=received)


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
