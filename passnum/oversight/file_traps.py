"""Traps of the file: what is missing from the convention, who is missing at the partner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from passnum.conventions.completeness import missing_elements
from passnum.conventions.enums import ConventionState
from passnum.core.french import day_and_month
from passnum.oversight.duty import Holder
from passnum.oversight.facts import Facts
from passnum.oversight.finding import ActDue, Finding, Severity
from passnum.partners.enums import Role

_LIVING = frozenset({ConventionState.EN_VIGUEUR, ConventionState.SIGNEE})


def missing_pieces(facts: Facts, _on: date) -> Iterator[Finding]:
    """Délibération « XXX », its transmission, the date of a signature: each under its own name (art. 2, visas)."""
    for item in missing_elements(facts.convention):
        yield Finding(
            code=item.code,
            severity=Severity.DANGER if item.blocking else Severity.WARNING,
            title=item.what,
            article=item.article,
            explanation=item.why,
            remedy="Complétez la fiche de la convention.",
            convention=facts.convention,
            subject=item.what,
        )


def end_not_recorded(facts: Facts, on: date) -> Iterator[Finding]:
    """The last day has passed and the convention still counts as in force (art. 2)."""
    convention = facts.convention
    if convention.state == ConventionState.EN_VIGUEUR and on > convention.ends_on:
        yield Finding(
            code="echeance-a-constater",
            severity=Severity.DANGER,
            title="Échéance à constater",
            article="art. 2",
            explanation=f"La convention a pris fin le {day_and_month(convention.ends_on)}. Elle ne se prolonge plus.",
            remedy="Constatez l’échéance ; l’évaluation finale et les Pass non distribués restent à traiter.",
            convention=convention,
            acts=(ActDue(Holder.EMS, "Constater l’échéance", "convention", convention.public_id),),
        )


def nobody_to_hand_out(facts: Facts, _on: date) -> Iterator[Finding]:
    """Only an entitled intervenant social hands out Pass (art. 4): without one, delivered booklets wait unused.

    A warning only: nothing refuses a delivery recorded in the quotas.
    """
    if facts.convention.state in _LIVING and Role.INTERVENANT not in facts.roles:
        yield Finding(
            code="sans-intervenant",
            severity=Severity.DANGER,
            title="Personne n’est habilité à attribuer les Pass",
            article="art. 4",
            explanation="Seuls les intervenants sociaux de la structure attribuent des Pass, et aucun n’a de compte. "
            "Des carnets livrés à ses lieux ne pourraient être remis à personne.",
            remedy="Un référent de la structure invite ses intervenants sociaux depuis « Équipe ».",
            convention=facts.convention,
            acts=(ActDue(Holder.REFERENT, "Inviter les intervenants sociaux", "team"),),
        )


def nobody_to_validate(facts: Facts, on: date) -> Iterator[Finding]:
    """Validation is the President's own, unless a delegation is on file; the seat at the committee is delegable."""
    if facts.convention.state not in _LIVING:
        return
    if Role.PRESIDENT not in facts.roles:
        yield Finding(
            code="sans-presidence",
            severity=Severity.DANGER,
            title="Aucune présidence ne peut valider",
            article="art. 6",
            explanation="Les livrables sont validés par la présidence de la structure avant leur transmission, "
            "et aucun compte de présidence n’est ouvert. Les délégations ont pris fin avec elle.",
            remedy="L’Eurométropole invite la nouvelle présidence ; ce qui attend lui reviendra.",
            convention=facts.convention,
            acts=(ActDue(Holder.EMS, "Inviter la nouvelle présidence", "invitations"),),
        )
    elif facts.waiting_for_president and not facts.delegates_on(on):
        yield Finding(
            code="validation-personnelle",
            severity=Severity.NOTE,
            title="Seule la présidence peut valider le dossier",
            article="art. 6 et 7",
            explanation="Aucune délégation n’est enregistrée pour la validation. Le siège au comité, lui, se délègue.",
            remedy="En cas d’absence, enregistrez une délégation : acte, publication, étendue, dates.",
            convention=facts.convention,
        )


def two_presidencies(facts: Facts, _on: date) -> Iterator[Finding]:
    """Two accounts hold the presidency: both validate and both sit; the finding says which (art. 6, 7)."""
    if facts.convention.state in _LIVING and len(facts.presidents) > 1:
        *others, last = facts.presidents
        yield Finding(
            code="plusieurs-presidences",
            severity=Severity.WARNING,
            title="Plusieurs comptes de présidence",
            article="art. 6 et 7",
            explanation=f"{', '.join(others)} et {last} ont un compte de présidence : chacun de ces comptes valide les "
            "dossiers et siège au comité.",
            remedy="Si l’une de ces personnes n’a plus qualité, mettez fin à son rôle : ses délégations prennent fin "
            "avec elle.",
            convention=facts.convention,
        )


FILE_TRAPS: tuple[Callable[[Facts, date], Iterator[Finding]], ...] = (
    missing_pieces,
    end_not_recorded,
    nobody_to_validate,
    two_presidencies,
    nobody_to_hand_out,
)
