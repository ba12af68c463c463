"""Purchases: saved, invoiced, received into the ledger, compared with what the ledger holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Sum

from passnum.core import clock, french, journal
from passnum.core.errors import InvalidInput
from passnum.core.french import counted
from passnum.core.plausible_days import plausible
from passnum.core.uploads import CheckedUpload
from passnum.partners.models import User
from passnum.partners.permissions import author_for
from passnum.quotas.models import Booklet, Operation, Operator, Programme, Purchase
from passnum.quotas.reconciliation import PurchaseFigures
from passnum.quotas.services.programmes import clean
from passnum.quotas.services.quotas import ensure_fixes_quotas
from passnum.quotas.services.reception import receive_from_operator


@transaction.atomic
def save_purchase(*, actor: User, purchase: Purchase) -> Purchase:
    """Create or change a purchase (unsaved changes on the instance). Raises NotAllowed, InvalidInput."""
    ensure_fixes_quotas(actor)
    journal.lock(journal.SCHEME_CHAIN)
    for name, what in (("ordered_on", "La commande"), ("invoiced_on", "La facture"), ("pass_expire_on", "")):
        day = getattr(purchase, name)
        if day is not None and plausible(day, name) > clock.today() and what:
            raise InvalidInput(f"{what} ne peut pas être à venir.", field=name)
    operator = Operator.objects.get(pk=purchase.operator_id)
    if operator.ended_on is not None and purchase.ordered_on > operator.ended_on:
        raise InvalidInput(
            f"{operator.name} n’est plus opérateur depuis le {operator.ended_on:%d/%m/%Y} "
            f"({operator.ended_because or 'fin constatée'}) : choisissez-en un autre.",
            field="operator",
        )
    clean(purchase)
    _ensure_within_programme(purchase)
    new = purchase.pk is None
    purchase.save()
    _write(
        actor,
        purchase,
        "enregistrer un achat" if new else "modifier un achat",
        to=counted(purchase.booklets_ordered, "carnet commandé", "carnets commandés"),
    )
    return purchase


def _ensure_within_programme(purchase: Purchase) -> None:
    """The orders of a programme are for no more booklets than its budget buys: more is Pass typed for booklets."""
    programme = Programme.objects.get(pk=purchase.programme_id)
    others = Purchase.objects.filter(programme=programme).exclude(pk=purchase.pk)
    left = programme.booklet_cap - (others.aggregate(total=Sum("booklets_ordered"))["total"] or 0)
    if purchase.booklets_ordered > left:
        raise InvalidInput(
            f"{counted(purchase.booklets_ordered, 'carnet commandé', 'carnets commandés')}, alors que le programme en "
            f"finance {french.number(programme.booklet_cap)} et qu’il en reste {french.number(max(left, 0))} à "
            "commander. Comptez en carnets : un carnet = 10 Pass.",
            field="booklets_ordered",
        )


@transaction.atomic
def join_invoice_file(*, actor: User, purchase: Purchase, file: CheckedUpload) -> Purchase:
    """Keep the invoice itself, with its digest, in the private storage."""
    ensure_fixes_quotas(actor)
    row = Purchase.objects.select_for_update().get(pk=purchase.pk)
    if not row.invoice_number:
        raise InvalidInput("Indiquez d’abord le numéro, la date et le montant de la facture.")
    row.invoice_file.save(file.safe_name, file.file, save=False)
    row.invoice_file_name, row.invoice_sha256 = file.safe_name, file.sha256
    row.save(update_fields=["invoice_file", "invoice_file_name", "invoice_sha256"])
    _write(actor, row, "joindre la facture", evidence=file.sha256)
    return row


def receive_purchase(
    *, actor: User, purchase: Purchase, serials: Sequence[str], happened_on: date, note: str = ""
) -> Operation:
    """Booklets of this purchase enter the ledger, with its expiry. More than was ordered is received, and told."""
    if happened_on < purchase.ordered_on:
        raise InvalidInput(
            f"La commande est du {purchase.ordered_on:%d/%m/%Y} : rien n’a pu arriver avant.", field="happened_on"
        )
    return receive_from_operator(
        actor=actor,
        serials=serials,
        happened_on=happened_on,
        expires_on=purchase.pass_expire_on,
        note=note or str(purchase),
        columns={"purchase": purchase},
    )


def figures_of(purchase: Purchase) -> PurchaseFigures:
    """What was ordered and invoiced, and what the ledger received."""
    booklets = Booklet.objects.filter(purchase=purchase)
    other = booklets.exclude(expires_on=purchase.pass_expire_on).count() if purchase.pass_expire_on else 0
    return PurchaseFigures(
        ordered=purchase.booklets_ordered,
        received=booklets.count(),
        invoiced=purchase.booklets_invoiced,
        unit_price=purchase.unit_price,
        service_charges=purchase.service_charges,
        invoice_amount=purchase.invoice_amount,
        other_expiry=other,
    )


def _write(actor: User, row: Purchase, act: str, *, to: str = "", evidence: str = "") -> None:
    journal.record(
        chain=journal.SCHEME_CHAIN,
        author=author_for(actor, None, clock.today()),
        act=act,
        subject=journal.Subject("achat", row.public_id),
        to_state=to,
        reason=str(row),
        evidence=evidence,
    )
