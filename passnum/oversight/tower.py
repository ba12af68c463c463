"""EMS's control tower: one row per partner, one light per subject, each light with the obligation behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from passnum.conventions.completeness import missing_elements
from passnum.conventions.enums import SETTLED_STATUSES, ConventionState, Debtor, ObligationStatus
from passnum.conventions.layout import ONCE
from passnum.conventions.models import Convention, Obligation
from passnum.core import clock
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_administrator
from passnum.quotas.models import Quota

#: The lights, in their order: name, rule, facet (« {year} » is the year of the day).
LIGHTS = (
    ("Livrables", "OB-08", "{year}"),
    ("Cartographie", "OB-20", "{year}/cartographie"),
    ("Logo", "OB-20", "{year}/logo"),
    ("Formation", "OB-20", "{year}/equipes"),
)


@dataclass(frozen=True)
class Light:
    """One subject for one partner: a status to show, words, and the obligation it opens: its rule and its evidence."""

    name: str
    status: ObligationStatus
    words: str
    obligation: Obligation | None = None


@dataclass(frozen=True)
class TowerRow:
    """One partner's current convention with its lights, and its next legal date with what it is about."""

    convention: Convention
    lights: tuple[Light, ...]
    next_due: Obligation | None

    @property
    def next_due_on(self) -> date | None:
        return self.next_due.due_on if self.next_due else None


def control_tower(actor: User) -> list[TowerRow]:
    """The rows by next legal date, those late first; empty for anyone but EMS. A constant number of queries."""
    if not is_ems_administrator(actor):
        return []
    today = clock.today()
    conventions = _latest(Convention.objects.visible_to(actor).current().with_file())
    obligations: dict[int, list[Obligation]] = defaultdict(list)
    for row in Obligation.objects.filter(convention__in=conventions).prefetch_related("tolerances").in_order():
        obligations[row.convention_id].append(row)
    quotas = {row.convention_id: row for row in Quota.objects.filter(convention__in=conventions, year=today.year)}
    rows = [_row(each, obligations[each.pk], quotas.get(each.pk), today) for each in conventions]
    return sorted(rows, key=lambda row: (row.next_due_on or date.max, row.convention.partner.name))


def _latest(conventions: Iterable[Convention]) -> list[Convention]:
    """One convention per partner: that in force, else the latest."""
    found: dict[int, Convention] = {}
    for row in sorted(conventions, key=lambda row: (row.state == ConventionState.EN_VIGUEUR, row.last_year, row.pk)):
        found[row.partner_id] = row
    return list(found.values())


def _row(convention: Convention, obligations: list[Obligation], quota: Quota | None, today: date) -> TowerRow:
    by_key = {(row.rule, row.occurrence): row for row in obligations}
    delivered = by_key.get(("OB-27", str(today.year))) if quota else by_key.get(("OB-03", ONCE))
    lights = [
        replace(_of_convention(convention), obligation=by_key.get(("OB-01", ONCE))),
        replace(_of_quota(quota, convention, today), obligation=delivered),
    ]
    for name, rule, occurrence in LIGHTS:
        row = by_key.get((rule, occurrence.format(year=today.year)))
        status = row.status(today) if row else ObligationStatus.SANS_OBJET
        lights.append(Light(name, status, _words(row, status), row))
    return TowerRow(convention, tuple(lights), _next(obligations, today))


def _of_convention(convention: Convention) -> Light:
    missing = missing_elements(convention)
    state = convention.get_state_display()
    if missing:
        words = f"{state} ; il manque : {missing[0].what}" + (" …" if len(missing) > 1 else "")
        status = ObligationStatus.EN_RETARD if missing[0].blocking else ObligationStatus.TOLEREE
        return Light("Convention", status, words)
    done = convention.state == ConventionState.EN_VIGUEUR
    return Light("Convention", ObligationStatus.RESPECTEE if done else ObligationStatus.OUVERTE, state)


def _of_quota(quota: Quota | None, convention: Convention, today: date) -> Light:
    if today.year not in convention.years:
        return Light("Quota", ObligationStatus.SANS_OBJET, "hors des exercices")
    if quota is None:
        return Light("Quota", ObligationStatus.OUVERTE, f"à fixer pour {today.year}")
    whole = quota.received_booklets >= quota.booklets
    words = f"{quota.received_booklets} livrés sur {quota.booklets}"
    return Light("Quota", ObligationStatus.RESPECTEE if whole else ObligationStatus.OUVERTE, words)


def _words(row: Obligation | None, status: ObligationStatus) -> str:
    if row is None:
        return "rien n’est attendu"
    if row.due_on is not None and status not in SETTLED_STATUSES:
        return f"{status.label.lower()}, {row.due_on:%d/%m/%Y}"
    if status == ObligationStatus.SANS_DELAI:
        return "sans preuve"
    return status.label.lower()


def _next(obligations: list[Obligation], today: date) -> Obligation | None:
    """The first dated obligation that is not settled: what is late comes before what is to come."""
    for row in obligations:
        if row.due_on is not None and row.debtor != Debtor.AUCUN and row.status(today) not in SETTLED_STATUSES:
            return row
    return None
