"""The double-entry ledger of the booklets (art. 5, 12): where each serial is, and every movement that led it there.

The unit is the booklet (10 Pass, 100 €). A movement takes one booklet from an account and gives it to another; nothing
is created or lost on the way, so that the sum over the places is always what the operator issued.
"""

from __future__ import annotations

import re
import uuid
from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Replace

from passnum.conventions.enums import ConventionState
from passnum.partners.models import DistributionPlace, Partner, User
from passnum.partners.permissions import is_ems_reader
from passnum.quotas.enums import LOSS_ACCOUNTS, SCHEME_ACCOUNTS, AccountKind, OperationKind
from passnum.quotas.serials import FEWEST_TYPED, bare_serial

_SCHEME = sorted(SCHEME_ACCOUNTS)
_EITHER = sorted(LOSS_ACCOUNTS)
#: Its balance is what it issued, negated: the sum of all the balances is zero.
_OPERATOR = AccountKind.OPERATEUR


class AccountQuerySet(models.QuerySet["Account"]):
    def visible_to(self, actor: User) -> AccountQuerySet:
        """All for EMS; for a partner's people, those of their partner."""
        if is_ems_reader(actor):
            return self
        return self.filter(partner__in=Partner.objects.visible_to(actor))


class Account(models.Model):
    """A place of the ledger with the number of booklets it holds."""

    kind = models.CharField("nature", max_length=20, choices=AccountKind.choices)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name="structure"
    )
    place = models.ForeignKey(
        DistributionPlace, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name="lieu"
    )
    balance = models.IntegerField("carnets", default=0)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = "compte de carnets"
        verbose_name_plural = "comptes de carnets"
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(partner__isnull=True),
                name="account_unique_of_the_scheme",
                violation_error_message="Ce compte de carnets existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["kind", "partner"],
                condition=Q(place__isnull=True, partner__isnull=False),
                name="account_unique_of_the_partner",
                violation_error_message="Ce compte de carnets existe déjà pour cette structure.",
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(place__isnull=False),
                name="account_unique_of_the_place",
                violation_error_message="Ce lieu a déjà son compte de carnets.",
            ),
            models.CheckConstraint(
                condition=Q(kind=AccountKind.LIEU, place__isnull=False, partner__isnull=False)
                | Q(kind__in=_SCHEME, place__isnull=True, partner__isnull=True)
                | Q(kind__in=_EITHER, place__isnull=True)
                | (~Q(kind__in=[AccountKind.LIEU, *_SCHEME, *_EITHER]) & Q(place__isnull=True, partner__isnull=False)),
                name="account_of_the_right_holder",
                violation_error_message="Ce compte n’est pas celui d’un lieu, d’une structure ou de l’Eurométropole.",
            ),
            models.CheckConstraint(
                condition=Q(balance__gte=0) | Q(kind=_OPERATOR),
                name="account_never_negative",
                violation_error_message="Aucun lieu ne peut donner plus de carnets qu’il n’en a.",
            ),
            models.CheckConstraint(
                condition=Q(balance__lte=0) | ~Q(kind=_OPERATOR),
                name="account_operator_only_issues",
                violation_error_message="L’opérateur ne fait qu’émettre des carnets.",
            ),
        ]

    def __str__(self) -> str:
        if self.place is not None:
            return str(self.place)
        return f"{self.get_kind_display()} · {self.partner}" if self.partner else self.get_kind_display()


class OperationQuerySet(models.QuerySet["Operation"]):
    def visible_to(self, actor: User) -> OperationQuerySet:
        """All for EMS; for a partner's people, those of their partner."""
        if is_ems_reader(actor):
            return self
        return self.filter(partner__in=Partner.objects.visible_to(actor))


