"""Agreeing on a day together: proposed by one party, accepted by the other, once. The legal date stays written.

For an obligation whose committee was moved earlier (a new date), and for more time on what both parties owe.
"""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from passnum.conventions.agreement import DayProposal
from passnum.conventions.enums import AgreedOn, ProposalAnswer, Side
from passnum.conventions.obligation import Obligation, ObligationDate, Tolerance
from passnum.conventions.permissions import agrees_for, may_agree_on
from passnum.conventions.services.obligation_acts import author_of, given_reason, locked, record_act
from passnum.core import clock
from passnum.core.errors import InvalidInput, NotAllowed, WrongState
from passnum.core.french import long_date, long_moment
from passnum.core.plausible_days import plausible
from passnum.partners.models import User

#: What one date of the deliverables dates at once: report, deliverables, presidential validation.
OF_THE_DELIVERABLES = frozenset({"OB-04", "OB-08", "OB-09"})


@transaction.atomic
def propose_day(*, actor: User, obligation: Obligation, day: date, reason: str) -> DayProposal:
    """Propose a day to the other party, with a reason; nothing changes until it accepts.

    Raises WrongState where no common day is looked for, or one waits already; InvalidInput for a day that is past, or
    on which the committee has met.
    """
    row = locked(obligation)
    about = _about(row)
    side = _side(actor, row)
    _check_day(row, about, day)
    author = author_of(actor, row)
    try:
        with transaction.atomic():
            proposal = DayProposal.objects.create(
                obligation=row,
                about=about,
                day=day,
                reason=given_reason(reason),
                side=side,
                proposed_by=actor,
                proposed_as=author.role[:160],
                proposed_at=clock.now(),
            )
    except IntegrityError as error:
        raise WrongState("Une date est déjà proposée pour cette obligation : répondez-y d’abord.") from error
    record_act(actor, row, "proposer une date à l’autre partie", to=f"{day:%d/%m/%Y}", reason=proposal.reason)
    return proposal


@transaction.atomic
def accept_day(*, actor: User, proposal: DayProposal) -> DayProposal:
    """Agree for one's party: the day holds from now on, with who agreed and when on both sides."""
    row = locked(proposal.obligation)
    chosen = _waiting(proposal)
    side = _side(actor, row)
    if side == chosen.side:
        raise WrongState("Votre partie a proposé cette date : l’autre partie l’accepte.")
    if _about(row) != chosen.about:
        raise WrongState("Cette obligation a changé depuis la proposition : rechargez la page.")
    _check_day(row, AgreedOn(chosen.about), chosen.day)
    _answer(chosen, actor, row, ProposalAnswer.ACCEPTEE)
    if chosen.about == AgreedOn.DELAI:
        _grant(actor, row, chosen)
    else:
        for each in _dated_with(row):
            _date(actor, each, chosen)
    return chosen


@transaction.atomic
def decline_day(*, actor: User, proposal: DayProposal, reason: str) -> DayProposal:
    """Refuse for one's party, with a reason: the former date stands, another one may be proposed."""
    row = locked(proposal.obligation)
    chosen = _waiting(proposal)
    if _side(actor, row) == chosen.side:
        raise WrongState("Votre partie a proposé cette date : retirez-la plutôt.")
    chosen.answer_reason = given_reason(reason)
    _answer(chosen, actor, row, ProposalAnswer.REFUSEE)
    record_act(actor, row, "refuser la date proposée", to=f"{chosen.day:%d/%m/%Y}", reason=chosen.answer_reason)
    return chosen


@transaction.atomic
def withdraw_day(*, actor: User, proposal: DayProposal) -> DayProposal:
    """Take back a day that one's party proposed, while the other has not answered."""
    row = locked(proposal.obligation)
    chosen = _waiting(proposal)
    if _side(actor, row) != chosen.side:
        raise WrongState("Une date se retire par la partie qui l’a proposée.")
    _answer(chosen, actor, row, ProposalAnswer.RETIREE)
    record_act(actor, row, "retirer la date proposée", to=f"{chosen.day:%d/%m/%Y}")
    return chosen


def _about(row: Obligation) -> AgreedOn:
    about = may_agree_on(row, clock.today())
    if about is None:
        raise WrongState("Cette obligation n’attend pas de date convenue entre les deux parties.")
    return about


