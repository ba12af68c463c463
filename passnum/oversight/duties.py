"""The only answer to « what is due, to whom, why »: read from rows, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from passnum.conventions.completeness import DELIBERATION, SIGNATURE, TRANSMISSION, missing_elements
from passnum.conventions.enums import SETTLED_STATUSES, ConventionState, Debtor, Side
from passnum.conventions.models import Convention, Obligation
from passnum.conventions.obligation import ObligationQuerySet
from passnum.core import clock
from passnum.deliverables.completeness import missing_for_submission
from passnum.deliverables.enums import CLOSED_STATES, DeliverableKind, DeliverableState, DossierState
from passnum.deliverables.models import Dossier, ReportingPeriod
from passnum.oversight.agreement_duties import agreement_duties
from passnum.oversight.booklet_duties import booklet_duties
from passnum.oversight.committee_duties import committee_duties
from passnum.oversight.duty import Duty, Holder, Urgency
from passnum.oversight.ending_duties import ending_duties
from passnum.oversight.finding_duties import finding_duties
from passnum.oversight.findings import all_findings, findings_of_all
from passnum.oversight.minutes_duties import meeting_duties_of_ems, minutes_to_answer
from passnum.partners.models import Partner, User
from passnum.partners.permissions import is_ems_administrator

__all__ = [
    "Duty",
    "Holder",
    "Urgency",
    "all_open_duties",
    "all_reporting_duties",
    "duties_for_ems",
    "duties_of_partner",
]


def duties_of_partner(partner: Partner) -> list[Duty]:
    """Everything that waits at this partner or for it, by legal date, then in the order of the convention.

    The reader's rights are the caller's matter.
    """
    obligations = [
        duty
        for duty in _from_obligations(_dated_obligations().filter(convention__partner=partner))
        if duty.holder != Holder.EMS
    ]
    meetings = [
        *committee_duties(Side.STRUCTURE, partner),
        *agreement_duties(Side.STRUCTURE, partner),
        *minutes_to_answer(partner),
    ]
    rows = Convention.objects.filter(partner=partner).current().with_completeness().select_related("partner")
    asked = finding_duties(findings_of_all(rows), frozenset({Holder.REFERENT, Holder.PRESIDENT}))
    reports = _from_periods(_periods().filter(convention__partner=partner))
    things = [*booklet_duties(Side.STRUCTURE, partner), *ending_duties(Side.STRUCTURE, partner)]
    return _sorted([*reports, *obligations, *meetings, *asked, *things])


def duties_for_ems(actor: User) -> list[Duty]:
    """What waits for EMS, over all partners; empty for anyone else."""
    if not is_ems_administrator(actor):
        return []
    dossiers = [duty for duty in _from_periods(_periods(), detailed=False) if duty.holder == Holder.EMS]
    obligations = [duty for duty in _from_obligations(_dated_obligations()) if duty.holder == Holder.EMS]
    meetings = [*committee_duties(Side.EMS), *agreement_duties(Side.EMS), *meeting_duties_of_ems(actor)]
    asked = finding_duties(all_findings(actor), frozenset({Holder.EMS}))
    things = [*booklet_duties(Side.EMS), *ending_duties(Side.EMS)]
    return _sorted([*dossiers, *_incomplete_conventions(), *obligations, *meetings, *asked, *things])


def all_open_duties(actor: User) -> list[Duty]:
    """What waits at the partners, over all of them, for EMS to see; empty for anyone else."""
    if not is_ems_administrator(actor):
        return []
    reports = [duty for duty in _from_periods(_periods(), detailed=False) if duty.holder != Holder.EMS]
    waiting = [*committee_duties(Side.STRUCTURE), *booklet_duties(Side.STRUCTURE)]
    return _sorted([*reports, *waiting, *minutes_to_answer()])


def all_reporting_duties() -> list[Duty]:
    """What référents have to hand in, over all conventions in force: the source of the reminders."""
    return _sorted(duty for duty in _from_periods(_periods(), detailed=False) if duty.holder == Holder.REFERENT)


def _periods() -> QuerySet[ReportingPeriod]:
    return (
        ReportingPeriod.objects.exclude(dossiers__state=DossierState.ARCHIVE)
        .filter(convention__state__in=[ConventionState.EN_VIGUEUR, ConventionState.ECHUE])
        .select_related("convention__partner")
        .prefetch_related(
            "deliverables",
            Prefetch("dossiers", Dossier.objects.exclude(state__in=CLOSED_STATES), to_attr="live_dossiers"),
        )
    )


def _from_periods(periods: Iterable[ReportingPeriod], *, detailed: bool = True) -> list[Duty]:
    """`detailed` also reads what each deliverable misses: a few queries per deliverable, for one partner's page."""
    found: list[Duty] = []
    for period in periods:
        if clock.today() <= period.last_day:
            continue
        live: list[Dossier] = period.live_dossiers  # type: ignore[attr-defined]
        found.extend(_for_dossier(period, live[0]) if live else _for_deliverables(period, detailed))
    return found


#: The noun of each deliverable with its article, as a sentence needs it.
_WITH_ARTICLE = {
    DeliverableKind.PROGRAMME: "le programme d’actions",
    DeliverableKind.INDICATORS: "le rapport d’indicateurs",
    DeliverableKind.SURVEY: "l’enquête de satisfaction",
}


