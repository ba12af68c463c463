"""Issuing, revoking and renewing the code of a receipt (GDPR, art. 11; DOMAIN: a lost receipt)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from passnum.core import clock, journal
from passnum.core.errors import InvalidInput, WrongState
from passnum.distribution.attribution import Attribution, Receipt
from passnum.distribution.draft import AttributionDraft
from passnum.distribution.receipt_code import Misread, code_hashes, draw
from passnum.partners.models import User
from passnum.partners.permissions import author_for
from passnum.quotas.models import Booklet
from passnum.quotas.permissions import ensure_intervenant
from passnum.quotas.serials import clean_serial


def issue(row: Attribution) -> str:
    """Draw the code of a receipt and keep its keyed hash; returns it in clear, this once. The caller has locked."""
    code = draw()
    Receipt.objects.create(attribution=row, code_hash=code_hashes(code)[0])
    return code


def revoke(row: Attribution) -> None:
    """Whoever holds the present code can do nothing more with it, and no screen shows it any more."""
    AttributionDraft.objects.filter(attribution=row).delete()
    row.receipts.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())


def find_by_code(typed: str) -> Attribution | None:
    """The standing attribution of that code, `receipt` being the key of its receipt.

    None for an unknown, revoked or misread code, without saying which.
    """
    try:
        hashes = code_hashes(typed)
    except Misread:
        return None
    return _alive(receipts__code_hash__in=hashes).first()


def find_open(receipt: int) -> Attribution | None:
    """The attribution that this receipt opened a moment ago; None once the receipt is revoked, even by a newer one."""
    return _alive(receipts__pk=receipt).first()


def _alive(**asked: Any) -> QuerySet[Attribution]:
    """Those with a receipt that is not revoked, found in one filter: it is the same receipt that is asked about."""
    rows = Attribution.objects.standing().filter(receipts__revoked_at__isnull=True, receipts__isnull=False, **asked)
    found = rows.annotate(receipt=F("receipts__pk"))
    return found.select_related("place__partner", "convention", "booklet", "sensitive")


@transaction.atomic
def renew(*, actor: User, attribution: Attribution, serial: str) -> str:
    """A lost receipt: the booklet, shown to the house that handed it out, gives a new code; the old one is revoked.

    Raises NotAllowed, InvalidInput (another booklet was shown), WrongState (cancelled or erased).
    """
    rows = Attribution.objects.select_for_update(of=("self",)).select_related("place__partner", "booklet", "convention")
    row = rows.get(pk=attribution.pk)
    ensure_intervenant(actor, row.place)
    if row.cancelled_at is not None or row.erased_at is not None or row.forgotten_at is not None:
        raise WrongState("Il n’y a plus de données à rattacher à ce carnet : aucun reçu n’est nécessaire.")
    shown = Booklet.objects.filter(account__partner=row.place.partner_id).read_as(serial)
    if shown is None:
        clean_serial(serial)
    if shown is None or shown.pk != row.booklet_id:
        raise InvalidInput(
            "Ce numéro n’est pas celui du carnet remis. Sans le carnet, rien ne permet de savoir de qui sont ces "
            "données : aucun nouveau code ne peut être donné (RGPD, art. 11).",
            field="serial",
        )
    revoke(row)
    record_act(actor, row, "donner un nouveau reçu")
    return issue(row)


def record_act(actor: User, row: Attribution, act: str, *, reason: str = "") -> None:
    """What an intervenant did about a row that was already there; the journal says nothing of the person."""
    journal.record(
        chain=str(row.convention.public_id),
        author=author_for(actor, row.place.partner, clock.today()),
        act=act,
        subject=journal.Subject("attribution", row.public_id),
        reason=reason,
    )
