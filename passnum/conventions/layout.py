"""Which obligations a convention has from its own dates alone: pure, no row is read.

A committee dates its own (`committee_dates`); events create theirs when they happen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from passnum.conventions.deadlines import LegalDate, committee_date_fixed_by, deliverables_due, fourth_quarter
from passnum.conventions.deadlines import renewal_proposed_by as renewal
from passnum.conventions.register import RULES, Rhythm, Rule

ONCE = "convention"
#: Obligations about the elapsed period: the first year has none behind it.
ABOUT_ELAPSED_PERIOD = frozenset({"OB-08", "OB-09"})


@dataclass(frozen=True)
class Anchor:
    """What a date hangs on, in words, and its day where it has one."""

    label: str
    on: date | None = None


@dataclass(frozen=True)
class Planned:
    """One occurrence of one rule as it should stand. Without `due`, the convention gives no day."""

    rule: str
    occurrence: str
    label: str
    anchor: Anchor
    due: LegalDate | None = None
    opens_on: date | None = None


def planned(first_year: int, ends_on: date) -> list[Planned]:
    """The obligations of a convention that runs from `first_year` to `ends_on`, in the order of the register."""
    found: list[Planned] = []
    for rule in RULES.values():
        if rule.rhythm == Rhythm.ONCE:
            found += _once(rule, ends_on)
        elif rule.rhythm == Rhythm.YEARLY:
            years = range(first_year + (rule.id in ABOUT_ELAPSED_PERIOD), ends_on.year + 1)
            found += [occurrence for year in years for occurrence in _of_year(rule, year)]
    return found


def _once(rule: Rule, ends_on: date) -> Iterator[Planned]:
    anchor = Anchor(f"échéance du {ends_on:%d/%m/%Y}", ends_on)
    if rule.id == "OB-02":
        due = LegalDate(ends_on, f"31 décembre {ends_on.year}, dernier exercice", "art. 2")
        yield Planned(rule.id, ONCE, rule.title, anchor, due)
    elif rule.id == "OB-12":
        yield Planned(rule.id, ONCE, rule.title, anchor, renewal(ends_on))
    elif rule.facets:
        for facet in rule.facets:
            yield Planned(rule.id, f"{ONCE}/{facet.key}", facet.title, Anchor("convention"))
    else:
        yield Planned(rule.id, ONCE, rule.title, Anchor("convention"))


def _of_year(rule: Rule, year: int) -> Iterator[Planned]:
    if rule.id == "OB-06":
        first, last = fourth_quarter(year)
        due = LegalDate(last, f"4ᵉ trimestre {year} : du {first:%d/%m/%Y} au {last:%d/%m/%Y}", rule.article)
        yield Planned(rule.id, str(year), f"{rule.title} {year}", Anchor(f"exercice {year}"), due, first)
    elif rule.facets:
        for facet in rule.facets:
            yield Planned(rule.id, f"{year}/{facet.key}", f"{facet.title} ({year})", Anchor(f"exercice {year}"))
    else:
        yield Planned(rule.id, str(year), f"{rule.title} {year}", Anchor(f"exercice {year}"))


def committee_dates(occurrence: str, committee_on: date, *, reported_year: int | None) -> list[Planned]:
    """What a committee's date dates (art. 4, 6, 7). `reported_year`: the exercice whose deliverables it examines."""
    anchor = Anchor(f"comité du {committee_on:%d/%m/%Y}", committee_on)
    which = occurrence if occurrence.isdigit() else f"du {committee_on:%d/%m/%Y}"
    due = deliverables_due(committee_on)
    found = [_dated("OB-07", occurrence, which, anchor, committee_date_fixed_by(committee_on))]
    found.append(_dated("OB-08", occurrence, which, anchor, due))
    if reported_year is not None:
        before = LegalDate(due.day, f"avant la transmission : {due.explanation}", "art. 6")
        found.append(_dated("OB-09", occurrence, which, anchor, before))
        with_others = LegalDate(due.day, f"avec les livrables : {due.explanation}", "art. 4 et 7")
        found.append(_dated("OB-04", str(reported_year), str(reported_year), anchor, with_others))
    return found


def _dated(rule: str, occurrence: str, which: str, anchor: Anchor, due: LegalDate) -> Planned:
    return Planned(rule, occurrence, f"{RULES[rule].title} {which}", anchor, due)
