"""Sending the outbox."""

from celery import shared_task

from passnum.mail.services import deliver_pending


@shared_task(name="tasks.mail.send_outbox")
def send_outbox() -> int:
    """Send the mails that wait."""
    return deliver_pending()
