"""The mails that the file-based backend wrote to disk, read back for the development pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

#: The backend ends each message with a line of 79 dashes.
_SEPARATOR = re.compile(rb"^-{79}\n", re.MULTILINE)


@dataclass(frozen=True)
class SentFile:
    """A file that travelled with a mail: its name, its type with parameters, its octets."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class SentMail:
    """A mail as it left: `identifier` is the start of the SHA-256 of its bytes."""

    identifier: str
    subject: str
    recipients: str
    sender: str
    sent_at: datetime | None
    text: str
    html: str
    message_id: str
    attachments: tuple[SentFile, ...] = ()


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""


def _moment(written: str) -> datetime:
    """« -0000 », which Django writes, is UTC told by a machine that does not say where it is."""
    moment = parsedate_to_datetime(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parse(raw: bytes) -> SentMail:
    message = message_from_bytes(raw, policy=policy.default)
    date = message.get("Date")
    return SentMail(
        identifier=sha256(raw).hexdigest()[:16],
        subject=str(message.get("Subject", "(sans objet)")),
        recipients=str(message.get("To", "")),
        sender=str(message.get("From", "")),
        sent_at=_moment(str(date)) if date else None,
        text=_body(message, "plain"),
        html=_body(message, "html"),
        message_id=str(message.get("Message-ID", "")),
        attachments=tuple(
            SentFile(part.get_filename("sans nom"), str(part["Content-Type"]), part.get_payload(decode=True) or b"")
            for part in message.iter_attachments()
        ),
    )


def _messages(folder: Path) -> Iterator[SentMail]:
    for path in sorted(folder.glob("*.log")):
        for raw in _SEPARATOR.split(path.read_bytes()):
            if raw.strip():
                yield _parse(raw)


def sent_mails(folder: Path, recipient: str = "") -> list[SentMail]:
    """Mails of the folder, newest first; `recipient` keeps those whose address contains it."""
    mails = [mail for mail in _messages(folder) if recipient.lower() in mail.recipients.lower()]
    return sorted(mails, key=lambda mail: mail.sent_at.timestamp() if mail.sent_at else 0.0, reverse=True)


def find_mail(folder: Path, identifier: str) -> SentMail | None:
    """The mail of that identifier, or None."""
    return next((mail for mail in _messages(folder) if mail.identifier == identifier), None)
