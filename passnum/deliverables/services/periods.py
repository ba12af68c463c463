"""Opening a reporting period and giving it its due date."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from passnum.conventions.enums import RECEIVED_STATES, ElapsedPeriod
from passnum.conventions.models import Convention
from passnum.conventions.services import date_committee
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import day_and_month
from passnum.deliverables import deadlines
from passnum.deliverables.elapsed import Elapsed, civil_year, rolling_months
from passnum.deliverables.enums import DeliverableKind, DeliverableState
from passnum.deliverables.models import Deliverable, ReportingPeriod
from passnum.deliverables.passages import author, lock_period
from passnum.deliverables.permissions import ensure_ems
from passnum.partners.models import User


@transaction.atomic
def open_period(*, actor: User, convention: Convention, year: int, committee_on: date | None = None) -> ReportingPeriod:
    """Open the period of a year with its three deliverables, for the days that the convention's file says (art. 7).

    Raises WrongState before EMS has received the signed copy (art. 2), InvalidInput when the year is outside the
    convention, or already open, and for rolling months as long as their committee has no date.
    """
    ensure_ems(actor)
    # Held until the end: two openings at once wait for each other here.
    convention = Convention.objects.select_for_update(no_key=True).get(pk=convention.pk)
    if convention.state not in RECEIVED_STATES:
        raise WrongState(
            f"La convention est « {convention.get_state_display()} » : une campagne s’ouvre une fois "
            "l’exemplaire signé reçu par l’Eurométropole (art. 2)."
        )
    if year not in convention.years:
        raise InvalidInput(
            f"L’exercice {year} n’est pas dans la convention ({convention.first_year}–{convention.last_year}).",
            field="year",
        )
    if year > _last_day(convention).year:
        raise InvalidInput(
            f"La convention a pris fin le {day_and_month(_last_day(convention))} : elle n’a pas d’exercice {year}.",
            field="year",
        )
    if ReportingPeriod.objects.filter(convention=convention, year=year).exists():
        raise InvalidInput(f"La campagne {year} est déjà ouverte pour cette convention.", field="year")
    days = proposed_days(convention, year, committee_on)
    if days is None:
        raise InvalidInput(
            "Cette convention compte douze mois glissants, révolus à l’échéance : fixez d’abord, à deux, la date du "
            f"comité {year + 1} (art. 7).",
            field="year",
        )
    if days.first_day > days.last_day:
        raise InvalidInput("La convention n’était pas en vigueur pendant cette période.", field="year")
    period = ReportingPeriod.objects.create(
        convention=convention,
        year=year,
        first_day=days.first_day,
        last_day=days.last_day,
        days_explanation=days.explanation,
    )
    Deliverable.objects.bulk_create(Deliverable(period=period, kind=kind) for kind in DeliverableKind)
    _record(period, actor, "ouvrir la campagne", "", str(year), days.explanation)
    if committee_on is not None:
        return set_committee_date(actor=actor, period=period, committee_on=committee_on)
    return period


def proposed_days(convention: Convention, year: int, committee_on: date | None) -> Elapsed | None:
    """The days that the campaign of a year would cover; None for rolling months whose committee has no date yet."""
    if convention.elapsed_period == ElapsedPeriod.CIVILE:
        return civil_year(year, convention.in_force_from, _last_day(convention))
    if committee_on is None:
        return None
    due = deadlines.deliverables_due(committee_on)
    return rolling_months(due.day, convention.in_force_from, _last_day(convention))


def _last_day(convention: Convention) -> date:
    """The last day of the convention: that of its end where it was recorded, otherwise of its term (art. 2, 12)."""
    return convention.ended_on or convention.ends_on


@transaction.atomic
def set_committee_date(*, actor: User, period: ReportingPeriod, committee_on: date) -> ReportingPeriod:
    """Date the committee that examines the period: the deliverables are due one calendar month before (art. 7)."""
    ensure_ems(actor)
    return follow_committee(actor=actor, period=period, committee_on=committee_on)


@transaction.atomic
def follow_committee(*, actor: User, period: ReportingPeriod, committee_on: date, reason: str = "") -> ReportingPeriod:
    """Give the period the date of its committee; called once both sides fixed it, whoever confirmed last (art. 7)."""
    row = lock_period(period.pk)
    _roll(row, committee_on)
    if committee_on <= row.last_day:
        raise InvalidInput(
            f"Le comité examine une période révolue : il se tient après le {row.last_day:%d/%m/%Y}.",
            field="committee_on",
        )
    if not deadlines.is_in_fourth_quarter(committee_on):
        raise InvalidInput(
            "Le comité annuel se tient au 4ᵉ trimestre : entre le 1ᵉʳ octobre et le 31 décembre (art. 7).",
            field="committee_on",
        )
    before = f"{row.committee_on:%d/%m/%Y}" if row.committee_on else ""
    due = deadlines.deliverables_due(committee_on)
    row.committee_on = committee_on
    if not _late_at_once(row, due.day):
        row.due_on, row.due_explanation, row.due_article = due.day, due.explanation, due.article
    row.save()
    date_committee(
        actor=actor,
        convention=row.convention,
        occurrence=str(committee_on.year),
        committee_on=committee_on,
        reported_year=row.year,
        reason=reason,
    )
    _record(row, actor, "fixer la date du comité", before, f"{committee_on:%d/%m/%Y}")
    return row


@transaction.atomic
def release_committee(*, actor: User, period: ReportingPeriod, reason: str) -> ReportingPeriod:
    """The committee that dated the period is cancelled: its deliverables wait for another date (art. 7)."""
    row = lock_period(period.pk)
    if row.committee_on is None:
        return row
    before = f"{row.committee_on:%d/%m/%Y}"
    row.committee_on = row.due_on = None
    row.due_explanation = row.due_article = ""
    row.save()
    _record(row, actor, "libérer la date du comité", before, "", reason)
    return row


def _roll(row: ReportingPeriod, committee_on: date) -> None:
    """Rolling months follow their committee as long as nothing is written; afterwards their days stand."""
    untouched = not row.deliverables.exclude(state=DeliverableState.ATTENDU).exists()
    if row.is_rolling and untouched and row.first_transmitted_on is None:
        due = deadlines.deliverables_due(committee_on)
        days = rolling_months(due.day, row.convention.in_force_from, _last_day(row.convention))
        if days.first_day > days.last_day:
            raise InvalidInput(
                f"Les douze mois d’un comité du {committee_on:%d/%m/%Y} tombent hors de la convention.",
                field="committee_on",
            )
        row.first_day, row.last_day, row.days_explanation = days.first_day, days.last_day, days.explanation


def _late_at_once(row: ReportingPeriod, new_day: date) -> bool:
    """A committee moved earlier makes nobody late at once: the former date stands until both sides agree on one."""
    today = clock.today()
    return row.due_on is not None and row.first_transmitted_on is None and new_day < today <= row.due_on


def _record(period: ReportingPeriod, actor: User, act: str, before: str, after: str, reason: str = "") -> None:
    journal.record(
        chain=str(period.convention.public_id),
        author=author(actor, period),
        act=act,
        subject=journal.Subject(f"campagne {period.year}", period.public_id),
        from_state=before,
        to_state=after,
        reason=reason,
    )
