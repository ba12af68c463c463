"""Traps of the amendments: signed late, they change nothing backwards and extend no expired convention (art. 2, 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from passnum.conventions.enums import AMENDMENT_RECEIVED, ConventionState
from passnum.conventions.models import Amendment
from passnum.core.french import day_and_month
from passnum.oversight.duty import Holder
from passnum.oversight.facts import Facts
from passnum.oversight.finding import ActDue, Finding, Severity

#: From how far before the end an extension not received yet is warned of, in days.
SOON = timedelta(days=90)


def amendment_late(facts: Facts, on: date) -> Iterator[Finding]:
    """Not received when the convention ends, or received in a later exercice than its decision (art. 2, 11)."""
    for row in facts.amendments:
        if row.state in AMENDMENT_RECEIVED:
            yield from _received_late(facts, row)
        elif facts.convention.state != ConventionState.EN_VIGUEUR or on > facts.convention.ends_on:
            yield _too_late(facts, row)
        elif row.new_last_year is not None and on >= facts.convention.ends_on - SOON:
            yield _to_receive_before_the_end(facts, row)


def _too_late(facts: Facts, row: Amendment) -> Finding:
    convention = facts.convention
    last = convention.ended_on or convention.ends_on
    extends = row.new_last_year is not None
    return Finding(
        code="avenant-trop-tard",
        severity=Severity.DANGER if extends else Severity.WARNING,
        title=f"L’avenant nᵒ {row.number} ne peut plus {'prolonger' if extends else 'modifier'} la convention",
        article="art. 2 et 11",
        explanation=f"La convention a pris fin le {day_and_month(last)}, et l’Eurométropole n’avait pas reçu "
        f"l’avenant signé. {_dates(row)} Une convention échue ne se prolonge pas.",
        remedy="Abandonnez l’avenant : ses dates sont gardées. Une nouvelle convention suivrait sa propre voie.",
        convention=convention,
        subject=str(row.public_id),
        acts=(ActDue(Holder.EMS, f"Abandonner l’avenant nᵒ {row.number}", "amendment", row.public_id),),
    )


def _to_receive_before_the_end(facts: Facts, row: Amendment) -> Finding:
    last = day_and_month(facts.convention.ends_on)
    return Finding(
        code="avenant-a-recevoir",
        severity=Severity.WARNING,
        title=f"L’avenant nᵒ {row.number} ne prolonge la convention que s’il est reçu à temps",
        article="art. 2 et 11",
        explanation=f"L’exemplaire signé doit arriver à l’Eurométropole au plus tard le {last}. {_dates(row)} "
        "Après, la convention est échue et ne se prolonge pas.",
        remedy=f"Faites-le signer et recevoir avant le {last}.",
        convention=facts.convention,
        subject=str(row.public_id),
    )


def _received_late(facts: Facts, row: Amendment) -> Iterator[Finding]:
    if row.decided_on is None or row.effective_on is None or row.effective_on.year == row.decided_on.year:
        return
    yield Finding(
        code="avenant-signe-tard",
        severity=Severity.NOTE,
        title=f"L’avenant nᵒ {row.number} a été signé tard",
        article="art. 11",
        explanation=f"{_dates(row)} Rien n’est recalculé en arrière : jusqu’au "
        f"{day_and_month(row.effective_on - timedelta(days=1))}, l’ancien texte s’applique.",
        remedy="Lisez le texte consolidé au jour qui vous intéresse.",
        convention=facts.convention,
        subject=str(row.public_id),
    )


def _dates(row: Amendment) -> str:
    """« Décidé le 2 mai 2023, signé par la structure le 4 janvier 2024, reçu le 8 janvier 2024. »"""
    passages = (
        ("décidé", row.decided_on),
        ("signé par la structure", row.partner_signed_on),
        ("signé par l’Eurométropole", row.ems_signed_on),
        ("reçu", row.received_on),
        ("en effet", row.effective_on),
    )
    words = ", ".join(f"{what} le {day_and_month(day)}" for what, day in passages if day is not None)
    return f"{words[:1].upper()}{words[1:]}." if words else "Il n’est pas encore décidé."


AMENDMENT_TRAPS: tuple[Callable[[Facts, date], Iterator[Finding]], ...] = (amendment_late,)
