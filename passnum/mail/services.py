"""Writing a mail into the outbox, and sending what waits there."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.encoders import encode_base64
from email.message import Message
from email.mime.base import MIMEBase
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from passnum.core.french import typeset
from passnum.mail.html_version import html_version
from passnum.mail.models import MessageState, OutboxAttachment, OutboxMessage

log = logging.getLogger(__name__)

#: A sender that said nothing for this long is taken for dead (real time).
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 5
#: Wait before the next try, by number of tries made.
BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))


@dataclass(frozen=True)
class Attached:
    """A small file to send with a mail: its name, media type with parameters, and octets."""

    name: str
    media_type: str
    content: bytes


def enqueue(
    *, key: str, to: str, template: str, context: Mapping[str, Any], attached: Sequence[Attached] = ()
) -> OutboxMessage:
    """Write one mail, in the caller's transaction. The same key a second time writes nothing.

    `template` names `<template>_subject.txt` and `<template>_body.txt`. The HTML version is made from the text,
    unless `<template>_body.html` exists.
    """
    known = OutboxMessage.objects.filter(key=key).first()
    if known is not None:
        return known
    values = dict(context) | {"base_url": settings.PASSNUM_BASE_URL.rstrip("/")}
    subject = typeset(" ".join(render_to_string(f"{template}_subject.txt", values).split()))
    text = typeset(render_to_string(f"{template}_body.txt", values).strip()) + "\n"
    try:
        html = get_template(f"{template}_body.html").render(values)
    except TemplateDoesNotExist:
        html = html_version(subject=subject, text=text)
    return enqueue_text(key=key, to=to, subject=subject, text=text, html=html, attached=attached)


@transaction.atomic
def enqueue_text(
    *, key: str, to: str, subject: str, text: str, html: str = "", attached: Sequence[Attached] = ()
) -> OutboxMessage:
    """Write one mail already composed, with its files. The same key a second time writes nothing."""
    message, new = OutboxMessage.objects.get_or_create(
        key=key, defaults={"to": to, "subject": subject[:200], "body_text": text, "body_html": html}
    )
    if new:
        OutboxAttachment.objects.bulk_create(
            OutboxAttachment(message=message, name=file.name, media_type=file.media_type, content=file.content)
            for file in attached
        )
    return message


def message_id(key: str) -> str:
    """The stable Message-ID of a key: a mail sent twice after a crash is recognised as the same."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "passnum"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def deliver_pending(limit: int = 200) -> int:
    """Send what waits, one conditional claim per message; returns how many were sent. Safe to run twice at once."""
    _give_up_silent()
    sent = 0
    for pk in list(_waiting().order_by("created_at").values_list("pk", flat=True)[:limit]):
        if _claim(pk):
            sent += _send(OutboxMessage.objects.get(pk=pk))
    return sent


def _free() -> QuerySet[OutboxMessage]:
    """Those pending that no living sender holds."""
    now = timezone.now()
    return OutboxMessage.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=now), state=MessageState.PENDING
    )


def _waiting() -> QuerySet[OutboxMessage]:
    """Those that may be tried now."""
    due = Q(not_before__isnull=True) | Q(not_before__lte=timezone.now())
    return _free().filter(due, attempts__lt=MAX_ATTEMPTS)


def _give_up_silent() -> None:
    """A message whose senders died five times is given up like one that was refused five times."""
    _free().filter(attempts__gte=MAX_ATTEMPTS).update(
        state=MessageState.GIVEN_UP, lease_until=None, last_error="L’envoi s’est interrompu cinq fois sans réponse."
    )


def _claim(pk: int) -> bool:
    """Take the message with one UPDATE. The count of attempts then tells its holder from any later one."""
    return bool(_waiting().filter(pk=pk).update(lease_until=timezone.now() + LEASE, attempts=F("attempts") + 1))


def _send(message: OutboxMessage) -> int:
    try:
        _composed(message).send()
    except Exception as error:  # whatever the server answered, the row keeps it and the next run tries again
        _put_off(message, error)
        return 0
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=MessageState.SENT, sent_at=timezone.now(), lease_until=None, last_error=""
    )
    return 1


def _composed(message: OutboxMessage) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body_text,
        to=[message.to],
        headers={"Message-ID": message_id(message.key), "Auto-Submitted": "auto-generated"},
        connection=get_connection(),
    )
    if message.body_html:
        mail.attach_alternative(message.body_html, "text/html")
    for file in message.attachments.all():
        mail.attach(_part(file))
    return mail


def _part(file: OutboxAttachment) -> MIMEBase:
    """The file as a part of the mail, its media type with its parameters (`method` of an invitation)."""
    given = Message()
    given["Content-Type"] = file.media_type
    part = MIMEBase(given.get_content_maintype(), given.get_content_subtype())
    for name, value in (given.get_params() or [])[1:]:
        part.set_param(name, value)
    part.set_payload(bytes(file.content))
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=file.name)
    return part


def _put_off(message: OutboxMessage, error: Exception) -> None:
    """Note the failure, unless a later sender took the message over meanwhile (its lease had ended)."""
    log.warning("mail not sent", extra={"message_key": message.key, "error": type(error).__name__})
    over = message.attempts >= MAX_ATTEMPTS
    wait = BACKOFF[min(message.attempts, len(BACKOFF)) - 1]
    mine = OutboxMessage.objects.filter(pk=message.pk, state=MessageState.PENDING, attempts=message.attempts)
    mine.update(
        state=MessageState.GIVEN_UP if over else MessageState.PENDING,
        lease_until=None,
        not_before=timezone.now() + wait,
        last_error=f"{type(error).__name__}: {error}"[:300],
    )