class Operation(models.Model):
    """One act that moves booklets: a reception, a delivery, a loss… Its movements are one each per booklet."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("acte", max_length=20, choices=OperationKind.choices)
    convention = models.ForeignKey(
        "conventions.Convention",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="booklet_operations",
        verbose_name="convention",
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="booklet_operations"
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="consequences")
    happened_on = models.DateField("fait le")
    recorded_at = models.DateTimeField("enregistré le", auto_now_add=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField("motif", blank=True)
    note = models.TextField("précisions", blank=True)

    objects = OperationQuerySet.as_manager()

    class Meta:
        verbose_name = "opération sur les carnets"
        verbose_name_plural = "opérations sur les carnets"
        ordering = ["-happened_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.happened_on:%d/%m/%Y}"


def alive_on(day: date) -> Q:
    """Whether a booklet is not expired that day."""
    return Q(expires_on__isnull=True) | Q(expires_on__gte=day)


class BookletQuerySet(models.QuerySet["Booklet"]):
    def visible_to(self, actor: User) -> BookletQuerySet:
        """All for EMS; for a partner's people, those that were delivered to their partner and not given back."""
        if is_ems_reader(actor):
            return self
        return self.filter(account__partner__in=Partner.objects.visible_to(actor))

    def held_by(self, account: Account) -> BookletQuerySet:
        """Those that this account holds now."""
        return self.filter(account=account)

    def to_hand_out(self, day: date) -> BookletQuerySet:
        """Those that can be handed out that day: not expired, of a convention in force."""
        return self.filter(alive_on(day), convention__state=ConventionState.EN_VIGUEUR)

    def read_as(self, typed: str) -> Booklet | None:
        """The one that a person means by this serial, among these rows: exact, or alone once separators are left out.

        For what somebody reads on one booklet; files and slips write serials as the ledger does.
        """
        bare = bare_serial(typed)
        exact = self.filter(serial=re.sub(r"\s", "", typed).upper()).first()
        if exact is not None or not re.fullmatch(r"[A-Z0-9]{1,24}", bare):
            return exact
        alike = self.annotate(bare=Replace("serial", Value("-"), Value(""))).filter(bare=bare)[:2]
        return alike[0] if len(alike) == 1 else None

    def ending_as(self, typed: str) -> Booklet | None:
        """The only one among these rows whose serial ends so, written without its prefix: to propose, never to take."""
        bare = bare_serial(typed)
        if not re.fullmatch(r"[A-Z0-9]{1,24}", bare) or len(bare) < FEWEST_TYPED:
            return None
        alike = self.annotate(bare=Replace("serial", Value("-"), Value(""))).filter(bare__endswith=bare)[:2]
        return alike[0] if len(alike) == 1 else None

    def first_to_hand_out(self) -> BookletQuerySet:
        """In the order in which they should be handed out: the earliest expiry, then the serial."""
        return self.order_by(F("expires_on").asc(nulls_last=True), "serial")


class Booklet(models.Model):
    """« Carnet »: ten Pass of 10 €, one serial number, one place at a time."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    serial = models.CharField(
        "numéro",
        max_length=24,
        unique=True,
        validators=[RegexValidator(r"^[A-Z0-9-]{1,24}$", "Des lettres majuscules, des chiffres et des tirets.")],
    )
    # Its index is the one below, which begins with it.
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="booklets", verbose_name="lieu actuel", db_index=False
    )
    moves = models.PositiveIntegerField("mouvements", default=0)
    expires_on = models.DateField("valable jusqu’au", null=True, blank=True)
    convention = models.ForeignKey(
        "conventions.Convention",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="booklets",
        verbose_name="convention",
    )
    year = models.PositiveSmallIntegerField("exercice du quota", null=True, blank=True)
    purchase = models.ForeignKey(
        "quotas.Purchase", models.PROTECT, null=True, blank=True, related_name="booklets", verbose_name="achat"
    )

    objects = BookletQuerySet.as_manager()

    class Meta:
        verbose_name = "carnet"
        verbose_name_plural = "carnets"
        ordering = ["serial"]
        indexes = [
            models.Index(fields=["account", "expires_on", "serial"], name="booklet_next"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(convention__isnull=True, year__isnull=True)
                | Q(convention__isnull=False, year__isnull=False),
                name="booklet_delivered_under_a_quota",
                violation_error_message="Un carnet est livré au titre d’une convention et d’un exercice.",
            ),
            models.CheckConstraint(
                condition=Q(serial__regex=r"^[A-Z0-9-]{1,24}$"),
                name="booklet_serial_well_formed",
                violation_error_message="Un numéro de carnet : lettres majuscules, chiffres et tirets, 24 au plus.",
            ),
        ]

    def __str__(self) -> str:
        return self.serial


class MovementQuerySet(models.QuerySet["Movement"]):
    def visible_to(self, actor: User) -> MovementQuerySet:
        """All for EMS; for a partner's people, those that took from, or gave to, one of its accounts."""
        if is_ems_reader(actor):
            return self
        partners = Partner.objects.visible_to(actor)
        return self.filter(Q(from_account__partner__in=partners) | Q(to_account__partner__in=partners))


class Movement(models.Model):
    """One booklet taken from an account and given to another; never changed nor deleted (triggers)."""

    # Found by the constraint below, which begins with it.
    booklet = models.ForeignKey(
        Booklet, on_delete=models.PROTECT, related_name="movements", verbose_name="carnet", db_index=False
    )
    number = models.PositiveIntegerField("rang")
    kind = models.CharField("acte", max_length=20, choices=OperationKind.choices)
    from_account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="given", verbose_name="de")
    to_account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="received", verbose_name="à")
    operation = models.ForeignKey(
        Operation, on_delete=models.PROTECT, null=True, blank=True, related_name="movements", verbose_name="opération"
    )
    happened_on = models.DateField("fait le")
    recorded_at = models.DateTimeField("enregistré le")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = "mouvement de carnet"
        verbose_name_plural = "mouvements de carnets"
        ordering = ["booklet", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["booklet", "number"],
                name="movement_one_after_the_other",
                violation_error_message="Ce carnet a été déplacé entre-temps.",
            ),
            models.CheckConstraint(
                condition=~Q(from_account=F("to_account")),
                name="movement_from_one_to_another",
                violation_error_message="Un mouvement va d’un lieu à un autre.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booklet} · {self.get_kind_display()} · {self.happened_on:%d/%m/%Y}"
