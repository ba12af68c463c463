"""The end of conventions at their date, whatever ends them: a termination decided, or the term (art. 2, 12)."""

from __future__ import annotations

from django.db import transaction

from passnum.conventions import services as conventions
from passnum.conventions.enums import ConventionState
from passnum.conventions.models import Convention
from passnum.core import clock
from passnum.core.errors import WrongState
from passnum.endings.enums import TerminationState
from passnum.endings.models import Termination
from passnum.endings.services.termination import stop_path
from passnum.endings.services.termination_path import locked_termination, pass_to
from passnum.partners.models import User

#: Why a path that nobody decided stops with the convention.
_OVERTAKEN = "La convention a pris fin à son échéance avant toute décision."
#: Why a decision stops with a convention that an amendment has shortened.
_SHORTENED = "Un avenant a ramené l’échéance de la convention avant le dernier jour décidé."


def apply_due_terminations() -> int:
    """Bring into effect those whose last day has passed; returns how many. Safe to run twice, or late."""
    due = Termination.objects.filter(state=TerminationState.DECIDEE, effect_on__lt=clock.today())
    return sum(_apply(row) for row in due)


def apply_due_expiries() -> int:
    """Record the end of those whose last day has passed; returns how many. Safe to run twice, or late.

    After the amendments and the terminations: an extension received in time extends, and a termination decided for
    the very last day ends the convention as « Résiliée ».
    """
    due = Convention.objects.filter(state=ConventionState.EN_VIGUEUR, ends_on__lt=clock.today())
    ended = 0
    for row in due.order_by("pk"):
        try:
            end_at_term(actor=None, convention=row)
        except WrongState:
            continue  # someone has recorded it, or extended the convention, since it was read
        ended += 1
    return ended


@transaction.atomic
def end_at_term(*, actor: User | None, convention: Convention) -> Convention:
    """The last day has passed: « Résiliée » where a termination was decided, « Échue » otherwise, whoever comes first.

    A path still open without a decision stops there. Raises WrongState before the day after the last one.
    """
    for row in Termination.objects.filter(
        convention=convention, state=TerminationState.DECIDEE, effect_on__lt=clock.today()
    ):
        if _apply(row):
            return Convention.objects.select_related("partner").get(pk=convention.pk)
    _stop_beyond_the_end(convention)
    ended = conventions.record_expiry(actor=actor, convention=convention)
    for open_path in Termination.objects.filter(convention=convention, state=TerminationState.OUVERTE):
        stop_path(None, locked_termination(open_path), _OVERTAKEN)
    return ended


def _stop_beyond_the_end(convention: Convention) -> None:
    """A last day decided after the end, where an amendment has shortened the convention since (art. 2, 11)."""
    last_day = Convention.objects.filter(pk=convention.pk).values("ends_on")
    beyond = Termination.objects.filter(
        convention=convention,
        state=TerminationState.DECIDEE,
        effect_on__gt=last_day,
        convention__ends_on__lt=clock.today(),
    )
    for row in beyond:
        stop_path(None, locked_termination(row), _SHORTENED)


@transaction.atomic
def _apply(termination: Termination) -> bool:
    row = locked_termination(termination)
    if row.state != TerminationState.DECIDEE or row.effect_on is None or row.effect_on >= clock.today():
        return False
    if row.convention.state != ConventionState.EN_VIGUEUR:
        return False  # it has ended in another way meanwhile
    conventions.record_termination(
        actor=None, convention=row.convention, effect_on=row.effect_on, reason=row.get_cause_display()
    )
    pass_to(None, row, TerminationState.EN_EFFET, "prendre effet", "")
    return True
