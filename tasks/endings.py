"""Amendments and terminations that take effect at their date."""

from __future__ import annotations

from celery import shared_task

from passnum.conventions.services.amendments import apply_due_amendments
from passnum.endings.services import apply_due_terminations


@shared_task(name="tasks.endings.apply_terminations")
def apply_terminations() -> int:
    """Bring into effect the amendments whose day has come, the terminations whose last day has passed."""
    return apply_due_amendments() + apply_due_terminations()