def _side(actor: User, row: Obligation) -> Side:
    side = agrees_for(actor, row)
    if side is None:
        raise NotAllowed(
            "Une date se convient entre l’Eurométropole et la structure : sa présidence, ses référentes et référents."
        )
    return side


def _check_day(row: Obligation, about: AgreedOn, day: date) -> None:
    plausible(day, "day")
    if day < clock.today():
        raise InvalidInput("Cette date est passée : proposez-en une à venir.", field="day")
    if about == AgreedOn.DELAI and row.due_on is not None and day <= row.due_on:
        raise InvalidInput(f"Plus de temps va au-delà de l’échéance du {long_date(row.due_on)}.", field="day")
    if row.anchor_on is not None and day >= row.anchor_on:
        raise InvalidInput(f"Le comité se tient le {long_date(row.anchor_on)} : convenez d’un jour avant.", field="day")


def _waiting(proposal: DayProposal) -> DayProposal:
    chosen = DayProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if chosen.answer != ProposalAnswer.EN_ATTENTE:
        raise WrongState(f"Cette proposition est déjà {chosen.get_answer_display().lower()}. Rechargez la page.")
    return chosen


def _answer(chosen: DayProposal, actor: User, row: Obligation, answer: ProposalAnswer) -> None:
    chosen.answer, chosen.answered_by, chosen.answered_at = answer, actor, clock.now()
    chosen.answered_as = author_of(actor, row).role[:160]
    chosen.save()


def _dated_with(row: Obligation) -> list[Obligation]:
    """The obligation, and those that the same committee dates for the same papers."""
    if row.rule not in OF_THE_DELIVERABLES:
        return [row]
    rows = Obligation.objects.select_for_update(of=("self",)).filter(
        convention=row.convention, rule__in=OF_THE_DELIVERABLES, anchor_on=row.anchor_on, awaits_agreement=True
    )
    return list(rows.select_related("convention__partner").order_by("rule"))


def _date(actor: User, row: Obligation, chosen: DayProposal) -> None:
    """The agreed day is the date from now on; the former one and that of the text stay readable."""
    former = row.due_on
    row.due_on, row.awaits_agreement = chosen.day, False
    legal = f" ; {row.legal_on:%d/%m/%Y} selon le texte" if row.legal_on else ""
    row.explanation = f"convenu par les deux parties le {clock.today():%d/%m/%Y}{legal}"
    row.save()
    overtake_proposals(row)
    ObligationDate.objects.create(
        obligation=row,
        anchor=row.anchor,
        anchor_on=row.anchor_on,
        due_on=row.due_on,
        explanation=row.explanation,
        reason=_agreed(chosen),
        recorded_at=clock.now(),
    )
    before = f"{former:%d/%m/%Y}" if former else ""
    record_act(actor, row, "convenir d’une date", before=before, to=f"{chosen.day:%d/%m/%Y}", reason=chosen.reason)


def overtake_proposals(row: Obligation) -> None:
    """A day that still waits for an answer has no object any more: another date holds, or nothing is expected."""
    waiting = DayProposal.objects.filter(obligation=row).waiting()
    waiting.update(answer=ProposalAnswer.DEPASSEE, answered_at=clock.now())


def _grant(actor: User, row: Obligation, chosen: DayProposal) -> None:
    Tolerance.objects.create(
        obligation=row,
        until=chosen.day,
        reason=chosen.reason,
        granted_on=clock.today(),
        granted_by=actor,
        granted_as=f"les deux parties ({chosen.proposed_as} ; {chosen.answered_as})"[:160],
    )
    record_act(actor, row, "convenir d’une tolérance", to=f"jusqu’au {chosen.day:%d/%m/%Y}", reason=_agreed(chosen))


def _agreed(chosen: DayProposal) -> str:
    """Who agreed and when, on both sides."""
    assert chosen.answered_at is not None
    return (
        f"{chosen.reason} Proposé par {chosen.proposed_as}, {long_moment(chosen.proposed_at)} ; "
        f"accepté par {chosen.answered_as}, {long_moment(chosen.answered_at)}."
    )
