"""What every passage of a dossier shares: lock → guard → change → journal."""

from __future__ import annotations

from django.db import models

from passnum.core import clock, french, journal
from passnum.core.errors import PassnumError, WrongState
from passnum.core.files import sha256_of
from passnum.core.journal import Author
from passnum.deliverables.enums import TRANSITIONS, DossierState
from passnum.deliverables.models import Deliverable, Dossier, ReportingPeriod
from passnum.partners.models import User
from passnum.partners.permissions import author_for


def lock_period(period_id: int) -> ReportingPeriod:
    """Hold the period until the end of the transaction: every act on its deliverables and dossiers waits here."""
    return (
        ReportingPeriod.objects.select_for_update(of=("self",)).select_related("convention__partner").get(pk=period_id)
    )


def lock_dossier(dossier: Dossier, to: DossierState) -> Dossier:
    """The dossier as it is now, its period held; WrongState when the passage to `to` is not open from its state."""
    lock_period(dossier.period_id)
    row = Dossier.objects.select_related("period__convention__partner").get(pk=dossier.pk)
    state = DossierState(row.state)
    if to not in TRANSITIONS[state]:
        raise WrongState(
            f"Ce dossier est « {state.label} » depuis le {french.long_moment(row.state_since)} : "
            f"il ne peut pas passer à « {to.label} ». Rechargez la page pour voir où il en est."
        )
    return row


def author(actor: User | None, row: models.Model) -> Author:
    """Pseudonym and quality of the actor, or the system's."""
    if actor is None:
        return journal.SYSTEM_AUTHOR
    period = row.period if isinstance(row, Dossier | Deliverable) else row
    assert isinstance(period, ReportingPeriod)
    return author_for(actor, period.convention.partner, clock.today())


def pass_to(
    row: Dossier, to: DossierState, *, actor: User | None, act: str, reason: str = "", evidence: str = ""
) -> Dossier:
    """Write the new state and the act in the journal. The caller holds the lock and has set the other columns."""
    before, row.state = row.state, to
    row.state_since = clock.now()
    row.save()
    journal.record(
        chain=str(row.period.convention.public_id),
        author=author(actor, row),
        act=act,
        subject=journal.Subject(f"dossier {row.period.year} version {row.version}", row.public_id),
        from_state=before,
        to_state=to,
        reason=reason,
        evidence=evidence,
    )
    return row


def record_on_deliverable(
    deliverable: Deliverable, *, actor: User | None, act: str, before: str, reason: str = "", evidence: str = ""
) -> None:
    """Enter an act on a deliverable in the journal of its convention."""
    journal.record(
        chain=str(deliverable.period.convention.public_id),
        author=author(actor, deliverable),
        act=act,
        subject=journal.Subject(f"{deliverable.get_kind_display()} {deliverable.period.year}", deliverable.public_id),
        from_state=before,
        to_state=deliverable.state,
        reason=reason,
        evidence=evidence,
    )


def ensure_file_is(row: Dossier, sha256: str) -> None:
    """Refuse to go on when the stored file is missing or is no longer the one with this digest."""
    try:
        with row.compiled_file.open("rb") as stored:
            found = sha256_of(stored)
    except OSError:
        found = ""
    if not sha256 or found != sha256:
        raise PassnumError(
            "Le fichier conservé n’est pas celui qui a été compilé : rien n’a été fait. "
            "Prévenez l’Eurométropole, qui rétablira le fichier depuis la sauvegarde."
        )
