"""Laying out the obligations of a convention and dating them. Each act: lock → guard → change → journal → return."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction

from passnum.conventions.deadlines import LegalDate
from passnum.conventions.enums import ConventionState, Debtor
from passnum.conventions.layout import ABOUT_ELAPSED_PERIOD, ONCE, Anchor, Planned, committee_dates, planned
from passnum.conventions.models import Convention
from passnum.conventions.obligation import Obligation, ObligationDate
from passnum.conventions.permissions import ensure_conducts
from passnum.conventions.register import RULES
from passnum.conventions.services.agreements import overtake_proposals
from passnum.conventions.services.obligation_acts import record_act
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.french import day_and_month
from passnum.core.plausible_days import plausible
from passnum.core.richtext import is_blank
from passnum.partners.models import User


def find_obligation(convention: Convention, rule: str, occurrence: str) -> Obligation | None:
    """The occurrence of the rule, if it is laid out."""
    return Obligation.objects.filter(convention=convention, rule=rule, occurrence=occurrence).first()


@transaction.atomic
def lay_out(*, actor: User | None, convention: Convention) -> list[Obligation]:
    """Give the convention the obligations of its own dates; those laid out before are dated anew, none is lost.

    Years no longer covered become without object. Safe to run twice.
    """
    Convention.objects.select_for_update(no_key=True).get(pk=convention.pk)
    journal.lock(str(convention.public_id))
    known = {(row.rule, row.occurrence): row for row in Obligation.objects.filter(convention=convention)}
    plans = planned(convention.first_year, convention.ends_on)
    _create(convention, [plan for plan in plans if (plan.rule, plan.occurrence) not in known])
    for plan in plans:
        row = known.pop((plan.rule, plan.occurrence), None)
        if row is None:
            continue
        if row.withdrawn_on is not None and row.withdrawal_reason == _not_covered(row):
            _restore(actor, row)
        if plan.due is not None and row.rule in _OWN_DATES and row.withdrawn_on is None and not _ends_earlier(row):
            _redate(actor, row, plan, "")
    _drop_years_not_covered(actor, convention, list(known.values()))
    return list(Obligation.objects.filter(convention=convention).in_order())


#: Rules whose date follows from the convention's own years.
_OWN_DATES = frozenset({"OB-02", "OB-06", "OB-12"})
#: The article of an end before the term.
EARLY_END = "art. 12"


def _ends_earlier(row: Obligation) -> bool:
    """Whether a termination has dated the end: a new term does not put it off (art. 12)."""
    return row.rule == "OB-02" and row.article == EARLY_END


@transaction.atomic
def date_end(*, actor: User | None, convention: Convention, last_day: date | None, reason: str) -> None:
    """OB-02: the last day that a termination decided, or that of the term again (None) when it is given up."""
    row = find_obligation(convention, "OB-02", ONCE)
    if row is None or row.met_on is not None:
        return
    [plan] = [plan for plan in planned(convention.first_year, convention.ends_on) if plan.rule == "OB-02"]
    if last_day is not None:
        due = LegalDate(last_day, f"dernier jour décidé : {last_day:%d/%m/%Y}", EARLY_END)
        plan = replace(plan, anchor=Anchor("résiliation décidée", last_day), due=due)
    date_obligation(actor=actor, convention=convention, plan=plan, reason=reason)


def _not_covered(row: Obligation) -> str:
    return f"l’exercice {row.occurrence.partition('/')[0]} n’est plus dans la convention"


def _restore(actor: User | None, row: Obligation) -> None:
    """The year is in the convention again: what was without object for that reason only is due again."""
    row.withdrawn_on, row.withdrawal_reason = None, ""
    row.save()
    record_act(actor, row, "rétablir l’obligation", before="sans objet")


def _drop_years_not_covered(actor: User | None, convention: Convention, left: list[Obligation]) -> None:
    for row in left:
        year = row.occurrence.partition("/")[0]
        without_elapsed_year = row.rule in ABOUT_ELAPSED_PERIOD and row.due_on is None
        outside = year.isdigit() and (int(year) not in convention.years or without_elapsed_year)
        if outside and row.met_on is None and row.withdrawn_on is None:
            row.withdrawn_on, row.withdrawal_reason = clock.today(), _not_covered(row)
            row.save()
            record_act(actor, row, "rendre sans objet", to="sans objet", reason=row.withdrawal_reason)


#: What survives the end of a convention: final evaluation, restitution, data protection.
SURVIVORS = frozenset({"OB-13", "OB-18", "OB-19", "OB-23"})


@transaction.atomic
def drop_after(*, actor: User | None, convention: Convention, last_day: date) -> None:
    """After an early end, what was due later has no object any more, but what survives the end."""
    for row in Obligation.objects.filter(convention=convention, met_on__isnull=True, withdrawn_on__isnull=True):
        year = row.occurrence[:4]
        later = (row.due_on is not None and row.due_on > last_day) or (year.isdigit() and int(year) > last_day.year)
        if later and row.rule not in SURVIVORS:
            row.withdrawn_on = clock.today()
            row.withdrawal_reason = f"la convention a pris fin le {last_day:%d/%m/%Y}"
            row.save()
            overtake_proposals(row)
            record_act(actor, row, "rendre sans objet", to="sans objet", reason=row.withdrawal_reason)


@transaction.atomic
def date_obligation(*, actor: User | None, convention: Convention, plan: Planned, reason: str = "") -> Obligation:
    """Create an occurrence, or give it the date of its new anchor; the former date stays in the history.

    An anchor moved earlier makes nobody late at once: the former date stands until both sides agree on one.
    """
    journal.lock(str(convention.public_id))
    row = (
        Obligation.objects.select_for_update()
        .filter(convention=convention, rule=plan.rule, occurrence=plan.occurrence)
        .first()
    )
    return _create(convention, [plan])[0] if row is None else _redate(actor, row, plan, reason)


@transaction.atomic
def date_committee(
    *,
    actor: User | None,
    convention: Convention,
    occurrence: str,
    committee_on: date,
    reported_year: int | None,
    reason: str = "",
) -> list[Obligation]:
    """Date what hangs on a committee (OB-04, 07, 08, 09). `occurrence`: its year, or « comite/<id> » (art. 7).

    Raises InvalidInput for a day that no committee of this convention can have: it closes in the year after the end.
    """
    latest = convention.last_year + 1
    if plausible(committee_on, "committee_on").year > latest:
        raise InvalidInput(
            f"Le dernier comité examine l’exercice {convention.last_year} : il se tient au plus tard en {latest}.",
            field="committee_on",
        )
    plans = committee_dates(occurrence, committee_on, reported_year=reported_year)
    return [date_obligation(actor=actor, convention=convention, plan=plan, reason=reason) for plan in plans]


@transaction.atomic
def request_report(
    *, actor: User, convention: Convention, due_on: date, reason: str, state_due_on: date | None = None
) -> Obligation:
    """Ask for an intermediate report by a day (art. 4); earlier than the State's own date where there is one."""
    ensure_conducts(actor)
    held = Convention.objects.select_for_update(no_key=True).get(pk=convention.pk)
    if held.state != ConventionState.EN_VIGUEUR:
        raise WrongState(
            f"La convention est « {held.get_state_display()} » : un rapport se demande tant qu’elle est en vigueur."
        )
    if is_blank(reason):
        raise InvalidInput("Dites pourquoi ce rapport est demandé.", field="reason")
    if due_on <= clock.today():
        raise InvalidInput("L’échéance d’une demande est à venir.", field="due_on")
    if due_on > held.ends_on:
        raise InvalidInput(f"La convention prend fin le {day_and_month(held.ends_on)} (art. 2).", field="due_on")
    if state_due_on is not None and due_on >= state_due_on:
        raise InvalidInput(
            f"L’État attend le rapport le {state_due_on:%d/%m/%Y} : demandez-le plus tôt à la structure.",
            field="due_on",
        )
    rule = RULES["OB-05"]
    asked = find_obligation(held, rule.id, due_on.isoformat())
    if asked is not None and asked.withdrawn_on is None:
        raise InvalidInput(f"Un rapport est déjà demandé pour le {day_and_month(due_on)}.", field="due_on")
    words = f"demande du {clock.today():%d/%m/%Y} : {reason.strip()}"[:250]
    anchor = Anchor(f"demande du {clock.today():%d/%m/%Y}", clock.today())
    plan = Planned(
        rule.id,
        due_on.isoformat(),
        f"{rule.title} demandé pour le {due_on:%d/%m/%Y}",
        anchor,
        LegalDate(due_on, words, rule.article),
    )
    row = date_obligation(actor=actor, convention=convention, plan=plan)
    record_act(actor, row, "demander un rapport intermédiaire", to=f"{due_on:%d/%m/%Y}", reason=reason.strip())
    return row


