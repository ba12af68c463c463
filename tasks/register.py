"""Interviews left behind: what was typed, and codes in clear, live a day at the most."""

from celery import shared_task

from passnum.distribution.drafts import forget_old_drafts


@shared_task(name="tasks.register.forget_drafts")
def forget_drafts() -> int:
    """Delete the drafts of attributions that nobody came back to."""
    return forget_old_drafts()
