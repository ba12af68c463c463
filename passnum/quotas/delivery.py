"""Deliveries of booklets to a partner, restitutions to EMS, physical counts of a place (art. 5, 12).

The booklets themselves are in the ledger: these rows say what was sent, received and found, by whom and when.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from passnum.conventions.models import Convention
from passnum.partners.models import DistributionPlace, Partner, User
from passnum.partners.permissions import is_ems_reader
from passnum.quotas.enums import (
    CountFinding,
    DeliveryState,
    DiscrepancyKind,
    RestitutionReason,
    RestitutionState,
    Settlement,
)
from passnum.quotas.ledger import Booklet, Operation


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, actor: User) -> DeliveryQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(convention__in=Convention.objects.visible_to(actor))

    def awaiting_receipt(self) -> DeliveryQuerySet:
        return self.filter(state=DeliveryState.EN_COURS)


class Delivery(models.Model):
    """« Livraison »: booklets that EMS sends to a partner under the quota of a year, with a slip to sign."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("numéro du bon", max_length=20, unique=True)
    convention = models.ForeignKey(
        Convention, on_delete=models.PROTECT, related_name="deliveries", verbose_name="convention"
    )
    year = models.PositiveSmallIntegerField("exercice")
    state = models.CharField("état", max_length=20, choices=DeliveryState.choices, default=DeliveryState.EN_COURS)
    sent_on = models.DateField("envoyée le")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="envoyée par")
    operation = models.OneToOneField(Operation, on_delete=models.PROTECT, related_name="delivery")
    booklets = models.PositiveIntegerField("carnets envoyés")
    received_booklets = models.PositiveIntegerField("carnets reçus", default=0)
    received_on = models.DateField("reçue le", null=True, blank=True)
    received_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="reçue par"
    )
    note = models.TextField("précisions", blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "livraison"
        verbose_name_plural = "livraisons"
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(booklets__gte=1),
                name="delivery_of_something",
                violation_error_message="Une livraison compte au moins un carnet.",
            ),
            models.CheckConstraint(
                condition=Q(received_booklets__lte=models.F("booklets")),
                name="delivery_received_within_sent",
                violation_error_message="On ne reçoit pas plus de carnets qu’il n’en a été envoyé.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[DeliveryState.EN_COURS, DeliveryState.RAPPELEE],
                    received_on__isnull=True,
                    received_by__isnull=True,
                )
                | Q(
                    state__in=[DeliveryState.RECUE, DeliveryState.ECART],
                    received_on__isnull=False,
                    received_by__isnull=False,
                ),
                name="delivery_received_by_someone",
                violation_error_message="Une livraison reçue porte la date et la personne qui l’a reçue.",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=models.F("sent_on")),
                name="delivery_received_after_sent",
                violation_error_message="La réception ne peut pas précéder l’envoi.",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DeliveryDiscrepancy(models.Model):
    """A serial of the slip that did not arrive as announced, named one by one until EMS settles it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="discrepancies")
    kind = models.CharField("écart", max_length=20, choices=DiscrepancyKind.choices)
    serial = models.CharField("numéro", max_length=24)
    booklet = models.ForeignKey(Booklet, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settlement = models.CharField("suite", max_length=20, choices=Settlement.choices, blank=True)
    settled_on = models.DateField("réglé le", null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settlement_note = models.TextField("explication", blank=True)

    class Meta:
        verbose_name = "écart de livraison"
        verbose_name_plural = "écarts de livraison"
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "serial"], name="discrepancy_once_per_serial"),
            models.CheckConstraint(
                condition=Q(settlement="", settled_on__isnull=True) | (~Q(settlement="") & Q(settled_on__isnull=False)),
                name="discrepancy_settled_on_a_day",
                violation_error_message="Un écart réglé porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.serial} : {self.get_kind_display()}"


class RestitutionQuerySet(models.QuerySet["Restitution"]):
    def visible_to(self, actor: User) -> RestitutionQuerySet:
        """Those of the conventions the actor may read."""
        return self.filter(convention__in=Convention.objects.visible_to(actor))


class Restitution(models.Model):
    """« Restitution »: undistributed booklets on their way back to EMS (art. 12), with a report to sign."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("numéro du procès-verbal", max_length=20, unique=True)
    convention = models.ForeignKey(
        Convention, on_delete=models.PROTECT, related_name="restitutions", verbose_name="convention"
    )
    reason = models.CharField("motif", max_length=20, choices=RestitutionReason.choices)
    state = models.CharField("état", max_length=20, choices=RestitutionState.choices, default=RestitutionState.EN_COURS)
    sent_on = models.DateField("remise le")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="remise par")
    operation = models.OneToOneField(Operation, on_delete=models.PROTECT, related_name="restitution")
    booklets = models.PositiveIntegerField("carnets rendus")
    received_booklets = models.PositiveIntegerField("carnets reçus", default=0)
    received_on = models.DateField("reçue le", null=True, blank=True)
    received_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="reçue par"
    )
    note = models.TextField("précisions", blank=True)

    objects = RestitutionQuerySet.as_manager()

    class Meta:
        verbose_name = "restitution"
        verbose_name_plural = "restitutions"
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(booklets__gte=1),
                name="restitution_of_something",
                violation_error_message="Une restitution compte au moins un carnet.",
            ),
            models.CheckConstraint(
                condition=Q(received_booklets__lte=models.F("booklets")),
                name="restitution_received_within_sent",
                violation_error_message="On ne reçoit pas plus de carnets qu’il n’en a été rendu.",
            ),
            models.CheckConstraint(
                condition=Q(state=RestitutionState.EN_COURS, received_on__isnull=True)
                | (~Q(state=RestitutionState.EN_COURS) & Q(received_on__isnull=False)),
                name="restitution_received_on_a_day",
                violation_error_message="Une restitution reçue porte sa date.",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=models.F("sent_on")),
                name="restitution_received_after_sent",
                violation_error_message="La réception ne peut pas précéder la remise.",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class StockCountQuerySet(models.QuerySet["StockCount"]):
    def visible_to(self, actor: User) -> StockCountQuerySet:
        """All for EMS; for a partner's people, those of their places."""
        if is_ems_reader(actor):
            return self
        return self.filter(place__partner__in=Partner.objects.visible_to(actor))