def _create(convention: Convention, plans: list[Planned]) -> list[Obligation]:
    rows = Obligation.objects.bulk_create(_row(convention, plan) for plan in plans)
    ObligationDate.objects.bulk_create(_date_of(row, "") for row in rows)
    return rows


def _row(convention: Convention, plan: Planned) -> Obligation:
    rule = RULES[plan.rule]
    return Obligation(
        convention=convention,
        rule=rule.id,
        occurrence=plan.occurrence,
        label=plan.label,
        debtor=rule.debtor,
        nature=rule.nature,
        anchor=plan.anchor.label,
        anchor_on=plan.anchor.on,
        opens_on=plan.opens_on,
        due_on=plan.due.day if plan.due else None,
        explanation=plan.due.explanation if plan.due else "",
        article=plan.due.article if plan.due else rule.article,
    )


def _redate(actor: User | None, row: Obligation, plan: Planned, reason: str) -> Obligation:
    """Supersede the date, keeping the former one; nothing when neither the day nor its anchor changes."""
    day = plan.due.day if plan.due else None
    same_anchor = (row.anchor_on, row.anchor) == (plan.anchor.on, plan.anchor.label)
    if same_anchor and row.withdrawn_on is None and (row.due_on == day or row.awaits_agreement):
        return row
    former = row.due_on
    # The label of a further meeting names its day.
    row.label = plan.label
    row.anchor, row.anchor_on, row.opens_on = plan.anchor.label, plan.anchor.on, plan.opens_on or row.opens_on
    today = clock.today()
    passed = day is not None and day < today
    owed = row.debtor != Debtor.AUCUN
    row.awaits_agreement = bool(owed and passed and former is not None and former >= today and row.met_on is None)
    if row.awaits_agreement and plan.due is not None and former is not None:
        row.explanation = (
            f"{former:%d/%m/%Y} maintenu jusqu’à accord des deux parties ; {plan.due.explanation}, déjà passé"
        )
        row.legal_on = day
    elif plan.due is not None and former is not None and _met_in_time_for(row, former, plan.due.day):
        row.explanation = f"respectée pour l’échéance du {former:%d/%m/%Y} ; depuis, {plan.due.explanation}"
        row.legal_on = day
    else:
        row.legal_on = None
        row.due_on = day
        row.explanation = plan.due.explanation if plan.due else ""
        row.article = plan.due.article if plan.due else row.article
    row.withdrawn_on, row.withdrawal_reason = None, ""
    row.save()
    overtake_proposals(row)
    _date_of(row, reason).save()
    record_act(
        actor,
        row,
        "dater l’obligation",
        before=f"{former:%d/%m/%Y}" if former else "",
        to=f"{row.due_on:%d/%m/%Y}" if row.due_on else "sans date",
        reason=reason or row.explanation,
    )
    return row


def _met_in_time_for(row: Obligation, former: date, new_day: date) -> bool:
    """Whether it was met in time for its date, and would only be late for the new one: what is met stays met.

    Met on a day before this one: a first date fixed late is late, and is proved the very day that dates it.
    """
    return row.met_on is not None and new_day < row.met_on <= former and row.met_on < clock.today()


def _date_of(row: Obligation, reason: str) -> ObligationDate:
    return ObligationDate(
        obligation=row,
        anchor=row.anchor,
        anchor_on=row.anchor_on,
        due_on=row.due_on,
        explanation=row.explanation,
        reason=reason,
        recorded_at=clock.now(),
    )
