"""Amendments, terminations and terms that take effect at their date."""

from __future__ import annotations

from celery import shared_task

from passnum.conventions.services.amendments import apply_due_amendments
from passnum.endings.services import apply_due_expiries, apply_due_terminations


@shared_task(name="tasks.endings.apply_due_ends")
def apply_due_ends() -> int:
    """Bring into effect what is due, in this order.

    An extension received in time comes before the end it moves; a termination decided for the last day before the
    term of that day.
    """
    return apply_due_amendments() + apply_due_terminations() + apply_due_expiries()
