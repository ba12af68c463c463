"""Submitting a deliverable, taking it back, and opening the dossier when the last one is in (art. 6)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from django.db import transaction

from passnum.core import clock
from passnum.core.errors import InvalidInput, WrongState
from passnum.core.richtext import is_blank
from passnum.deliverables import emails
from passnum.deliverables.completeness import missing_for_submission
from passnum.deliverables.drafts import as_content, read_draft
from passnum.deliverables.enums import RECALLABLE_STATES, DeliverableState, DossierState
from passnum.deliverables.models import Deliverable, Dossier, ReportingPeriod, Submission
from passnum.deliverables.passages import lock_period, pass_to, record_on_deliverable
from passnum.deliverables.permissions import ensure_referent
from passnum.partners.models import User


@dataclass(frozen=True)
class Submitted:
    """The receipt, and the dossier to compile when this was the last missing deliverable."""

    submission: Submission
    dossier: Dossier | None


@transaction.atomic
def submit(*, actor: User, deliverable: Deliverable, revision: int) -> Submitted:
    """« Remettre »: freeze what the deliverable holds, give a receipt, open the dossier if it was the last one.

    Raises InvalidInput with what is missing, WrongState when already submitted or changed since the page was read.
    """
    row = _locked(actor, deliverable)
    if row.state == DeliverableState.REMIS:
        raise WrongState("Ce livrable a déjà été remis : voyez son accusé de réception.")
    if row.revision != revision:
        raise WrongState("Ce livrable a changé depuis l’ouverture de la page. Rechargez-la, relisez, puis remettez-le.")
    missing = missing_for_submission(row)
    if missing:
        raise InvalidInput("Il reste à compléter : " + " ".join(missing))
    submission = _freeze(actor, row)
    before, row.state = row.state, DeliverableState.REMIS
    row.save(update_fields=["state"])
    record_on_deliverable(row, actor=actor, act="remettre", before=before, evidence=submission.sha256)
    emails.send_receipt(submission)
    return Submitted(submission, open_dossier(row.period))


@transaction.atomic
def recall(*, actor: User, deliverable: Deliverable, reason: str) -> Deliverable:
    """Take a submitted deliverable back to draft before the President decides; a dossier in hand is replaced."""
    row = _locked(actor, deliverable)
    if row.state != DeliverableState.REMIS:
        raise WrongState("Ce livrable n’est pas remis : vous pouvez le modifier directement.")
    if is_blank(reason):
        raise InvalidInput("Indiquez pourquoi vous reprenez ce livrable.", field="reason")
    live = row.period.dossiers.live().first()
    if live is not None:
        if live.state not in RECALLABLE_STATES:
            raise WrongState(
                f"Le dossier est « {live.get_state_display()} » : ses livrables ne peuvent plus être repris. "
                "Seul un renvoi par l’Eurométropole les rouvre."
            )
        live.reason = reason.strip()
        live.lease_token = None
        pass_to(live, DossierState.CADUC, actor=actor, act="remplacer", reason=reason.strip())
    reopen(row, actor=actor, act="reprendre", reason=reason.strip())
    return row


def reopen(deliverable: Deliverable, *, actor: User, act: str, reason: str) -> None:
    """Back to draft, in the caller's transaction, the period being held."""
    before, deliverable.state = deliverable.state, DeliverableState.BROUILLON
    deliverable.save(update_fields=["state"])
    record_on_deliverable(deliverable, actor=actor, act=act, before=before, reason=reason)


def open_dossier(period: ReportingPeriod) -> Dossier | None:
    """A new version to compile once every deliverable is submitted and no version is in hand."""
    deliverables = list(period.deliverables.all())
    if any(d.state != DeliverableState.REMIS for d in deliverables) or period.dossiers.live().exists():
        return None
    last = period.dossiers.order_by("-version").first()
    dossier = Dossier.objects.create(
        period=period,
        version=last.version + 1 if last else 1,
        state=DossierState.EN_COMPILATION,
        state_since=clock.now(),
        progress_label="En attente",
    )
    latest = [d.submissions.order_by("-number").first() for d in deliverables]
    dossier.submissions.set([submission for submission in latest if submission is not None])
    return pass_to(dossier, DossierState.EN_COMPILATION, actor=None, act="ouvrir le dossier")


def _locked(actor: User, deliverable: Deliverable) -> Deliverable:
    period = lock_period(deliverable.period_id)
    ensure_referent(actor, period.convention.partner)
    row = Deliverable.objects.get(pk=deliverable.pk)
    row.period = period
    return row


def _freeze(actor: User, row: Deliverable) -> Submission:
    content = as_content(read_draft(row))
    content["attachments"] = [
        {
            "public_id": str(a.public_id),
            "name": a.name,
            "media_type": a.media_type,
            "size": a.size,
            "sha256": a.sha256,
        }
        for a in row.attachments.current()
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Submission.objects.create(
        deliverable=row,
        number=row.submissions.count() + 1,
        submitted_at=clock.now(),
        submitted_by=actor,
        content=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
