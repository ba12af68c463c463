"""The silence of the members of a committee, counted once their delay is over."""

from __future__ import annotations

from celery import shared_task

from passnum.committee.services.voting import settle_due_minutes


@shared_task(name="tasks.committee.settle_minutes")
def settle_minutes() -> int:
    """Decide the minutes whose delay to answer is over (art. 7)."""
    return settle_due_minutes()
