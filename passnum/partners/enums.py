"""Closed lists of the partners' side."""

from django.db import models


class Role(models.TextChoices):
    """What a person does for a partner (DOMAIN: roles). Only an intervenant social hands out Pass (art. 4)."""

    REFERENT = "referent", "Référente ou référent"
    INTERVENANT = "intervenant", "Intervenante ou intervenant social"
    PRESIDENT = "president", "Présidence"
    LECTEUR = "lecteur", "Lecture seule"


#: Roles that a référent may give to colleagues; the presidency is given by EMS alone.
REFERENT_GIVES = frozenset({Role.REFERENT, Role.INTERVENANT, Role.LECTEUR})


class PartnerKind(models.TextChoices):
    DEPARTEMENT = "departement", "Département ou collectivité à statut particulier"
    COMMUNE = "commune", "Commune ou CCAS"
    ASSOCIATION = "association", "Association"
    ETABLISSEMENT = "etablissement", "Établissement public"
    AUTRE = "autre", "Autre"


#: Groups of EMS, created by a migration; Wagtail's page permissions hang on them.
GROUP_COMMUNICATION = "Communication EMS"
GROUP_ADMINISTRATORS = "Administrateurs EMS"
EMS_GROUPS = (GROUP_COMMUNICATION, GROUP_ADMINISTRATORS)
