"""Terminations that take effect at their date."""

from __future__ import annotations

from celery import shared_task

from passnum.endings.services import apply_due_terminations


@shared_task(name="tasks.endings.apply_terminations")
def apply_terminations() -> int:
    """Bring into effect those whose last day has passed. Safe to run twice, or late."""
    return apply_due_terminations()
