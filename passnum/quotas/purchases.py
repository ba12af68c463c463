"""Purchases from the operator: what was ordered, invoiced and received (the booklets of the ledger point here)."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from passnum.core import scheme
from passnum.core.storage import private_storage
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_reader
from passnum.quotas.programme import Operator, Programme

if TYPE_CHECKING:
    from passnum.quotas.ledger import Booklet


def invoice_path(purchase: Purchase, _filename: str) -> str:
    """Named by the public identifier: nothing of what the sender called it."""
    return f"purchases/{purchase.public_id}/{uuid.uuid4().hex}"


class PurchaseQuerySet(models.QuerySet["Purchase"]):
    def visible_to(self, actor: User) -> PurchaseQuerySet:
        """EMS buys; partners are delivered."""
        return self if is_ems_reader(actor) else self.none()


class Purchase(models.Model):
    """« Bon de commande » and its invoice. The unit price is that of a booklet, in euros."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="purchases", verbose_name="programme"
    )
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="purchases", verbose_name="opérateur")
    order_number = models.CharField("numéro du bon de commande", max_length=60)
    ordered_on = models.DateField("commandé le")
    booklets_ordered = models.PositiveIntegerField(
        "carnets commandés", validators=[MinValueValidator(1)], help_text="Un carnet = 10 Pass."
    )
    unit_price = models.DecimalField(
        "prix d’un carnet (en euros)",
        max_digits=8,
        decimal_places=2,
        default=Decimal(scheme.BOOKLET_VALUE_EUROS),
        validators=[MinValueValidator(Decimal(0))],
    )
    service_charges = models.DecimalField(
        "frais de service (en euros)",
        max_digits=10,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )
    pass_expire_on = models.DateField("validité des Pass", null=True, blank=True)
    invoice_number = models.CharField("numéro de la facture", max_length=60, blank=True)
    invoiced_on = models.DateField("facturé le", null=True, blank=True)
    booklets_invoiced = models.PositiveIntegerField("carnets facturés", null=True, blank=True)
    invoice_amount = models.DecimalField(
        "montant de la facture (en euros)", max_digits=12, decimal_places=2, null=True, blank=True
    )
    invoice_file = models.FileField("facture", upload_to=invoice_path, storage=private_storage, blank=True)
    invoice_file_name = models.CharField("nom du fichier", max_length=200, blank=True)
    invoice_sha256 = models.CharField("empreinte de la facture", max_length=64, blank=True)

    objects = PurchaseQuerySet.as_manager()
    booklets: models.Manager[Booklet]

    class Meta:
        verbose_name = "achat"
        verbose_name_plural = "achats"
        ordering = ["-ordered_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "order_number"],
                name="purchase_once_per_order_number",
                violation_error_message="Ce bon de commande est déjà enregistré pour cet opérateur.",
            ),
            models.CheckConstraint(
                condition=Q(booklets_ordered__gte=1),
                name="purchase_of_something",
                violation_error_message="Une commande compte au moins un carnet.",
            ),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0) & Q(service_charges__gte=0),
                name="purchase_prices_not_negative",
                violation_error_message="Un prix ne peut pas être négatif.",
            ),
            models.CheckConstraint(
                condition=Q(invoice_number="", invoiced_on__isnull=True, invoice_amount__isnull=True)
                | (~Q(invoice_number="") & Q(invoiced_on__isnull=False) & Q(invoice_amount__isnull=False)),
                name="purchase_invoice_is_whole",
                violation_error_message="Une facture porte son numéro, sa date et son montant.",
            ),
            models.CheckConstraint(
                condition=Q(invoice_amount__isnull=True) | Q(invoice_amount__gte=0),
                name="purchase_invoice_not_negative",
                violation_error_message="Le montant d’une facture ne peut pas être négatif.",
            ),
            models.CheckConstraint(
                condition=Q(booklets_invoiced__isnull=True) | ~Q(invoice_number=""),
                name="purchase_booklets_invoiced_by_an_invoice",
                violation_error_message="Des carnets facturés le sont par une facture : indiquez son numéro.",
            ),
            models.CheckConstraint(
                condition=Q(pass_expire_on__isnull=True) | Q(pass_expire_on__gt=F("ordered_on")),
                name="purchase_pass_still_valid",
                violation_error_message="Les Pass seraient déjà périmés à la commande.",
            ),
        ]

    def __str__(self) -> str:
        return f"Bon de commande {self.order_number}"

    @property
    def amount_ordered(self) -> Decimal:
        """What the order comes to, charges included, in euros."""
        return self.booklets_ordered * self.unit_price + self.service_charges
