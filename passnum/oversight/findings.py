"""The detector: contradictions of the convention named before people walk into them. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.oversight.amendment_traps import AMENDMENT_TRAPS
from passnum.oversight.calendar_traps import CALENDAR_TRAPS
from passnum.oversight.facts import Facts, load_facts
from passnum.oversight.file_traps import FILE_TRAPS
from passnum.oversight.finding import Finding, Severity
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_administrator

__all__ = ["Finding", "Severity", "all_findings", "findings_of", "findings_of_all"]

#: Every trap, in the order of the convention's articles within a severity.
TRAPS: tuple[Callable[[Facts, date], Iterator[Finding]], ...] = (*FILE_TRAPS, *CALENDAR_TRAPS, *AMENDMENT_TRAPS)
_ORDER = {Severity.DANGER: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def findings_of(convention: Convention, on: date | None = None) -> list[Finding]:
    """What this convention should be warned of that day, the gravest first."""
    return _found(load_facts([convention]), on or clock.today())


def findings_of_all(conventions: Iterable[Convention], on: date | None = None) -> list[Finding]:
    """What these conventions should be warned of, the gravest first; as many queries for many as for one."""
    return _found(load_facts(conventions), on or clock.today())


def all_findings(actor: User, on: date | None = None) -> list[Finding]:
    """Over all conventions, notes left out, for EMS; empty for anyone else. As many queries for many as for one."""
    if not is_ems_administrator(actor):
        return []
    rows = Convention.objects.visible_to(actor).current().with_completeness().select_related("partner")
    found = _found(load_facts(list(rows)), on or clock.today())
    return [finding for finding in found if finding.severity != Severity.NOTE]


def _found(facts: Iterable[Facts], on: date) -> list[Finding]:
    found = [finding for case in facts for trap in TRAPS for finding in trap(case, on)]
    return sorted(found, key=lambda finding: _ORDER[finding.severity])
