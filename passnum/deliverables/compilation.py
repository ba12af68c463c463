"""Compiling the dossier: claimed with a lease, rendered, and kept only by the one who still holds the claim.

The task may run twice, be killed or be lost: the row says what is to be done, and one conditional UPDATE decides.
"""

from __future__ import annotations

import hashlib
import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from passnum.core import clock
from passnum.core.errors import PassnumError, WrongState
from passnum.deliverables import emails
from passnum.deliverables.assembly import assemble
from passnum.deliverables.enums import DossierState
from passnum.deliverables.models import Dossier, DossierQuerySet
from passnum.deliverables.passages import lock_period, pass_to
from passnum.deliverables.permissions import can_decide
from passnum.deliverables.rendering import render_dossier
from passnum.partners.models import User
from passnum.partners.permissions import is_referent

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 5


def _lease() -> timedelta:
    """A worker that said nothing for this long (real time) is taken for dead; a compilation takes about a second."""
    return timedelta(seconds=settings.PASSNUM_COMPILATION_LEASE)


def waiting() -> DossierQuerySet:
    """Dossiers to compile that nobody holds: new ones, and those whose worker has died."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())
    return Dossier.objects.to_compile().filter(free, attempts__lt=MAX_ATTEMPTS)


def give_up_dead() -> int:
    """Say visibly, and by mail, that a dossier was tried too often without a word from its workers: how many."""
    dead = Dossier.objects.to_compile().filter(attempts__gte=MAX_ATTEMPTS, lease_until__lt=timezone.now(), failure="")
    return sum(_give_up(pk) for pk in list(dead.values_list("pk", flat=True)))


@transaction.atomic
def _give_up(dossier_id: int) -> bool:
    """One of them, unless another sweep has just said it or the worker has come back to life."""
    row = Dossier.objects.select_related("period__convention__partner").get(pk=dossier_id)
    words = "La compilation s’est interrompue plusieurs fois sans explication."
    said = (
        Dossier.objects.to_compile()
        .filter(pk=row.pk, attempts__gte=MAX_ATTEMPTS, lease_until__lt=timezone.now(), failure="")
        .update(failure=words, lease_token=None, progress=0, progress_label="Échec")
    )
    if said:
        row.failure = words
        emails.announce_failure(row)
    return bool(said)


def compile_dossier(dossier_id: int) -> Dossier | None:
    """Compile one dossier if it waits for it; None when someone else holds it or there is nothing to do.

    A failure is written on the row, with a message for the people concerned, and does not raise.
    """
    token = _claim(dossier_id)
    if token is None:
        return None
    dossier = Dossier.objects.select_related("period__convention__partner").get(pk=dossier_id)
    try:
        _tell(token, 10, "Lecture des livrables remis")
        content, moment = assemble(dossier)
        _tell(token, 40, "Mise en page du dossier")
        pdf = render_dossier(content, timestamp=moment)
        _tell(token, 90, "Enregistrement du fichier")
        return _finish(token, pdf)
    except PassnumError as error:
        _fail(token, error.message)
    except Exception:
        log.exception("compilation failed", extra={"dossier": str(dossier.public_id)})
        _fail(token, "Une erreur inattendue a interrompu la compilation. Elle est signalée à l’équipe technique.")
    return None


@transaction.atomic
def retry(*, actor: User, dossier: Dossier) -> Dossier:
    """« Relancer la compilation » after a failure: asked by a référent or the President of the partner."""
    lock_period(dossier.period_id)
    row = Dossier.objects.select_related("period__convention__partner").get(pk=dossier.pk)
    partner = row.period.convention.partner
    if not (is_referent(actor, partner) or can_decide(actor, row)):
        raise WrongState("Seuls les référents et la présidence relancent la compilation.")
    if row.state != DossierState.EN_COMPILATION or not row.failure:
        raise WrongState("La compilation n’est pas en échec : rechargez la page pour voir où elle en est.")
    row.attempts, row.failure, row.lease_token, row.lease_until = 0, "", None, None
    row.progress, row.progress_label = 0, "En attente"
    return pass_to(row, DossierState.EN_COMPILATION, actor=actor, act="relancer la compilation")


def _claim(dossier_id: int) -> uuid.UUID | None:
    token = uuid.uuid4()
    taken = (
        waiting()
        .filter(pk=dossier_id, failure="")
        .update(
            lease_token=token,
            lease_until=timezone.now() + _lease(),
            attempts=F("attempts") + 1,
            progress=5,
            progress_label="Démarrage",
        )
    )
    return token if taken else None


def _tell(token: uuid.UUID, progress: int, label: str) -> None:
    """Show how far it is, and renew the lease."""
    Dossier.objects.filter(lease_token=token).update(
        progress=progress, progress_label=label, lease_until=timezone.now() + _lease()
    )


@transaction.atomic
def _finish(token: uuid.UUID, pdf: bytes) -> Dossier | None:
    """Keep the file if the claim still holds; a late twin, or a dossier taken back meanwhile, changes nothing."""
    held = Dossier.objects.filter(lease_token=token).first()
    if held is None:
        return None
    lock_period(held.period_id)
    row = (
        Dossier.objects.select_related("period__convention__partner")
        .filter(lease_token=token, state=DossierState.EN_COMPILATION)
        .first()
    )
    if row is None:
        return None
    row.compiled_sha256 = hashlib.sha256(pdf).hexdigest()
    row.compiled_at = clock.now()
    row.compiled_file.save("dossier.pdf", ContentFile(pdf), save=False)
    row.progress, row.progress_label = 100, "Terminé"
    row.lease_token, row.lease_until, row.failure = None, None, ""
    pass_to(row, DossierState.A_VALIDER, actor=None, act="compiler", evidence=row.compiled_sha256)
    emails.ask_for_validation(row)
    return row


@transaction.atomic
def _fail(token: uuid.UUID, message: str) -> None:
    row = (
        Dossier.objects.select_related("period__convention__partner")
        .filter(lease_token=token, state=DossierState.EN_COMPILATION)
        .first()
    )
    if row is None:
        return
    row.failure, row.lease_token, row.lease_until = message[:300], None, None
    row.progress, row.progress_label = 0, "Échec"
    row.save(update_fields=["failure", "lease_token", "lease_until", "progress", "progress_label"])
    emails.announce_failure(row)
