"""The hourly reminders."""

from celery import shared_task

from passnum.reminders.services import send_due_reminders
from tasks.mail import send_outbox
from tasks.wakeups import wake


@shared_task(name="tasks.reminders.send_reminders")
def send_reminders() -> int:
    """Write the reminders that are due, then wake the outbox."""
    written = send_due_reminders()
    if written:
        wake(send_outbox)
    return written
