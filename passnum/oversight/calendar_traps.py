"""Traps of the calendar: dates of the convention that contradict each other (art. 2, 7, 8, 12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from passnum.conventions.deadlines import (
    committee_date_fixed_by,
    fourth_quarter,
    lawful_committees,
    renewal_proposed_by,
    special_committee_by,
)
from passnum.conventions.enums import ConventionState, ElapsedPeriod
from passnum.conventions.models import Obligation
from passnum.conventions.services.agreements import OF_THE_DELIVERABLES
from passnum.core.french import day_and_month
from passnum.oversight.duty import Holder
from passnum.oversight.facts import Facts
from passnum.oversight.finding import ActDue, Finding, Severity

#: From how far a date that comes near is warned of, in days.
SOON = timedelta(days=180)
_BEFORE_FORCE = frozenset({ConventionState.EN_PREPARATION, ConventionState.ENVOYEE, ConventionState.SIGNEE})


def _in_force(facts: Facts) -> bool:
    return facts.convention.state == ConventionState.EN_VIGUEUR


def last_committee_after_renewal(facts: Facts, on: date) -> Iterator[Finding]:
    """The committee of the last fourth quarter comes after the last day to propose a new convention (art. 7, 8)."""
    if not _in_force(facts) or facts.is_met("OB-12"):
        return
    due = renewal_proposed_by(facts.convention.ends_on)
    first, _ = fourth_quarter(facts.convention.last_year)
    passed = on > due.day
    yield Finding(
        code="dernier-comite-apres-renouvellement",
        severity=Severity.WARNING if due.day - SOON <= on and not passed else Severity.NOTE,
        title="Le dernier comité arrive trop tard pour le renouvellement",
        article="art. 7 et 8",
        explanation=f"Une nouvelle convention se propose au plus tard le {day_and_month(due.day)} ({due.explanation}). "
        f"Le comité du 4ᵉ trimestre {facts.convention.last_year} se tient à partir du {day_and_month(first)}.",
        remedy="Cette date est passée : la faculté de l’article 8 n’est plus ouverte, une nouvelle convention "
        "suivrait sa propre voie."
        if passed
        else f"Faites se prononcer le comité du 4ᵉ trimestre {facts.convention.last_year - 1}, ou une réunion "
        f"supplémentaire avant le {day_and_month(due.day)}.",
        convention=facts.convention,
    )


def no_early_end_any_more(facts: Facts, on: date) -> Iterator[Finding]:
    """Six months before the end, no early end other than of right can take effect any more (art. 12)."""
    if not _in_force(facts):
        return
    due = special_committee_by(facts.convention.ends_on)
    if on > due.day:
        yield Finding(
            code="fin-anticipee-impossible",
            severity=Severity.NOTE,
            title="Plus aucune fin anticipée n’est possible, sauf de plein droit",
            article="art. 12",
            explanation=f"Le comité spécial se tient six mois avant la fin envisagée. Depuis le "
            f"{day_and_month(due.day + timedelta(days=1))}, aucune date n’y satisfait avant le "
            f"{day_and_month(facts.convention.ends_on)}.",
            remedy="Restent la force majeure et l’impossibilité pour la structure d’achever sa mission.",
            convention=facts.convention,
        )


def notice_shorter_than_committee(facts: Facts, _on: date) -> Iterator[Finding]:
    """The three months of a breach are shorter than the six months of the special committee (art. 12)."""
    if _in_force(facts):
        yield Finding(
            code="preavis-plus-court-que-le-comite",
            severity=Severity.NOTE,
            title="Trois mois de préavis, six mois pour le comité",
            article="art. 12",
            explanation="Une résiliation pour manquement court trois mois après la lettre recommandée, mais une fin "
            "anticipée demande un comité spécial six mois avant. Le texte ne dit pas laquelle l’emporte.",
            remedy="Passnum calcule les deux dates et les montre ; la décision et son motif restent les vôtres.",
            convention=facts.convention,
        )


def no_lawful_committee(facts: Facts, on: date) -> Iterator[Finding]:
    """Too late for a lawful committee in the fourth quarter: its date is fixed two months before (art. 2, 7)."""
    convention = facts.convention
    in_force_from = convention.in_force_from or on
    year = max(on.year, in_force_from.year)
    waiting = convention.state in _BEFORE_FORCE and year in convention.years
    if not (waiting or (_in_force(facts) and year in convention.years)):
        return
    if any(day.year == year and fourth_quarter(year)[0] <= day for day in facts.committee_days()):
        return
    window = lawful_committees(year, fixed_on=on, in_force_from=in_force_from)
    if window is None:
        yield Finding(
            code="comite-impossible",
            severity=Severity.DANGER if not waiting else Severity.WARNING,
            title=f"Plus aucun comité {year} ne peut respecter les deux mois",
            article="art. 2 et 7" if waiting else "art. 7",
            explanation=f"La date se fixe ensemble deux mois calendaires avant la réunion. Au {day_and_month(on)}, "
            f"même un comité le 31 décembre {year} serait fixé trop tard.",
            remedy="Tenez-le quand même, en disant pourquoi la date a été fixée tard : le retard reste visible, "
            "et l’autre partie peut l’admettre.",
            convention=convention,
            subject=str(year),
            acts=_propose(facts, year),
        )
    elif window[0] > fourth_quarter(year)[0]:
        yield Finding(
            code="comite-a-fixer",
            severity=Severity.WARNING,
            title=f"Le comité {year} n’a pas encore de date",
            article="art. 7",
            explanation=f"Fixée aujourd’hui, la date peut encore aller du {day_and_month(window[0])} "
            f"au {day_and_month(window[1])}. Chaque jour d’attente retire un jour.",
            remedy="Proposez une date à l’autre partie.",
            convention=convention,
            subject=str(year),
            acts=_propose(facts, year),
        )


def _propose(facts: Facts, year: int) -> tuple[ActDue, ...]:
    """EMS proposes, at whose initiative the committee meets, unless a date waits for an answer already (art. 7)."""
    if not _in_force(facts) or year in facts.years_proposed:
        return ()
    words = f"Proposer une date pour le comité {year}"
    by = committee_date_fixed_by(fourth_quarter(year)[1])
    return (ActDue(Holder.EMS, words, "convention_committees", facts.convention.public_id, by),)


def elapsed_period_is_ambiguous(facts: Facts, _on: date) -> Iterator[Finding]:
    """« Période annuelle révolue » is not defined by article 7: its first and last day are stored and shown."""
    for period in facts.periods:
        if period.first_transmitted_on is None:
            kind = period.days_explanation or ElapsedPeriod(facts.convention.elapsed_period).label.lower()
            running = period.due_on is not None and period.last_day >= period.due_on
            yield Finding(
                code="periode-revolue",
                severity=Severity.WARNING if running else Severity.NOTE,
                title=f"Période couverte par les livrables {period.year}",
                article="art. 7",
                explanation="L’article 7 parle de « période annuelle révolue » sans dire laquelle. Ici, "
                f"{kind} : du {day_and_month(period.first_day)} au {day_and_month(period.last_day)}."
                + (" Elle ne serait pas révolue à l’échéance." if running else ""),
                remedy="Si les parties l’entendent autrement, l’Eurométropole l’inscrit dans la convention.",
                convention=facts.convention,
                subject=str(period.year),
            )


def _spokesman(row: Obligation) -> bool:
    """The obligation on which the date of the papers is agreed: the deliverables, where they wait too."""
    return row.rule == "OB-08"


def committee_moved_earlier(facts: Facts, on: date) -> Iterator[Finding]:
    """A committee moved earlier makes nobody late at once: both sides agree on a date (art. 7)."""
    waiting = [row for row in facts.obligations.values() if row.awaits_agreement and row.met_on is None]
    for row in waiting:
        same = [each for each in waiting if each.rule in OF_THE_DELIVERABLES and each.anchor_on == row.anchor_on]
        if row.rule in OF_THE_DELIVERABLES and row is not max(same, key=_spokesman):
            continue  # one date for the same papers: it is asked once
        group = same if row.rule in OF_THE_DELIVERABLES else [row]
        unasked = facts.days_proposed.isdisjoint(each.pk for each in group)
        yield Finding(
            code="date-a-convenir",
            severity=Severity.WARNING,
            title=f"Date à convenir : {row.label.lower()}",
            article=row.article,
            explanation=f"Le comité a été avancé : {row.explanation}. Personne n’est en retard pour autant.",
            remedy="Les deux parties conviennent expressément d’une date.",
            convention=facts.convention,
            subject=str(row.public_id),
            acts=tuple(
                ActDue(holder, f"Convenir d’une date : {row.label.lower()}", "obligation", row.public_id)
                for holder in (Holder.EMS, Holder.REFERENT)
                if unasked
            ),
        )


def last_months_unseen(facts: Facts, on: date) -> Iterator[Finding]:
    """The last committee sees the year before; the rest belongs to the final evaluation (art. 7, 8)."""
    convention = facts.convention
    ending = convention.state in {ConventionState.EN_VIGUEUR, ConventionState.ECHUE, ConventionState.RESILIEE}
    if ending and on.year >= convention.last_year and not facts.is_met("OB-13"):
        yield Finding(
            code="derniers-mois-non-vus",
            severity=Severity.WARNING if on > convention.ends_on else Severity.NOTE,
            title=f"L’exercice {convention.last_year} ne sera vu par aucun comité",
            article="art. 7 et 8",
            explanation=f"Le comité {convention.last_year} examine l’exercice {convention.last_year - 1}. Le dernier "
            "exercice relève de l’évaluation finale, qui survit à la fin de la convention, alors que le renouvellement "
            "se décide avant ses derniers chiffres.",
            remedy="Prévoyez l’évaluation finale avec les chiffres de toute la durée.",
            convention=convention,
        )


def restitution_not_foreseen(facts: Facts, on: date) -> Iterator[Finding]:
    """Article 12 asks for the Pass back on termination only; the text says nothing of a normal end."""
    convention = facts.convention
    near = _in_force(facts) and on >= special_committee_by(convention.ends_on).day
    if near or convention.state == ConventionState.ECHUE:
        yield Finding(
            code="restitution-fin-normale",
            severity=Severity.NOTE,
            title="Les Pass non distribués à l’échéance ne sont pas prévus",
            article="art. 12",
            explanation="L’article 12 prévoit leur restitution en cas de résiliation, et rien pour une fin normale.",
            remedy="Convenez-en en comité avant l’échéance, par un avenant s’il le faut (art. 11).",
            convention=convention,
        )


def format_published_late(facts: Facts, on: date) -> Iterator[Finding]:
    """A partner's delay shows whether EMS was late first with the format of the report (art. 4, 6)."""
    for period in facts.periods:
        row = facts.obligation("OB-28", str(period.year))
        late = period.due_on is not None and on > period.due_on and period.first_transmitted_on is None
        if row is None or not late or (row.met_on is not None and row.met_on <= period.first_day):
            continue
        when = f"publié le {day_and_month(row.met_on)}" if row.met_on else "dont la publication n’est pas prouvée"
        yield Finding(
            code="format-tardif",
            severity=Severity.WARNING,
            title=f"Le retard {period.year} a pu venir du format",
            article="art. 4 et 6",
            explanation="Les livrables sont en retard, sur un format que l’Eurométropole devait publier avant "
            f"le {day_and_month(period.first_day)}, {when}.",
            remedy="Versez la preuve de la publication, ou accordez une tolérance.",
            convention=facts.convention,
            subject=str(period.year),
            acts=(ActDue(Holder.EMS, "Prouver la publication du format du rapport", "obligation", row.public_id),),
        )


CALENDAR_TRAPS: tuple[Callable[[Facts, date], Iterator[Finding]], ...] = (
    no_lawful_committee,
    elapsed_period_is_ambiguous,
    committee_moved_earlier,
    format_published_late,
    last_committee_after_renewal,
    last_months_unseen,
    no_early_end_any_more,
    notice_shorter_than_committee,
    restitution_not_foreseen,
)
