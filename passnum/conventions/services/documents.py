"""Versions of the document: produced, sent for signature, answered by a signed scan."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction

from passnum.conventions.completeness import missing_elements
from passnum.conventions.document_pdf import Identity, Rendered, render_preview, render_version
from passnum.conventions.document_text import digest_of, words_of
from passnum.conventions.enums import EDITABLE_STATES
from passnum.conventions.models import Convention, DocumentVersion
from passnum.conventions.permissions import ensure_conducts
from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, WrongState
from passnum.partners.models import User
from passnum.partners.permissions import author_for

SUBJECT = "document"


def preview(convention: Convention) -> Rendered:
    """The document as it stands, not to be signed, with what it still misses. Raises RenderingFailed."""
    words = words_of(convention, list(convention.articles.all()))
    missing = [item.what for item in missing_elements(convention)]
    return render_preview(words, missing, made_at=clock.now())


@transaction.atomic
def produce_version(*, actor: User, convention: Convention) -> DocumentVersion:
    """The version to sign, numbered and frozen; the one that exists when the text has not changed since.

    Raises InvalidInput while an element that the signature needs, or the text of an article, is missing; WrongState
    once the convention has left preparation.
    """
    ensure_conducts(actor)
    row = (
        Convention.objects.select_for_update(of=("self",), no_key=True).select_related("partner").get(pk=convention.pk)
    )
    if row.state not in EDITABLE_STATES:
        raise WrongState(
            f"La convention est « {row.get_state_display()} » : la version à signer est déjà partie. "
            "Reprenez-la en préparation pour en produire une autre."
        )
    wanting = [item.what for item in missing_elements(row) if item.blocking or item.printed]
    if wanting:
        raise InvalidInput("La version à signer ne peut pas être produite. Il manque : " + " ; ".join(wanting) + ".")
    return _current(row) or _produce(actor, row)


def _current(row: Convention) -> DocumentVersion | None:
    """The latest version, if it says what the record says today."""
    latest = row.document_versions.first()
    digest = digest_of(words_of(row, list(row.articles.all())))
    return latest if latest is not None and latest.text_sha256 == digest else None


def _produce(actor: User, row: Convention) -> DocumentVersion:
    words = words_of(row, list(row.articles.all()))
    latest = row.document_versions.first()
    identity = Identity(uuid.uuid4(), latest.number + 1 if latest else 1)
    made_at = clock.now()
    rendered = render_version(words, identity, made_at=made_at)
    version = DocumentVersion(
        public_id=identity.public_id,
        convention=row,
        number=identity.number,
        made_at=made_at,
        made_by=actor,
        text_sha256=digest_of(words),
        pdf_sha256=hashlib.sha256(rendered.pdf).hexdigest(),
        pages=rendered.pages,
    )
    version.file.save("document.pdf", ContentFile(rendered.pdf), save=False)
    version.save()
    _record(actor, version, "produire la version à signer", version.pdf_sha256)
    return version


def freeze_sent(*, actor: User, convention: Convention, on: date) -> DocumentVersion | None:
    """Within the sending: mark the version that says today's text as the one sent, produced now if need be.

    None where the texts of the articles are not in the record: such a convention is signed on a document made
    elsewhere, and completeness says so.
    """
    if any(item.printed for item in missing_elements(convention)):
        return None
    version = _current(convention) or _produce(actor, convention)
    version.sent_on, version.called_back_on = on, None
    version.save(update_fields=["sent_on", "called_back_on"])
    _record(actor, version, "envoyer cette version pour signature", version.pdf_sha256)
    return version


def call_back_sent(*, actor: User, convention: Convention) -> None:
    """Within the return to preparation: the version sent is no longer the one to sign."""
    version = sent_version(convention)
    if version is not None:
        version.called_back_on = clock.today()
        version.save(update_fields=["called_back_on"])
        _record(actor, version, "rappeler cette version", version.pdf_sha256)


def file_scan(*, actor: User | None, convention: Convention, received_on: date, sha256: str) -> None:
    """Within the receipt: the signed scan answers the version that was sent."""
    version = sent_version(convention)
    if version is not None:
        version.scan_sha256, version.scan_received_on = sha256, received_on
        version.save(update_fields=["scan_sha256", "scan_received_on"])
        _record(actor, version, "classer l’exemplaire signé avec cette version", sha256)


def sent_version(convention: Convention) -> DocumentVersion | None:
    """The version that is out for signature, or that was signed."""
    return convention.document_versions.filter(sent_on__isnull=False, called_back_on__isnull=True).first()


def _record(actor: User | None, version: DocumentVersion, act: str, evidence: str) -> None:
    journal.record(
        chain=str(version.convention.public_id),
        author=author_for(actor, None, clock.today()) if actor else journal.SYSTEM_AUTHOR,
        act=act,
        subject=journal.Subject(SUBJECT, version.public_id),
        evidence=evidence,
    )
