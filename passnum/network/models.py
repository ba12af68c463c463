"""Mediation places: the 32 columns of the national standard v1.0.2 under its own names, and what EMS adds."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.db.models import F, Q

from passnum.core.errors import InvalidInput
from passnum.network import enums, opening
from passnum.network.distances import Point, centre_of
from passnum.network.lists import ListField, as_choices
from passnum.partners.models import User

_PHONE = r"^\+(33|590|594|262|596|269|687|689|508|681)[0-9]{6,9}$"


class MediationPlaceQuerySet(models.QuerySet["MediationPlace"]):
    def visible_to(self, actor: User) -> MediationPlaceQuerySet:
        """All of them, for whoever is signed in: the places belong to no partner."""
        return self if actor.is_active else self.none()

    def in_network(self, on: date) -> MediationPlaceQuerySet:
        """Those active and in the network that day."""
        left = Q(network_left_on__isnull=True) | Q(network_left_on__gt=on)
        return self.filter(left, is_active=True, network_joined_on__lte=on)

    def qualified(self, on: date) -> MediationPlaceQuerySet:
        """Those whose qualification runs that day; the last day counts."""
        running = Q(qualified_until__isnull=True) | Q(qualified_until__gte=on)
        return self.filter(running, qualified_since__lte=on)

    def recommended(self, on: date) -> MediationPlaceQuerySet:
        """Those a person may be sent to: qualified and in the network."""
        return self.in_network(on).qualified(on)


class MediationPlace(models.Model):
    """A « lieu de médiation ». French names are those of the standard's columns; English ones are our own fields."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    national_id = models.CharField("identifiant national", max_length=200, unique=True)
    pivot = models.CharField("SIRET ou RNA", max_length=14)
    nom = models.CharField("nom", max_length=250)
    commune = models.CharField("commune", max_length=80)
    code_postal = models.CharField("code postal", max_length=5)
    code_insee = models.CharField("code INSEE de la commune", max_length=5, blank=True)
    adresse = models.CharField("adresse", max_length=250)
    complement_adresse = models.CharField("complément d’adresse", max_length=250, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    typologie = ListField(verbose_name="typologie", help_text="Un code par ligne, par exemple TIERS_LIEUX.")
    telephone = models.CharField("téléphone", max_length=16, blank=True, help_text="Par exemple +33388000000.")
    courriels = ListField(verbose_name="courriels", help_text="Un par ligne.")
    site_web = ListField(verbose_name="sites", help_text="Une adresse par ligne.")
    horaires = models.CharField(
        "horaires",
        max_length=500,
        blank=True,
        help_text="Au format d’OpenStreetMap, par exemple « Mo-Fr 09:00-12:00,14:00-18:00 ».",
    )
    presentation_resume = models.CharField("présentation en bref", max_length=280, blank=True)
    presentation_detail = models.TextField("présentation", blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    itinerance = ListField(verbose_name="itinérance", values=as_choices(enums.ITINERANCE))
    structure_parente = models.CharField("structure parente", max_length=200, blank=True)
    date_maj = models.DateField("mise à jour")
    services = ListField(verbose_name="services", values=as_choices(enums.SERVICES))
    publics_specifiquement_adresses = ListField(verbose_name="publics", values=as_choices(enums.PUBLICS))
    prise_en_charge_specifique = ListField(
        verbose_name="prise en charge spécifique", values=as_choices(enums.SPECIFIC_CARE)
    )
    frais_a_charge = ListField(verbose_name="frais à charge", values=as_choices(enums.FEES))
    dispositif_programmes_nationaux = ListField(
        verbose_name="programmes nationaux", values=as_choices(enums.PROGRAMMES)
    )
    formations_labels = ListField(verbose_name="formations et labels", values=as_choices(enums.TRAINING_LABELS))
    autres_formations_labels = ListField(verbose_name="autres formations et labels", help_text="Un par ligne.")
    modalites_acces = ListField(verbose_name="comment venir", values=as_choices(enums.ACCESS))
    modalites_accompagnement = ListField(verbose_name="accompagnement", values=as_choices(enums.SUPPORT))
    fiche_acces_libre = models.URLField("fiche Acceslibre", max_length=500, blank=True)
    prise_rdv = models.URLField("prise de rendez-vous", max_length=500, blank=True)

    accepts_pass = models.BooleanField("accepte le Pass numérique", default=False)
    accepts_pass_since = models.DateField("accepte le Pass depuis le", null=True, blank=True)
    qualified_by = models.CharField("qualifié par", max_length=120, blank=True)
    qualified_since = models.DateField("qualifié depuis le", null=True, blank=True)
    qualified_until = models.DateField("qualifié jusqu’au", null=True, blank=True)
    network_joined_on = models.DateField("dans le réseau depuis le", null=True, blank=True)
    network_left_on = models.DateField("sorti du réseau le", null=True, blank=True)
    remaining_charge = models.CharField(
        "reste à charge", max_length=10, choices=enums.Charge.choices, default=enums.Charge.INCONNU
    )
    languages = ListField(verbose_name="langues d’accueil", values=enums.Language.choices)
    accessibility = ListField(verbose_name="accès handicap", values=enums.Accessibility.choices)
    is_active = models.BooleanField("ouvert", default=True)

    objects = MediationPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "lieu de médiation"
        verbose_name_plural = "lieux de médiation"
        ordering = ["commune", "nom"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pivot__regex=r"^[a-zA-Z0-9]{9,14}$"),
                name="mediation_pivot_well_formed",
                violation_error_message="Le SIRET ou le RNA : 9 à 14 lettres et chiffres, sans espace.",
            ),
            models.CheckConstraint(
                condition=Q(code_postal__regex=r"^[0-9]{5}$"),
                name="mediation_postal_code",
                violation_error_message="Le code postal : cinq chiffres, par exemple 67000.",
            ),
            models.CheckConstraint(
                condition=Q(code_insee="") | Q(code_insee__regex=r"^([013-9][0-9]|2[AB1-9])[0-9]{3}$"),
                name="mediation_commune_insee",
                violation_error_message="Le code INSEE de la commune, par exemple 67482.",
            ),
            models.CheckConstraint(
                condition=Q(telephone="") | Q(telephone__regex=_PHONE),
                name="mediation_phone",
                violation_error_message="Le téléphone au format international, par exemple +33388000000.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="mediation_point_whole",
                violation_error_message="La latitude (−90 à 90) et la longitude (−180 à 180) vont ensemble.",
            ),
            models.CheckConstraint(
                condition=Q(accepts_pass=True) | Q(accepts_pass_since__isnull=True),
                name="mediation_pass_since",
                violation_error_message="Une date d’acceptation du Pass demande que le lieu l’accepte.",
            ),
            models.CheckConstraint(
                condition=Q(qualified_since__isnull=True, qualified_until__isnull=True, qualified_by="")
                | (
                    Q(qualified_since__isnull=False)
                    & ~Q(qualified_by="")
                    & (Q(qualified_until__isnull=True) | Q(qualified_until__gte=F("qualified_since")))
                ),
                name="mediation_qualification_whole",
                violation_error_message="Une qualification dit par qui, depuis quand, et finit après son début.",
            ),
            models.CheckConstraint(
                condition=Q(network_left_on__isnull=True) | Q(network_left_on__gte=F("network_joined_on")),
                name="mediation_network_dates",
                violation_error_message="Un lieu sort du réseau après y être entré.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nom} ({self.commune})"

    def clean(self) -> None:
        """What a database cannot read: hours, e-mail and web addresses."""
        errors: dict[str, Any] = {}
        try:
            opening.check(self.horaires)
        except InvalidInput as error:
            errors["horaires"] = error.message
        for name, check in (("courriels", validate_email), ("site_web", URLValidator(("http", "https")))):
            for value in getattr(self, name) or []:
                try:
                    check(value)
                except ValidationError:
                    errors[name] = f"« {value} » n’est pas une adresse complète."
        for code in self.typologie or []:
            if not re.fullmatch(r"[A-Z][A-Z0-9_]*", code):
                errors["typologie"] = f"« {code} » n’est pas un code de typologie, par exemple TIERS_LIEUX."
        if errors:
            raise ValidationError(errors)

    @property
    def point(self) -> Point | None:
        """Where it is: its own coordinates, or the centre of its commune."""
        if self.latitude is not None and self.longitude is not None:
            return Point(self.latitude, self.longitude)
        return centre_of(self.code_insee)

    def is_qualified(self, on: date) -> bool:
        """Whether its qualification runs that day."""
        until = self.qualified_until
        return self.qualified_since is not None and self.qualified_since <= on and (until is None or on <= until)

    def is_in_network(self, on: date) -> bool:
        """Whether it is active and in the network that day."""
        joined, left = self.network_joined_on, self.network_left_on
        return self.is_active and joined is not None and joined <= on and (left is None or on < left)
