"""What the end of a convention waits for: Pass to give back, their receipt, the final evaluation (art. 8, 12)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from passnum.conventions.enums import ConventionState, Side
from passnum.conventions.models import Convention, Obligation
from passnum.endings.enums import DECIDED_STATES
from passnum.endings.models import FinalEvaluation, Termination
from passnum.oversight.duty import Duty, Holder
from passnum.partners.models import Partner

UNDATED = "sans délai dans la convention"
_OVER = (ConventionState.ECHUE, ConventionState.RESILIEE)


def ending_duties(side: Side, partner: Partner | None = None) -> Iterator[Duty]:
    """What waits for that side, at one partner or over all of them."""
    yield from _restitutions(side, partner)
    yield from _evaluations_to_agree_on(side, partner)
    if side == Side.EMS:
        yield from _evaluations_to_begin()


def _restitutions(side: Side, partner: Partner | None) -> Iterator[Duty]:
    """The structure gives back, then EMS confirms what it received."""
    rows = Termination.objects.filter(state__in=sorted(DECIDED_STATES), restitution_confirmed_on__isnull=True)
    if partner is not None:
        rows = rows.filter(convention__partner=partner)
    for row in rows.select_related("convention__partner"):
        declared = row.returned_on is not None
        if side == Side.EMS and declared:
            words = "Confirmer la réception des Pass restitués"
            yield _duty(Holder.EMS, words, row.convention, "art. 12", "termination", row.public_id)
        elif side == Side.STRUCTURE and not declared:
            words = "Restituer les Pass non distribués"
            yield _duty(Holder.REFERENT, words, row.convention, "art. 12", "termination", row.public_id)


def _evaluations_to_agree_on(side: Side, partner: Partner | None) -> Iterator[Duty]:
    field, holder = {
        Side.EMS: ("ems_agreed_on", Holder.EMS),
        Side.STRUCTURE: ("partner_agreed_on", Holder.PRESIDENT),
    }[side]
    rows = FinalEvaluation.objects.filter(concluded_on__isnull=True, **{f"{field}__isnull": True})
    if partner is not None:
        rows = rows.filter(convention__partner=partner)
    for row in rows.exclude(conclusions="").select_related("convention__partner"):
        words = "Donner l’accord sur l’évaluation finale"
        yield _duty(holder, words, row.convention, "art. 8", "evaluation", row.public_id)


def _evaluations_to_begin() -> Iterator[Duty]:
    """The evaluation survives the end: once the convention is over, EMS brings the figures together."""
    due = Obligation.objects.filter(rule="OB-13", met_on__isnull=True, convention__state__in=_OVER)
    written = FinalEvaluation.objects.exclude(conclusions="").values("convention")
    for row in due.exclude(convention__in=written).select_related("convention__partner"):
        words = "Écrire l’évaluation finale"
        yield _duty(Holder.EMS, words, row.convention, "art. 8", "endings", row.convention.public_id)


def _duty(holder: Holder, act: str, convention: Convention, article: str, target: str, public_id: UUID) -> Duty:
    return Duty(
        holder=holder,
        act=act,
        partner=convention.partner,
        convention=convention,
        due_on=None,
        explanation=UNDATED,
        article=article,
        missing=(),
        target=target,
        public_id=public_id,
    )