class StockCount(models.Model):
    """« Inventaire »: what was found in a place on a day, beside what the ledger said then. Never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.ForeignKey(
        DistributionPlace, on_delete=models.PROTECT, related_name="stock_counts", verbose_name="lieu"
    )
    counted_on = models.DateField("compté le")
    counted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="compté par")
    expected_booklets = models.PositiveIntegerField("carnets au registre")
    found_booklets = models.PositiveIntegerField("carnets comptés")
    note = models.TextField("précisions", blank=True)

    objects = StockCountQuerySet.as_manager()

    class Meta:
        verbose_name = "inventaire"
        verbose_name_plural = "inventaires"
        ordering = ["-counted_on", "-pk"]

    def __str__(self) -> str:
        return f"Inventaire du {self.counted_on:%d/%m/%Y} · {self.place.name}"


class StockCountLine(models.Model):
    """A serial on which the count and the ledger differ."""

    count = models.ForeignKey(StockCount, on_delete=models.PROTECT, related_name="lines")
    serial = models.CharField("numéro", max_length=24)
    finding = models.CharField("constat", max_length=20, choices=CountFinding.choices)
    recorded_at_place = models.CharField("inscrit à", max_length=260, blank=True)

    class Meta:
        verbose_name = "écart d’inventaire"
        verbose_name_plural = "écarts d’inventaire"
        ordering = ["serial"]
        constraints = [models.UniqueConstraint(fields=["count", "serial"], name="count_line_once_per_serial")]

    def __str__(self) -> str:
        return f"{self.serial} : {self.get_finding_display()}"
