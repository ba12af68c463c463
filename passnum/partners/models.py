"""Partners, their places, the people who act for them and in which role."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from passnum.partners.enums import PartnerKind, Role

if TYPE_CHECKING:
    from datetime import date


class UserManager(BaseUserManager["User"]):
    """Accounts are found by e-mail, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. The e-mail address is the login."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("adresse électronique", unique=True)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    job_title = models.CharField("fonction", max_length=120, blank=True)
    is_active = models.BooleanField("compte actif", default=True)
    is_staff = models.BooleanField("agent de l’Eurométropole", default=False)
    date_joined = models.DateTimeField("inscription", auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        ordering = ["last_name", "first_name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_whatever_case",
                violation_error_message="Un compte existe déjà avec cette adresse.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, actor: User) -> PartnerQuerySet:
        """Those the actor may read: all for EMS, else those of which he or she is an active member."""
        from passnum.partners.permissions import is_ems_reader

        if is_ems_reader(actor):
            return self
        return self.filter(memberships__in=Membership.objects.active().filter(user_id=actor.pk)).distinct()

    def active(self) -> PartnerQuerySet:
        return self.filter(is_active=True)


class Partner(models.Model):
    """« Structure de distribution »: the other party of a convention."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("nom", max_length=160, unique=True)
    short_name = models.CharField("sigle", max_length=30, blank=True)
    kind = models.CharField("nature", max_length=20, choices=PartnerKind.choices, default=PartnerKind.ASSOCIATION)
    representative_title = models.CharField(
        "titre de la personne qui représente la structure",
        max_length=80,
        default="Président",
        help_text="Président, Présidente, Maire, Directrice… tel qu’il figure dans la convention.",
    )
    contact_email = models.EmailField("adresse de contact", blank=True)
    is_active = models.BooleanField("partenaire actif", default=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = "structure de distribution"
        verbose_name_plural = "structures de distribution"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PlaceQuerySet(models.QuerySet["DistributionPlace"]):
    def visible_to(self, actor: User) -> PlaceQuerySet:
        """Those of the partners the actor may read."""
        return self.filter(partner__in=Partner.objects.visible_to(actor))


class DistributionPlace(models.Model):
    """« Lieu de distribution »: a partner's place where Pass are handed out, identified by its commune (INSEE code)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="places", verbose_name="structure")
    name = models.CharField("nom du lieu", max_length=160)
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField(
        "code postal", max_length=5, validators=[RegexValidator(r"^\d{5}$", "Cinq chiffres, par exemple 67000.")]
    )
    commune_insee = models.CharField(
        "code INSEE de la commune",
        max_length=5,
        validators=[RegexValidator(r"^67\d{3}$", "Un code INSEE du Bas-Rhin, par exemple 67482.")],
    )
    commune_name = models.CharField("commune", max_length=80)
    is_active = models.BooleanField("ouvert à la distribution", default=True)
    equipped = models.BooleanField(
        "équipé d’un écran connecté",
        default=False,
        help_text="La simulation en ligne n’est proposée que dans un lieu équipé (art. 4).",
    )
    equipped_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="équipement déclaré par"
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "lieu de distribution"
        verbose_name_plural = "lieux de distribution"
        ordering = ["partner", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "name"],
                name="place_name_unique_per_partner",
                violation_error_message="Cette structure a déjà un lieu de ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.commune_name})"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> MembershipQuerySet:
        """Those that count now: not ended, of an active account and an active partner."""
        return self.filter(ended_on__isnull=True, user__is_active=True, partner__is_active=True)

    def with_role(self, role: Role) -> MembershipQuerySet:
        return self.filter(role=role)


class Membership(models.Model):
    """A person acts for a partner in one role. The same person can hold several, at several partners."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name="personne")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="memberships", verbose_name="structure")
    role = models.CharField("rôle", max_length=20, choices=Role.choices)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "appartenance"
        verbose_name_plural = "appartenances"
        ordering = ["partner", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "partner", "role"],
                condition=Q(ended_on__isnull=True),
                name="membership_unique_while_active",
                violation_error_message="Cette personne a déjà ce rôle dans cette structure.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="membership_ends_after_start",
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.partner}"


class Delegation(models.Model):
    """A President's delegation to validate deliverables (art. 6): act, publication, scope, dates."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="delegations", verbose_name="structure")
    delegator = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="delegations_given", verbose_name="présidence qui délègue"
    )
    delegate = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="delegations_received", verbose_name="personne délégataire"
    )
    act_reference = models.CharField("référence de l’acte", max_length=120)
    published_on = models.DateField("publié le")
    scope = models.CharField("étendue", max_length=200, default="Validation des livrables (art. 6)")
    starts_on = models.DateField("à compter du")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "délégation"
        verbose_name_plural = "délégations"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__gte=F("published_on")),
                name="delegation_starts_once_published",
                violation_error_message="Une délégation ne vaut qu’à partir de sa publication.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="delegation_ends_after_start",
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
            models.CheckConstraint(
                condition=~Q(delegator=F("delegate")),
                name="delegation_to_someone_else",
                violation_error_message="On ne délègue pas à soi-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act_reference} · {self.delegate}"

    def covers(self, day: date) -> bool:
        """Whether the delegation is in force that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Invitation(models.Model):
    """An invitation by e-mail to open an account, for a role at a partner or a group of EMS."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("adresse électronique")
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name="structure"
    )
    role = models.CharField("rôle", max_length=20, choices=Role.choices, blank=True)
    ems_group = models.CharField("groupe de l’Eurométropole", max_length=60, blank=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="invitation de")
    invited_at = models.DateTimeField("envoyée le", auto_now_add=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    revoked_at = models.DateTimeField("annulée le", null=True, blank=True)

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(partner__isnull=False) & ~Q(role="") & Q(ems_group=""))
                | (Q(partner__isnull=True) & Q(role="") & ~Q(ems_group="")),
                name="invitation_to_partner_or_ems",
                violation_error_message="Une invitation vise soit un rôle chez un partenaire, "
                "soit un groupe de l’Eurométropole.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "partner",
                "role",
                "ems_group",
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_unique_while_open",
                violation_error_message="Une invitation est déjà en cours pour cette adresse et ce rôle.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display() or self.ems_group}"
