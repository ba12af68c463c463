"""EMS examines what it has received: approve, approve with reservations, send back, archive."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from passnum.core import clock
from passnum.core.errors import InvalidInput
from passnum.core.richtext import is_blank
from passnum.deliverables import emails
from passnum.deliverables.enums import DossierState, Side
from passnum.deliverables.models import Deliverable, Dossier
from passnum.deliverables.passages import ensure_file_is, lock_dossier, pass_to
from passnum.deliverables.permissions import ensure_ems
from passnum.deliverables.services.presidency import send_back_with_remarks
from passnum.partners.models import User


@transaction.atomic
def open_examination(*, actor: User, dossier: Dossier) -> Dossier:
    """« En examen »: someone at EMS has taken the dossier in hand; the partner sees it."""
    ensure_ems(actor)
    row = lock_dossier(dossier, DossierState.EN_EXAMEN)
    pass_to(row, DossierState.EN_EXAMEN, actor=actor, act="prendre en examen")
    emails.announce_passage(row)
    return row


@transaction.atomic
def approve(*, actor: User, dossier: Dossier) -> Dossier:
    """« Approuvé ». EMS's approval is no guarantee: the partner keeps its responsibility (art. 10)."""
    ensure_ems(actor)
    row = lock_dossier(dossier, DossierState.APPROUVE)
    pass_to(row, DossierState.APPROUVE, actor=actor, act="approuver", evidence=row.transmitted_sha256)
    emails.announce_passage(row)
    return row


@transaction.atomic
def approve_with_reservations(*, actor: User, dossier: Dossier, reservations: str) -> Dossier:
    """« Approuvé avec réserves »: the reservations are written and sent to the partner."""
    ensure_ems(actor)
    row = lock_dossier(dossier, DossierState.APPROUVE_AVEC_RESERVES)
    if is_blank(reservations):
        raise InvalidInput("Écrivez vos réserves : la structure les recevra.", field="reason")
    row.reason = reservations.strip()
    pass_to(
        row,
        DossierState.APPROUVE_AVEC_RESERVES,
        actor=actor,
        act="approuver avec réserves",
        reason=row.reason,
        evidence=row.transmitted_sha256,
    )
    emails.announce_passage(row)
    return row


@transaction.atomic
def send_back(*, actor: User, dossier: Dossier, reason: str, remarks: Mapping[Deliverable, str]) -> Dossier:
    """« À corriger »: the deliverables remarked on reopen; the next version is validated by the President again."""
    ensure_ems(actor)
    row = lock_dossier(dossier, DossierState.A_CORRIGER)
    return send_back_with_remarks(
        row, actor=actor, to=DossierState.A_CORRIGER, side=Side.EMS, reason=reason, remarks=remarks
    )


@transaction.atomic
def archive(*, actor: User, dossier: Dossier) -> Dossier:
    """« Archivé »: the transmitted file, and no other, is kept; its bytes are checked first."""
    ensure_ems(actor)
    row = lock_dossier(dossier, DossierState.ARCHIVE)
    ensure_file_is(row, row.sealed_sha256)
    row.archived_sha256 = row.sealed_sha256
    row.archived_at = clock.now()
    pass_to(row, DossierState.ARCHIVE, actor=actor, act="archiver", evidence=row.archived_sha256)
    emails.announce_passage(row)
    return row