def _for_deliverables(period: ReportingPeriod, detailed: bool) -> Iterable[Duty]:
    for deliverable in period.deliverables.all():
        if deliverable.state == DeliverableState.REMIS:
            continue
        deliverable.period = period
        yield _duty(
            period,
            Holder.REFERENT,
            f"Remettre {_WITH_ARTICLE[DeliverableKind(deliverable.kind)]} {period.year}",
            "deliverable",
            deliverable.public_id,
            missing=tuple(missing_for_submission(deliverable)) if detailed else (),
        )


#: What each state asks, of whom.
_ACTS = {
    DossierState.EN_COMPILATION: (Holder.REFERENT, "Suivre la compilation du dossier"),
    DossierState.A_VALIDER: (Holder.PRESIDENT, "Valider le dossier"),
    DossierState.TRANSMIS: (Holder.EMS, "Prendre en examen le dossier"),
    DossierState.EN_EXAMEN: (Holder.EMS, "Examiner le dossier"),
    DossierState.APPROUVE: (Holder.EMS, "Archiver le dossier"),
    DossierState.APPROUVE_AVEC_RESERVES: (Holder.EMS, "Archiver le dossier"),
}


def _for_dossier(period: ReportingPeriod, dossier: Dossier) -> Iterable[Duty]:
    state = DossierState(dossier.state)
    if state not in _ACTS:
        return
    holder, act = _ACTS[state]
    if state == DossierState.EN_COMPILATION and dossier.failure:
        act = "Relancer la compilation du dossier"
    duty = _duty(period, holder, f"{act} {period.year}", "dossier", dossier.public_id)
    dated = holder != Holder.EMS
    yield Duty(
        **{
            **duty.__dict__,
            "since": clock.day_of(dossier.state_since),
            "note": dossier.failure,
            "due_on": duty.due_on if dated else None,
            "explanation": duty.explanation if dated else "sans délai dans la convention",
            "article": duty.article if dated else "art. 6",
        }
    )


def _duty(
    period: ReportingPeriod,
    holder: Holder,
    act: str,
    target: str,
    public_id: UUID,
    *,
    missing: tuple[str, ...] = (),
) -> Duty:
    return Duty(
        holder=holder,
        act=act,
        partner=period.convention.partner,
        convention=period.convention,
        due_on=period.due_on,
        explanation=period.due_explanation or "le comité n’a pas encore de date",
        article=period.due_article or "art. 7",
        missing=missing,
        target=target,
        public_id=public_id,
    )


_PREPARING = (ConventionState.EN_PREPARATION, ConventionState.ENVOYEE, ConventionState.SIGNEE)
#: What still lets a convention in force be contested.
_CONTESTABLE = frozenset({DELIBERATION, TRANSMISSION, SIGNATURE})


def _incomplete_conventions() -> Iterable[Duty]:
    """What is missing, named (« délibération de l’Eurométropole : XXX, à compléter »).

    Before a convention is in force, everything; afterwards, the acts and dates whose absence lets it be contested.
    """
    living = [*_PREPARING, ConventionState.EN_VIGUEUR]
    for convention in Convention.objects.with_completeness().filter(state__in=living).select_related("partner"):
        preparing = convention.state in _PREPARING
        missing = [item for item in missing_elements(convention) if preparing or item.code in _CONTESTABLE]
        if not missing and not preparing:
            continue
        yield Duty(
            holder=Holder.EMS,
            act="Compléter la convention",
            partner=convention.partner,
            convention=convention,
            due_on=None,
            explanation="sans délai dans la convention",
            article="art. 2",
            missing=tuple(item.what for item in missing),
            target="convention" if preparing else "record",
            public_id=convention.public_id,
        )


#: Obligations that the deliverables and the dossier already ask for, step by step.
_ASKED_OTHERWISE = frozenset({"OB-04", "OB-08", "OB-09", "OB-11"})
#: From how many days before its date an obligation is something to do.
OBLIGATION_NOTICE_DAYS = 90
_HOLDERS = {
    Debtor.EMS: (Holder.EMS,),
    Debtor.COMITE: (Holder.EMS,),
    Debtor.STRUCTURE: (Holder.REFERENT,),
    Debtor.DEUX: (Holder.EMS, Holder.REFERENT),
}


def _dated_obligations() -> ObligationQuerySet:
    until = clock.today() + timedelta(days=OBLIGATION_NOTICE_DAYS)
    return (
        Obligation.objects.filter(convention__state=ConventionState.EN_VIGUEUR, due_on__lte=until, met_on__isnull=True)
        .exclude(rule__in=_ASKED_OTHERWISE)
        .select_related("convention__partner")
        .prefetch_related("tolerances")
    )


def _from_obligations(obligations: Iterable[Obligation]) -> Iterable[Duty]:
    for row in obligations:
        if row.status(clock.today()) in SETTLED_STATUSES:
            continue
        for holder in _HOLDERS.get(Debtor(row.debtor), ()):
            yield Duty(
                holder=holder,
                act=row.label,
                partner=row.convention.partner,
                convention=row.convention,
                due_on=row.due_on,
                explanation=row.explanation,
                article=row.article,
                missing=(),
                target="obligation",
                public_id=row.public_id,
            )


def _sorted(duties: Iterable[Duty]) -> list[Duty]:
    return sorted(duties, key=lambda duty: (duty.due_on or date.max, duty.partner.name))
